"""A person's word about an item: who says it, and what.

Must never: give a word with an empty note.
"""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from screens.button import Button
from screens.line import Line

if TYPE_CHECKING:
    from textual.app import ComposeResult


class WordForm(Vertical):
    """Asks for a note and a name; where a word is ``known``, offers to take it back as well."""

    class Said(Message):
        """The person said it."""

        def __init__(self, item: str, by: str, note: str) -> None:
            super().__init__()
            self.item = item
            self.by = by
            self.note = note

    class TakenBack(Message):
        """The person takes back what was said."""

        def __init__(self, item: str) -> None:
            super().__init__()
            self.item = item

    def __init__(self, item: str, *, known: bool) -> None:
        super().__init__(classes="word")
        self._item = item
        self._known = known

    def compose(self) -> ComposeResult:
        """Give the two lines, and the ways."""
        note = "another note" if self._known else "what you can say about it"
        with Horizontal(classes="asked"):
            yield Static("Note ", classes="label", markup=False)
            yield Line(placeholder=note).add_class("note-line")
        with Horizontal(classes="asked"):
            yield Static("Name ", classes="label", markup=False)
            yield Line(_account(), placeholder="who says so").add_class("by-line")
        with Horizontal(classes="ways"):
            yield Button("Tick", classes="tick", primary=True)
            if self._known:
                yield Button("Take back", classes="take-back")

    @on(Button.Pressed, ".tick")
    @on(Input.Submitted)
    def _tick(self, event: Message) -> None:
        event.stop()
        note = self.query_one(".note-line", Line)
        by = self.query_one(".by-line", Line)
        empty = next((line for line in (note, by) if not line.value.strip()), None)
        if empty:
            empty.focus()
        else:
            self.post_message(self.Said(self._item, by.value.strip(), note.value.strip()))

    @on(Button.Pressed, ".take-back")
    def _take_back(self, event: Button.Pressed) -> None:
        event.stop()
        self.post_message(self.TakenBack(self._item))


def _account() -> str:
    """Give the account's name; a machine may not know it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
