"""Rows in columns: as wide as what they hold, the last column folded where the page ends.

Where hardly anything is left for that column, its cells stand below those of the one before.
Must never: break a word, an address above all, that has room on a line of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.content import Content
from textual.widget import Widget

from screens.plain import lines, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.geometry import Size

_GAP: Final = 2
_WIDEST: Final = 40
"""Cells that any column but the last may take."""

_NARROWEST: Final = 12
"""Cells that the last column has at least, beside the others."""


class Table(Widget):
    """A table that is read, not walked through; ``show`` fills it."""

    def __init__(self, classes: str) -> None:
        super().__init__(classes=classes)
        self._rows: list[list[Content]] = []

    def show(self, rows: Iterable[Sequence[Content]], head: Sequence[str] = ()) -> None:
        """Show ``rows`` below ``head``; all have as many cells as the first."""
        titles = [[plain(name, "$muted") for name in head]] if head else []
        self._rows = [*titles, *(list(cells) for cells in rows)]
        self.refresh(layout=True)

    def render(self) -> Content:
        """Draw the rows at the width there is."""
        return lines(self._drawn(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Give the lines that the rows take at ``width``."""
        del container, viewport
        return len(self._drawn(width))

    def _drawn(self, width: int) -> list[Content]:
        widths = [
            min(_WIDEST, max(cell.cell_length for cell in column))
            for column in zip(*(row[:-1] for row in self._rows), strict=True)
        ]
        left = width - sum(widths) - _GAP * len(widths)
        if left < min(_NARROWEST, max((row[-1].cell_length for row in self._rows), default=0)):
            return [line for row in self._rows for line in _with_last_below(row, widths, width)]
        return [line for row in self._rows for line in _lines(row, widths, width)]


def _with_last_below(row: Sequence[Content], widths: Sequence[int], width: int) -> list[Content]:
    """Give the lines of one row with its last cell below the one before, where none is left."""
    return [_beside(row[:-1], widths), *_below(row[-1], _starts(widths[:-1]), width)]


def _lines(row: Sequence[Content], widths: Sequence[int], width: int) -> Iterable[Content]:
    """Give the lines of one row: its last cell folded beside the others, or whole below them."""
    *before, indent = _starts(widths)
    if _longest_word(row[-1]) > width - indent:
        return [_beside(row[:-1], widths), *_below(row[-1], before, width)]
    folded = row[-1].wrap(width - indent) or [Content()]
    empty = [Content()] * len(widths)
    return [
        Content.assemble(_beside(empty if place else row[:-1], widths), " " * _GAP, last)
        for place, last in enumerate(folded)
    ]


def _beside(cells: Sequence[Content], widths: Sequence[int]) -> Content:
    return Content(" " * _GAP).join(
        cell.truncate(wide, ellipsis=True, pad=True)
        for cell, wide in zip(cells, widths, strict=True)
    )


def _starts(widths: Sequence[int]) -> list[int]:
    """Give where each column begins, the one after the last as well; the first is indented."""
    return [sum(widths[:index]) + _GAP * max(1, index) for index in range(len(widths) + 1)]


def _below(cell: Content, starts: Sequence[int], width: int) -> list[Content]:
    """Give a cell's lines below the last of these columns in which its longest word has room."""
    room = width - _longest_word(cell)
    indent = max((start for start in starts if start <= room), default=0)
    folded = cell.wrap(max(1, width - indent)) if cell.cell_length else []
    return [Content.assemble(" " * indent, line) for line in folded]


def _longest_word(cell: Content) -> int:
    return max((plain(word).cell_length for word in cell.plain.split()), default=0)
