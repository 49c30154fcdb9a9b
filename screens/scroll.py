"""A page that scrolls, and keeps in sight what is to be seen.

Knows: that a place on the page is known only once it is laid out, and that it moves whenever the
page is laid out anew.
Must never: take the page away from a person who scrolls it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.containers import VerticalScroll
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Iterator


@runtime_checkable
class Parted(Protocol):
    """A control of which one part matters more than the rest."""

    def rows_in_sight(self) -> tuple[int, int]:
        """Give the first of the rows that are to be seen, and how many they are."""


class Scroll(VerticalScroll, can_focus=False, inherit_css=False):
    """The part of a page that scrolls.

    Where it stands follows from where it stood when something was to be seen and from how the page
    is laid out now; how often, and how soon, it was laid out in between makes no difference.
    """

    # What Textual says in three sheets, which the first picture would wait for.
    DEFAULT_CSS = """
    Scroll {
        width: 1fr;
        height: 1fr;
        layout: vertical;
        overflow: hidden auto;
        scrollbar-color: $scrollbar;
        scrollbar-color-hover: $scrollbar-hover;
        scrollbar-color-active: $scrollbar-active;
        scrollbar-background: $scrollbar-background;
        scrollbar-background-hover: $scrollbar-background-hover;
        scrollbar-background-active: $scrollbar-background-active;
    }
    """

    _wanted: tuple[Widget, ...] = ()
    _at_top = False
    _stood = 0

    def on_mount(self) -> None:
        """Look after each layout whether what is to be seen is in sight."""
        self.screen.screen_layout_refresh_signal.subscribe(self, self._keep, immediate=True)

    def reveal(self, *wanted: Widget, top: bool = False) -> None:
        """Have these in sight, the last above all, until one scrolls.

        Of one that there is no room for, the beginning is shown. ``top`` has it at the top.
        """
        self._wanted, self._at_top, self._stood = wanted, top, self.scroll_offset.y
        self.refresh(layout=True)

    def release_anchor(self) -> None:
        """Let go of what was to be seen: it is scrolled to another place."""
        super().release_anchor()
        self._wanted = ()

    def _keep(self, _screen: object) -> None:
        y = self._stood
        for widget in self._wanted:
            top, height = self._place(widget)
            if height:
                y = self._nearest(y, top, height)
        if self._wanted:
            self.scroll_y = self.scroll_target_y = min(y, self.max_scroll_y)

    def _nearest(self, y: int, top: int, height: int) -> int:
        """Give the place nearest to ``y`` at which these rows are in sight."""
        room = self.scrollable_content_region.height
        if self._at_top or height >= room:
            return top
        return max(top + height - room, min(y, top))

    def _place(self, widget: Widget) -> tuple[int, int]:
        """Give the first row of a widget on the page, and how many it takes; 0: it is not shown."""
        child = next((each for each in _line(widget) if each.parent is self), None)
        if child is None or not widget.region.height:
            return 0, 0
        first, rows = 0, widget.region.height
        if isinstance(widget, Parted):
            first, rows = widget.rows_in_sight()
        return widget.region.y - child.region.y + child.virtual_region.y + first, rows


def _line(widget: Widget) -> Iterator[Widget]:
    return (each for each in widget.ancestors_with_self if isinstance(each, Widget))


def bring_into_sight(widget: Widget, *, top: bool = False) -> None:
    """Have it in sight; a question's control with the whole question, where there is room."""
    question = () if top else (each for each in _line(widget) if each.has_class("question"))
    wanted = (*question, widget)
    for scroll in _line(widget):
        if isinstance(scroll, Scroll) and scroll is not widget:
            scroll.reveal(*wanted, top=top)
