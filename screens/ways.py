"""The ways on: buttons side by side, and below each other where the window is too narrow.

Must never: leave a button where nobody sees it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.containers import Horizontal
from textual.layouts.horizontal import HorizontalLayout

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.layout import ArrangeResult, Layout, WidgetPlacement
    from textual.widget import Widget


class _Folded(HorizontalLayout):
    """From left to right; what has no room begins another row."""

    name = "folded"

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        """Place them in one row, and fold it."""
        placed: list[WidgetPlacement] = []
        begins = row = 0
        for each in super().arrange(parent, children, size, greedy):
            if placed and each.region.right - begins > size.width:
                begins, row = each.region.x, row + each.region.height
            placed.append(each._replace(region=each.region.translate((-begins, row))))
        return placed


_FOLDED: Final = _Folded()


class Ways(Horizontal):
    """A row of buttons, or as many rows as they need."""

    def __init__(self, classes: str) -> None:
        super().__init__(classes=classes)
        self.styles.height = "auto"

    @property
    def layout(self) -> Layout:
        """The fold; styles name none but Textual's own layouts."""
        return _FOLDED
