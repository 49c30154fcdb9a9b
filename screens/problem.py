"""What went wrong, in the page and where it stays: symptom, why, fix, code.

Knows: the order in which a problem is told.
Must never: vanish by itself, or let a problem's text meet markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content

from screens.plain import plain
from screens.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from screens.signs import Signs
    from wizard.model import Certainty, Problem

_HANGING_FROM: Final = 44

_CERTAINTY: Final[dict[Certainty, str]] = {
    "documented": "Anon documents this",
    "inferred": "inferred from how Anon behaves",
    "ours": "our own check",
}


class ProblemPanel(Table):
    """A problem in the page; hidden while there is none."""

    def __init__(self, signs: Signs, classes: str = "") -> None:
        super().__init__(f"problem {classes}")
        self._signs = signs
        self.trouble: Problem | None = None
        self.display = False

    def tell(self, trouble: Problem, *, noted: bool = False) -> None:
        """Show ``trouble``. ``noted``: it stopped nothing, and is told as a remark."""
        self.trouble = trouble
        noted = noted or trouble.undecided
        self.set_class(noted, "-noted")
        self.show(_told(trouble, self._signs, noted=noted))
        self.display = True

    def clear(self) -> None:
        """Show nothing."""
        self.trouble = None
        self.display = False

    def _drawn(self, width: int) -> list[Content]:
        """Give the lines: words below words, unless that would leave hardly a line of them."""
        if width >= _HANGING_FROM:
            return super()._drawn(width)
        rows = (Content(" ").join(row) if row[0] else row[1] for row in self._rows)
        return [line for row in rows for line in row.wrap(width)]


def _told(trouble: Problem, signs: Signs, *, noted: bool) -> Iterator[list[Content]]:
    """Give a problem as rows: what, why, fix, and where to read."""
    sign, style = (signs.note, "bold $warning") if noted else (signs.bad, "bold $error")
    more = f"{trouble.code} {signs.bullet} {_CERTAINTY[trouble.certainty]} {signs.bullet} "
    yield [plain(sign, style), plain(trouble.symptom, style)]
    yield [plain("Why", "$muted"), plain(trouble.cause)]
    yield [plain("Fix", "bold"), plain(trouble.fix)]
    yield [plain(""), plain(f"{more}{trouble.see}", "$muted")]
