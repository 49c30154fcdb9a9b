"""A person's word about an item: recorded with name, note and date, and taken back.

Must never: record a secret, or a word about what a machine can see for itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.handoff.checklist import ITEMS, item
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles.handoffs import Word, update
from wizard.profiles.shapes_of_secrets import without_secrets
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.handoff.item import Item
    from wizard.profiles.home import Home

LONGEST: Final = 2_000
"""Characters of a note."""


def say(home: Home, tested: str, word: Word) -> Word:
    """Record a person's word about the profile ``tested``, made printable, and give it.

    An earlier one about the same item goes. Raises ``handoff.unknown_item``, ``.not_by_word``,
    ``.note_holds_secret``, ``usage.missing``, and what saving raises.
    """
    one = _sayable(word.item)
    note, by = word.note.strip(), word.by.strip()
    if not note:
        fix = "Give --note TEXT: " + one.ask
        raise ProblemError(problem("usage.missing", label="Note", fix=fix))
    _refuse_secret(f"{by}\n{note}")
    said = Word(one.id, printable(by, 200), printable(note, LONGEST), word.at)
    update(home, tested, lambda record: record.with_word(said))
    return said


def take_back(home: Home, tested: str, item_id: str) -> None:
    """Forget what was said about an item; no matter if nothing was. Raises what ``say`` raises."""
    one = _sayable(item_id)
    update(home, tested, lambda record: record.without_word(one.id))


def _sayable(item_id: str) -> Item:
    one = item(item_id)
    if not one.ask:
        known = ", ".join(each.id for each in ITEMS if each.ask)
        raise ProblemError(problem("handoff.not_by_word", item=one.id, known=known))
    return one


def _refuse_secret(text: str) -> None:
    _clean, found = without_secrets(text)
    if found:
        raise ProblemError(problem("handoff.note_holds_secret"))
