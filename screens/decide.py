"""Deciding about an object whose making left a doubt: adopt it by its id, or make another.

Knows: which problems leave such a doubt, and that a decision holds for one run of the step.
Must never: decide by itself; nobody can list what Anon holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import on
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from screens.button import Button
from screens.line import Line
from screens.plain import plain
from wizard.context import Decisions
from wizard.steps.making import IN_WORDS

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from wizard.model import Problem

_ADOPTABLE: Final = frozenset({"ledger.answer_lost", "ledger.adopted_differs"})
_REPLACEABLE: Final = _ADOPTABLE | {"ledger.adopted_key", "object.changed"}


class DecisionForm(Vertical):
    """Hidden, unless the problem is one that only the person can decide about."""

    class Decided(Message):
        """The person decided."""

        def __init__(self, decisions: Decisions) -> None:
            super().__init__()
            self.decisions = decisions

    def __init__(self) -> None:
        super().__init__(classes="decision")
        self._kind = ""
        self.display = False

    def compose(self) -> ComposeResult:
        """Give the line for an id and the two ways."""
        yield Static(classes="asked", markup=False)
        yield Line(placeholder="its id at Anon, if you know it")
        with Horizontal(classes="ways"):
            yield Button("Use this id", classes="adopt")
            yield Button("Create another", classes="another")

    def show(self, trouble: Problem | None) -> None:
        """Ask, where ``trouble`` leaves something to decide."""
        self.display = trouble is not None and trouble.code in _REPLACEABLE
        if trouble is None or not self.display:
            return
        self._kind = trouble.kind
        adoptable = trouble.code in _ADOPTABLE
        words = IN_WORDS.get(trouble.kind, "the object")
        self.query_one(".asked", Static).update(plain(f"What shall become of {words}?", "bold"))
        self.query_one(Line).display = adoptable
        self.query_one(".adopt").display = adoptable

    @on(Button.Pressed, ".adopt")
    @on(Input.Submitted)
    def _adopt(self, event: Message) -> None:
        event.stop()
        given = self.query_one(Line).value.strip()
        if given:
            self.post_message(self.Decided(Decisions(adopt={self._kind: given})))
        else:
            self.query_one(Line).focus()

    @on(Button.Pressed, ".another")
    def _make_another(self) -> None:
        self.post_message(self.Decided(Decisions(create_another=frozenset({self._kind}))))
