"""A secret as an answer: a line that shows dots, and its part of a form.

Knows: how a secret is typed, and how one that is known already is told of.
Must never: hand a secret to the clipboard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding
from textual.widgets import Input

from screens.fields import Question
from screens.line import Line
from wizard.model import Secret
from wizard.text import mask

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer
    from textual.widget import Widget

    from wizard.model import Answer, Answers, Draft, Field

REVEALED: Final = 10.0
"""Seconds for which a secret is shown when it is asked for."""


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


class SecretQuestion(Question):
    """A field whose answer is never shown; one that is known already need not be typed."""

    def controls(self) -> ComposeResult:
        """Give the line with dots."""
        yield SecretLine(placeholder=self.field.placeholder)

    def show(self, answers: Answers, draft: Draft) -> None:
        """Say what is known already, masked; what was typed stays."""
        del draft
        answer = answers.get(self.field.name)
        known = answer is not None and answer.source != "typed" and bool(answer.value)
        line = self.query_one(SecretLine)
        line.placeholder = _known(self.field, answer) if known else self.field.placeholder

    def value(self) -> str:
        """Give the secret without the spaces around it."""
        return self.query_one(SecretLine).value.strip()

    def place(self) -> Widget:
        """Give the line."""
        return self.query_one(SecretLine)

    @on(Input.Changed)
    def _on_typing(self, event: Input.Changed) -> None:
        event.stop()
        hint = "ctrl+r shows it for ten seconds." if self.value() else ""
        self.tell(self.query_one(Line).said or hint)
        self.post_message(self.Answered(self, Secret(self.value())))


def _known(field: Field, answer: Answer | None) -> str:
    value = answer.value if answer else ""
    shown = mask(value.reveal() if isinstance(value, Secret) else value)
    origins = {"environment": field.env, "import": "what Anon sent you"}
    origin = origins.get(answer.source if answer else "", "an earlier run")
    return f"{shown} from {origin}; type to use another"
