"""The production checklist: which items there are, and how they are gone through.

Knows: the order. A new item is a function in its module and a line there; a new module, a line
here.
Must never: change anything anywhere, but what it remembers itself: key sets seen, words, folders.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from wizard.checks import registry
from wizard.handoff import (
    app_secrets,
    company,
    key_set,
    links,
    objects,
    people,
    production,
    redirects,
    storage,
    switches,
    tokens,
)
from wizard.handoff.item import Result, by_word
from wizard.identity.words import date
from wizard.model import ProblemError
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from wizard.checks.registry import Check
    from wizard.checks.row import Row
    from wizard.handoff.item import Item
    from wizard.handoff.look import Look

ITEMS: Final[tuple[Item, ...]] = (
    *key_set.ITEMS,
    *tokens.ITEMS,
    *objects.ITEMS,
    *app_secrets.ITEMS,
    *switches.ITEMS,
    *redirects.ITEMS,
    *company.ITEMS,
    *links.ITEMS,
    *storage.ITEMS,
    *people.ITEMS,
    *production.ITEMS,
)


def item(id_: str) -> Item:
    """Give an item by its id; raises ``handoff.unknown_item``."""
    for each in ITEMS:
        if each.id == id_:
            return each
    known = ", ".join(each.id for each in ITEMS)
    raise ProblemError(problem("handoff.unknown_item", item=id_, known=known))


def go_through(
    look: Look,
    only: Collection[str] = (),
    begin: Callable[[Check[Look]], None] = lambda _item: None,
) -> Iterator[Result]:
    """Check each item in its order, and give each result as soon as it is known.

    ``only`` are the ids of the items to give (empty: all); what they stand on is checked as well.
    ``begin`` hears of each item before it is checked.
    Raises ``CancelledByUserError`` when the user calls it off; whatever else goes wrong is a row.
    """
    wanted = set(only) or {each.id for each in ITEMS}
    needed = _with_needs(wanted)
    items = {each.id: each for each in ITEMS if each.id in needed}
    for row in registry.examine(items.values(), look, begin):
        if row.id == key_set.ROTATION.id and row.state != "skip":
            look.remember_sighting()
        if row.id in wanted:
            yield _settled(look, items[row.id], row)


def _with_needs(wanted: set[str]) -> set[str]:
    """Give the ids with all that they stand on, directly or not; needs come before in ``ITEMS``."""
    needed = set(wanted)
    for each in reversed(ITEMS):
        if each.id in needed:
            needed |= set(each.needs)
    return needed


def _settled(look: Look, one: Item, row: Row) -> Result:
    """Let a person's word settle what a person is asked."""
    at = int(look.tested.now())
    word = look.record.word(one.id) if one.ask else None
    if word is None or row.state != "ask":
        return Result(one, row, at)
    return Result(one, by_word(row, word, date(word.at)), at, word)


def ready(results: Collection[Result]) -> bool:
    """Tell whether nothing of these keeps the profile from production."""
    return not any(result.blocks for result in results)


def counted(results: Collection[Result]) -> dict[str, int]:
    """Give how many there are of each state."""
    states = ("pass", "warn", "fail", "skip", "ask")
    return {state: sum(result.row.state == state for result in results) for state in states}


def without_promotion(look: Look) -> Look:
    """Let a profile that began in ``local-prod`` (or prod) be its own production."""
    place = look.tested.place
    stands = (place.rehearsal or place.prod) and look.promoted is None
    return replace(look, promoted=look.tested) if stands else look
