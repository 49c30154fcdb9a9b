"""Deciding about an object whose making left a doubt: adopt it by its id, or make another.

Knows: which problems leave such a doubt, and that a decision holds for one run of the step.
Must never: decide by itself; nobody can list what Anon holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import on
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from screens.button import Button
from screens.line import Line
from screens.plain import plain
from screens.ways import Ways

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from wizard.context import Decisions
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
        self._adoptable = False
        self._given = ""
        self._decided = False
        self.display = False

    def compose(self) -> ComposeResult:
        """Give the line for an id and the two ways, once there is something to decide."""
        if not self._kind:
            return
        from wizard.steps.making import IN_WORDS

        words = IN_WORDS.get(self._kind, "the object")
        yield Static(plain(f"What shall become of {words}?", "bold"), classes="asked")
        if self._adoptable:
            yield Line(self._given, placeholder="its id at Anon, if you know it")
        with Ways("ways"):
            if self._adoptable:
                yield Button("Use this id", classes="adopt")
            yield Button("Create another", classes="another")

    def show(self, trouble: Problem | None) -> None:
        """Ask, where ``trouble`` leaves something to decide, or is what a decision led to."""
        asks = trouble is not None and trouble.code in _REPLACEABLE
        self.display = asks or (trouble is not None and self._decided)
        if trouble and asks:
            self._kind = trouble.kind
            self._adoptable = trouble.code in _ADOPTABLE
            self.refresh(recompose=True)

    @on(Button.Pressed, ".adopt")
    @on(Input.Submitted)
    def _adopt(self, event: Message) -> None:
        event.stop()
        from wizard.context import Decisions

        self._given = self.query_one(Line).value.strip()
        if self._given:
            self._decide(Decisions(adopt={self._kind: self._given}))
        else:
            self.query_one(Line).focus()

    @on(Button.Pressed, ".another")
    def _make_another(self) -> None:
        from wizard.context import Decisions

        self._decide(Decisions(create_another=frozenset({self._kind})))

    def _decide(self, decisions: Decisions) -> None:
        self._decided = True
        self.post_message(self.Decided(decisions))
