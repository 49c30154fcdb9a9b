"""A text over the room: to be read, copied, or said yes to.

Knows: how a long text is shown, and a diff in its colours.
Must never: take anything but an explicit yes for one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from screens.button import Button
from screens.over import Over
from screens.plain import lines, plain
from wizard.resources import assets

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is shown. ``yes`` and ``no`` are the buttons' words; without ``yes`` it is to be read.

    ``style`` gives the colour of one line of ``text``.
    """

    heading: str
    text: str
    told: str
    yes: str = ""
    no: str = "Close"
    style: Callable[[str], str] = lambda _line: ""


class SheetScreen(Over[bool]):
    """Shows a sheet; gives whether the person said yes."""

    CSS_PATH = assets() / "later.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "answer(False)", show=False),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
    ]

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self._sheet = sheet

    def compose(self) -> ComposeResult:
        """Give the text, and below it the ways on; nothing is said yes to by a stray Enter."""
        sheet = self._sheet
        with Vertical(classes="sheet"):
            with VerticalScroll(classes="text", can_focus=False):
                yield Static(plain(sheet.heading), classes="heading")
                yield Static(plain(sheet.told, "$muted"), classes="told")
                yield Static(lines(self._line(line) for line in sheet.text.splitlines()))
            with Horizontal(classes="actions"):
                yield Button(sheet.no, classes="no")
                if sheet.yes:
                    yield Button(sheet.yes, classes="yes", primary=True)

    def _line(self, line: str) -> Content:
        return plain(line, self._sheet.style(line))

    def action_scroll(self, rows: int) -> None:
        """Scroll the text."""
        self.query_one(".text").scroll_relative(y=rows, animate=False)

    def action_answer(self, yes: bool) -> None:
        """Close, with the answer."""
        self.dismiss(yes)

    @on(Button.Pressed)
    def _press(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.has_class("yes"))


def diff_style(line: str) -> str:
    """Give the colour of a line of a unified diff; its sign tells the same."""
    if line.startswith(("+++", "---", "@@")):
        return "$muted"
    return {"+": "$accent", "-": "$error"}.get(line[:1], "")
