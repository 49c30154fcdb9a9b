"""A person's word about an item: recorded with name, note and date, and taken back.

Must never: record a secret, or a word about what a machine can see for itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wizard.handoff.checklist import ITEMS, item
from wizard.handoff.cleaning import holds_secret
from wizard.handoff.links import PLANNED, app_ids
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles.handoffs import Word, update
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.handoff.item import Item
    from wizard.handoff.look import Look

LONGEST: Final = 2_000
"""Characters of a note."""

_APPS: Final = re.compile(r"[A-Za-z0-9_, -]+")


def say(look: Look, word: Word) -> Word:
    """Record a person's word about the tested profile, made printable, and give it.

    An earlier one about the same item goes. Raises ``handoff.unknown_item``, ``.not_by_word``,
    ``.note_holds_secret``, ``usage.missing``, and what saving raises.
    """
    one = _sayable(word.item)
    note, by = word.note.strip(), word.by.strip()
    if not note:
        fix = "Give --note TEXT: " + one.ask
        raise ProblemError(problem("usage.missing", label="Note", fix=fix))
    if holds_secret(look, f"{by}\n{note}"):
        raise ProblemError(problem("handoff.note_holds_secret"))
    _refuse_what_is_no_app(one, note)
    said = Word(one.id, printable(by, 200), printable(note, LONGEST), word.at)
    update(look.tested.home, look.tested.name, lambda record: record.with_word(said))
    return said


def take_back(look: Look, item_id: str) -> None:
    """Forget what was said about an item; no matter if nothing was. Raises what ``say`` raises."""
    one = _sayable(item_id)
    update(look.tested.home, look.tested.name, lambda record: record.without_word(one.id))


def _sayable(item_id: str) -> Item:
    one = item(item_id)
    if not one.ask:
        known = ", ".join(each.id for each in ITEMS if each.ask)
        raise ProblemError(problem("handoff.not_by_word", item=one.id, known=known))
    return one


def _refuse_what_is_no_app(one: Item, note: str) -> None:
    if one.id == PLANNED and not (_APPS.fullmatch(note) and app_ids(note)):
        raise ProblemError(problem("handoff.not_apps", note=note))
