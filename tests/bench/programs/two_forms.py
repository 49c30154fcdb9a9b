"""The reference for going from step to step: two forms, and Textual's own ``switch_screen``.

Each form has what the wizard's largest one shows: a heading, a purpose, the way so far, five
questions of label, help and control, three buttons and a line of keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import Button, Input, Static

if TYPE_CHECKING:
    from textual.binding import BindingType

QUESTIONS = 5


class Form(Screen[None]):
    """One of the two."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def compose(self) -> ComposeResult:
        """Give the form."""
        yield Static("two forms")
        with Horizontal():
            yield Static("first\nsecond", classes="way")
            with Vertical():
                with VerticalScroll():
                    yield Static(f"Form {self._number}")
                    yield Static("What this form is for.")
                    for question in range(QUESTIONS):
                        with Vertical(classes="question"):
                            yield Static(f"Question {question}")
                            yield Static("What the answer is for.")
                            yield Input(placeholder="answer")
                with Horizontal(classes="actions"):
                    yield Button("Back")
                    yield Button("Without")
                    yield Button("Next", variant="primary")
        yield Static("enter Next   esc Back")

    def on_mount(self) -> None:
        """Let the first question take the keys."""
        self.query(Input).first().focus()


class TwoForms(App[None]):
    """Goes from one to the other, and back."""

    CSS = """
    Form Horizontal { height: 1fr; }
    Form .way { width: 20; }
    Form .question { height: auto; margin-bottom: 1; }
    Form .actions { height: 3; }
    Form Input { height: 1; border: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape", "form(1)", "Back"),
    ]

    def on_mount(self) -> None:
        """Begin with the first form."""
        self.push_screen(Form(1))

    def on_input_submitted(self) -> None:
        """Go to the second form."""
        self.action_form(2)

    def action_form(self, number: int) -> None:
        """Go to a form."""
        self.switch_screen(Form(number))


if __name__ == "__main__":
    TwoForms().run()
