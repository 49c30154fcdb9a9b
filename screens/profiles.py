"""The saved profiles as a list that draws, and asks for, only the rows in sight.

Knows: how a row is laid out, and which rows are in sight.
Must never: read a file, or do anything for a row that nobody sees: there may be thousands.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from screens.plain import lines, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.binding import BindingType
    from textual.geometry import Size

    from screens.signs import Signs
    from wizard.profiles.cards import Card

_AROUND: Final = 14
"""Rows of the window that the list leaves to everything else."""

_FEWEST: Final = 3
_LONGEST: Final = 32
"""Cells of a name; the longest of 64 characters are cut in the list alone."""

_GAP: Final = Content("  ")


class ProfileList(Widget, can_focus=True):
    """The profiles by name; ``chosen`` is a place in the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "move(10)", show=False),
        Binding("pageup", "move(-10)", show=False),
        Binding("home", "choose(0)", show=False),
        Binding("end", "choose(-1)", show=False),
    ]

    chosen: reactive[int] = reactive(0)

    class InSight(Message):
        """These are in sight, and what is told of them may be out of date."""

        def __init__(self, names: tuple[str, ...]) -> None:
            super().__init__()
            self.names = names

    def __init__(self, signs: Signs) -> None:
        super().__init__()
        self._signs = signs
        self._names: tuple[str, ...] = ()
        self._active: str | None = None
        self._cards: dict[str, Card] = {}
        self._asked: set[str] = set()
        self._first = 0

    # --- what it holds ---

    def show(self, names: tuple[str, ...], chosen: str | None) -> None:
        """List ``names``, with one of them chosen; what is known of them stays until it is told."""
        self._names = names
        self._first = 0
        self.set_reactive(ProfileList.chosen, names.index(chosen) if chosen in names else 0)
        self._follow()
        self.refresh(layout=True)
        self.call_after_refresh(self._ask)

    def mark(self, active: str | None) -> None:
        """Mark the active one, and have everything in sight told anew."""
        self._active = active
        self._asked.clear()

    def tell(self, cards: Iterable[Card]) -> None:
        """Show what is known of some of them by now."""
        self._cards.update((card.name, card) for card in cards)
        self.refresh()

    @property
    def name_here(self) -> str:
        """The chosen profile's name; empty where the list is."""
        return self._names[self.chosen] if self._names else ""

    def card_of(self, name: str) -> Card | None:
        """Give what is known of a profile by now."""
        return self._cards.get(name)

    def _ask(self) -> None:
        unasked = tuple(name for name in self._in_sight() if name not in self._asked)
        if unasked:
            self._asked.update(unasked)
            self.post_message(self.InSight(unasked))

    # --- the keys and the mouse ---

    def action_move(self, by: int) -> None:
        """Choose one below or above; a single step past the ends starts over."""
        if self._names:
            to = self.chosen + by
            last = len(self._names) - 1
            self.action_choose(to % len(self._names) if abs(by) == 1 else max(0, min(to, last)))

    def action_choose(self, index: int) -> None:
        """Choose by place; -1 is the last."""
        if self._names:
            self.chosen = index % len(self._names)
            self._follow()

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        if self._first + event.y < len(self._names):
            self.action_choose(self._first + event.y)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Go down the list."""
        event.stop()
        self._scroll(self._first + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Go up the list."""
        event.stop()
        self._scroll(self._first - 3)

    def on_resize(self) -> None:
        """Keep the chosen one in sight."""
        self._follow()

    def _follow(self) -> None:
        least = self.chosen - self._rows() + 1
        self._scroll(max(least, min(self._first, self.chosen)))

    def _scroll(self, first: int) -> None:
        self._first = max(0, min(first, len(self._names) - self._rows()))
        self.refresh()
        self._ask()

    # --- the drawing ---

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Give as many rows as there are profiles, and room for."""
        del container, width
        return min(len(self._names), max(_FEWEST, viewport.height - _AROUND))

    def _rows(self) -> int:
        return max(1, self.size.height)

    def _in_sight(self) -> tuple[str, ...]:
        return self._names[self._first : self._first + self._rows()]

    def render(self) -> Content:
        """Draw the rows in sight."""
        names = self._in_sight()
        cards = [self._cards.get(name) for name in names]
        wide = min(_LONGEST, max((plain(name).cell_length for name in names), default=0))
        place = max((plain(card.place).cell_length + 2 for card in cards if card), default=0)
        rows = zip(range(self._first, self._first + len(names)), names, cards, strict=True)
        drawn = (self._row(index, name, card, (wide, place)) for index, name, card in rows)
        return lines(row.truncate(self.size.width, ellipsis=True) for row in drawn)

    def _row(self, index: int, name: str, card: Card | None, widths: tuple[int, int]) -> Content:
        chosen = index == self.chosen
        here = chosen and self.has_focus
        sign = plain(self._signs.chosen if chosen else "( )", "$accent" if chosen else "$muted")
        label = plain(name, "bold $accent" if here else "bold" if chosen else "")
        label = label.truncate(widths[0], ellipsis=True, pad=True)
        told = self._told(card, widths[1]) if card else Content()
        return Content.assemble(sign, " ", label, _GAP, told)

    def _told(self, card: Card, width: int) -> Content:
        active = plain("active", "bold $accent") + plain(", ", "$muted")
        words = plain(f"{card.told}{_age(card)}", "$muted")
        words = active + words if card.name == self._active else words
        return Content.assemble(_place(card, width), _GAP, words)


def _place(card: Card, width: int) -> Content:
    """Give the environment as a word and a colour; production has a ground of its own."""
    if card.prod:
        word = plain(f" {card.place} ", "bold $on-accent on $danger")
    else:
        style = "$error" if card.profile is None else "$muted" if card.local else "$accent"
        word = plain(f" {card.place} ", style)
    return word.truncate(width, pad=True)


def _age(card: Card) -> str:
    from wizard.identity.words import roughly

    if card.proven_at is None:
        return "" if card.profile is None else ", never proven"
    return f", proven {roughly(time.time() - card.proven_at)}"
