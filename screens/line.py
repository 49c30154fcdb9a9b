"""One line of input.

Knows: what a paste may do: fill in its first line, and say so; never submit.
Must never: let a control character in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Input

from screens.plain import typed

if TYPE_CHECKING:
    from textual import events

LIMIT: Final = 16_384
"""Characters in one answer: as much as the longest token that is looked at (threats)."""


class Line(Input, inherit_css=False):
    """One line of text. ``said`` is what is to be known about what was just done to it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = Input.COMPONENT_CLASSES
    # Textual's brings three times the rules, for looks that no line here has.
    DEFAULT_CSS: ClassVar[str] = """
    Line {
        width: 100%;
        height: 1;
        padding: 0 1;
        pointer: text;
        scrollbar-size-horizontal: 0;
        background: $panel;
        color: $foreground;
        border-left: outer $panel;

        &:focus { border-left: outer $accent; }
        & > .input--cursor {
            background: $input-cursor-background;
            color: $input-cursor-foreground;
            text-style: $input-cursor-text-style;
        }
        & > .input--selection {
            background: $input-selection-background;
            color: $input-selection-foreground;
        }
        & > .input--placeholder { color: $muted; }
        &:ansi > .input--cursor { background: ansi_white; color: ansi_black; }
        &:ansi > .input--placeholder { text-style: dim; }
    }
    """

    # As Textual's, but that the whole page is laid out anew at each key: a line has its room.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))

    class Remark(Message):
        """``said`` is another one, though the text is not."""

    def __init__(self, value: str = "", *, placeholder: str = "", hidden: bool = False) -> None:
        super().__init__(
            typed(value),
            placeholder=placeholder,
            password=hidden,
            select_on_focus=False,
            validate_on=(),  # the fields of the steps judge; Textual would style it anew each time
            max_length=LIMIT,
        )
        self.said = ""

    def fill(self, value: str) -> None:
        """Put an answer in that nobody typed here; no ``Changed`` follows."""
        if self.value != typed(value):
            with self.prevent(Input.Changed):
                self.value = typed(value)
                self.cursor_position = len(self.value)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        pasted = [line.strip() for line in event.text.splitlines() if line.strip()]
        if not pasted:
            return
        first = typed(pasted[0])
        if len(pasted) > 1:
            self.said = "Only the first line of what you pasted is taken."
        elif len(first) > LIMIT:
            self.said = f"What you pasted is too long; its first {LIMIT} characters are taken."
        self.replace(first[:LIMIT], *self.selection)

    def on_key(self) -> None:
        """Have nothing more to say once one types on."""
        self.said = ""
