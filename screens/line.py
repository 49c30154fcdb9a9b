"""One line of input, for plain answers and for secrets.

Knows: what a paste may do: fill in its first line, and say so; never submit.
Must never: let a control character in, or hand a secret to the clipboard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input

from screens.plain import typed

if TYPE_CHECKING:
    from textual import events
    from textual.binding import BindingType
    from textual.timer import Timer

LIMIT: Final = 16_384
"""Characters in one answer: as much as the longest token that is looked at (threats)."""

REVEALED: Final = 10.0
"""Seconds for which a secret is shown when it is asked for."""


class Line(Input):
    """One line of text. ``said`` is what is to be known about what was just done to it."""

    class Remark(Message):
        """``said`` is another one, though the text is not."""

    def __init__(self, value: str = "", *, placeholder: str = "", hidden: bool = False) -> None:
        super().__init__(
            typed(value),
            placeholder=placeholder,
            password=hidden,
            select_on_focus=False,
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


class SecretLine(Line):
    """One line that shows dots; a key shows it for ten seconds, nothing copies it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+r", "reveal", "Show it for ten seconds", show=False)
    ]

    def __init__(self, *, placeholder: str = "") -> None:
        super().__init__(placeholder=placeholder, hidden=True)
        self._hides: Timer | None = None

    def action_reveal(self) -> None:
        """Show the secret for ten seconds, or hide it again at once."""
        self._hide() if self._hides else self._show()

    def _show(self) -> None:
        self.password = False
        self._hides = self.set_timer(REVEALED, self._hide, name="hide a secret")

    def _hide(self) -> None:
        self.password = True
        if self._hides:
            self._hides.stop()
            self._hides = None

    def action_copy(self) -> None:
        """Copy nothing: a clipboard is read by every program."""
        self.said = "A secret is not copied from here."
        self.post_message(self.Remark())

    def action_cut(self) -> None:
        """Cut without copying."""
        self.delete_selection()
