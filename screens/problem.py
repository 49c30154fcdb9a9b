"""What went wrong, in the page and where it stays: symptom, why, fix, code.

Knows: the order in which a problem is told.
Must never: vanish by itself, or let a problem's text meet markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.widgets import Static

from screens.plain import lines, plain

if TYPE_CHECKING:
    from screens.signs import Signs
    from wizard.model import Certainty, Problem

_CERTAINTY: Final[dict[Certainty, str]] = {
    "documented": "Anon documents this",
    "inferred": "inferred from how Anon behaves",
    "ours": "our own check",
}


class ProblemPanel(Static):
    """A problem in the page; hidden while there is none."""

    def __init__(self, signs: Signs, classes: str = "") -> None:
        super().__init__(classes=f"problem {classes}", markup=False)
        self._signs = signs
        self.trouble: Problem | None = None
        self.display = False

    def show(self, trouble: Problem) -> None:
        """Show ``trouble``."""
        self.trouble = trouble
        self.update(told(trouble, self._signs))
        self.display = True

    def clear(self) -> None:
        """Show nothing."""
        self.trouble = None
        self.display = False


def told(trouble: Problem, signs: Signs) -> Content:
    """Give a problem as text: what, why, fix, and where to read."""
    more = f"{trouble.code} {signs.bullet} {_CERTAINTY[trouble.certainty]} {signs.bullet} "
    return lines(
        (
            plain(f"{signs.bad} {trouble.symptom}", "bold $error"),
            Content.assemble(plain("Why  ", "$muted"), plain(trouble.cause)),
            Content.assemble(plain("Fix  ", "bold"), plain(trouble.fix)),
            plain(f"{more}{trouble.see}", "$muted"),
        )
    )
