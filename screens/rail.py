"""The chain as progress: what is done, where one stands, what is to come.

Knows: three shapes of the same list: a column at the side, a line on top, a count in a tiny window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.widget import Widget

from screens.plain import lines, plain
from wizard.model import Draft
from wizard.steps import TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from screens.recap import Detail
    from screens.signs import Signs
    from wizard.flow import Progress

COLUMN_FROM: Final = 100
"""Columns from which the chain stands at the side."""

LINE_FROM: Final = 78
"""Columns from which its names stand on one line."""

_DETAIL: Final = 22
_ORDER: Final = tuple(TITLES)
SPACED: Final = 27
"""Rows from which there is space to breathe: a blank line between two links, for one."""


class Rail(Widget):
    """The chain; ``show(progress)`` moves it on."""

    def __init__(self, signs: Signs) -> None:
        super().__init__(id="rail")
        self._signs = signs
        self._progress: Progress | None = None

    def show(self, progress: Progress) -> None:
        """Show how far the setup has come."""
        self._progress = progress
        self.refresh(layout=True)

    def render(self) -> Content:
        """Draw the chain in the shape that fits the window."""
        width = self.app.size.width
        if width >= COLUMN_FROM:
            return lines(row for step in TITLES for row in self._column(step))
        if width >= LINE_FROM:
            return Content("  ").join(self._line())
        return self._count()

    def _line(self) -> Iterator[Content]:
        """Give the links side by side: all that are to come in one piece, drawn at once."""
        to_come = [step for step in TITLES if self._place(step) > 0]
        yield from (self._link(step) for step in TITLES if step not in to_come)
        if to_come:
            yield self._open(to_come)

    def _open(self, steps: Iterable[str]) -> Content:
        return plain("  ".join(f"{self._signs.open} {TITLES[step]}" for step in steps), "$muted")

    def _place(self, step: str) -> int:
        """Tell whether a step lies before (< 0), at (0) or after where one stands."""
        here = len(self._progress.drafts) - 1 if self._progress else 0
        return _ORDER.index(step) - here

    def _sign(self, step: str) -> str:
        place = self._place(step)
        if place > 0:
            return self._signs.open
        if place == 0:
            return self._signs.here
        return self._signs.note if self._told(step).doubtful else self._signs.ok

    def _told(self, step: str) -> Detail:
        from screens.recap import detail

        return detail(step, self._progress.draft if self._progress else Draft())

    def _link(self, step: str) -> Content:
        place = self._place(step)
        if place > 0:
            return self._open([step])
        sign = plain(self._sign(step), "$accent")
        return sign + plain(f" {TITLES[step]}", "bold" if place == 0 else "$muted")

    def _column(self, step: str) -> list[Content]:
        below = self._told(step).text if self._place(step) < 0 else ""
        rows = [self._link(step), plain(f"  {below:.{_DETAIL}}", "$muted")]
        return [*rows, Content()] if self.app.size.height >= SPACED else rows

    def _count(self) -> Content:
        here = min(len(self._progress.drafts) if self._progress else 1, len(TITLES))
        signs = "".join(self._sign(step) for step in TITLES)
        return Content.assemble(
            plain(signs, "$accent"), plain(f"  {here} of {len(TITLES)}", "$muted")
        )
