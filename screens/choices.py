"""A list to choose one of: the arrow keys choose, Enter goes on.

Knows: how choices are laid out: one a line with its hint, or in columns where they are many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from screens.plain import lines, plain
from screens.scroll import bring_into_sight

if TYPE_CHECKING:
    from textual import events
    from textual.binding import BindingType
    from textual.geometry import Size

    from screens.signs import Signs
    from wizard.model import Choice

_MANY: Final = 6  # choices without hints, above which they stand in columns
_GAP: Final = 2
_INDENT: Final = 4


class ChoiceList(Widget, can_focus=True):
    """One of several; ``chosen`` is the index, and changes with the arrow keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("right", "across(1)", show=False),
        Binding("left", "across(-1)", show=False),
        Binding("home", "choose(0)", show=False),
        Binding("end", "choose(-1)", show=False),
    ]

    chosen: reactive[int] = reactive(0)

    class Chosen(Message):
        """The person chose another one."""

        def __init__(self, choices: ChoiceList) -> None:
            super().__init__()
            self.choices = choices

    def __init__(self, signs: Signs) -> None:
        super().__init__()
        self._signs = signs
        self._choices: tuple[Choice, ...] = ()

    def show(self, choices: tuple[Choice, ...], chosen: int) -> None:
        """Offer ``choices``, with one of them chosen by whoever answers for the person."""
        if choices != self._choices:
            self._choices = choices
            self.refresh(layout=True)
        self.chosen = max(0, min(chosen, len(choices) - 1))

    @property
    def choice(self) -> Choice:
        """The chosen one."""
        return self._choices[self.chosen]

    # --- the keys and the mouse ---

    def action_move(self, by: int) -> None:
        """Choose the one below or above; past the ends it starts over."""
        self.action_choose((self.chosen + by) % len(self._choices))

    def action_across(self, by: int) -> None:
        """Choose the one beside, where they stand in columns."""
        rows = self._rows()
        beside = self.chosen + by * rows
        if rows < len(self._choices) and 0 <= beside < len(self._choices):
            self.action_choose(beside)

    def action_choose(self, index: int) -> None:
        """Choose by place; -1 is the last."""
        chosen = index % len(self._choices)
        if chosen != self.chosen:
            self.chosen = chosen
            self.post_message(self.Chosen(self))
            bring_into_sight(self)

    def rows_in_sight(self) -> tuple[int, int]:
        """Give the rows of the chosen one: not all choices have room in a low window."""
        if self._rows() < len(self._choices):
            return self.chosen % self._rows(), 1
        places = self._places(self.size.width)
        return places.index(self.chosen), places.count(self.chosen)

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        column = event.x // max(1, self._column_width())
        places = self._places(self.size.width)
        index = places[event.y] if event.y < len(places) else None
        if index is not None and self._rows() < len(self._choices):
            index += column * self._rows()
        if index is not None and index < len(self._choices):
            self.action_choose(index)

    # --- the drawing ---

    def render(self) -> Content:
        """Draw all choices, the chosen one marked by a sign and by weight."""
        if self._rows() < len(self._choices):
            return self._in_columns()
        return lines(
            row
            for index in range(len(self._choices))
            for row in self._drawn(index, self.size.width)
        )

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Give the rows that all choices take at ``width``."""
        del container, viewport
        return len(self._places(width))

    def _rows(self) -> int:
        """Give the rows of one column; all choices where there is but one column."""
        count = len(self._choices)
        if count <= _MANY or any(choice.hint for choice in self._choices if not choice.free):
            return count
        columns = max(1, (self.size.width or self.app.size.width) // self._column_width())
        return -(-count // columns)

    def _column_width(self) -> int:
        return max((len(choice.label) for choice in self._choices), default=1) + _INDENT + _GAP

    def _places(self, width: int) -> list[int]:
        """Give for each row which choice stands there (the first column's)."""
        if self._rows() < len(self._choices) or self._hints_fit(width):
            return list(range(self._rows()))
        every = range(len(self._choices))
        return [index for index in every for _ in self._drawn(index, width)]

    def _label_width(self) -> int:
        return max((len(choice.label) for choice in self._choices), default=0)

    def _hints_fit(self, width: int) -> bool:
        """Tell whether every hint has room beside its choice; if not, none stands there."""
        longest = max((len(choice.hint) for choice in self._choices), default=0)
        return _INDENT + self._label_width() + _GAP + longest <= width

    def _mark(self, index: int) -> Content:
        chosen = index == self.chosen
        here = chosen and self.has_focus
        sign = plain(self._signs.chosen if chosen else "( )", "$accent" if chosen else "$muted")
        label = plain(
            f" {self._choices[index].label:<{self._label_width()}}",
            "bold $accent" if here else "bold" if chosen else "",
        )
        return sign + label

    def _drawn(self, index: int, width: int) -> list[Content]:
        """Draw one choice: its hint beside it, or below it where the window is narrow."""
        words = self._choices[index].hint
        mark = self._mark(index)
        if self._hints_fit(width):
            return [mark + plain(" " * _GAP + words, "$muted")]
        hint = plain(words, "$muted")
        folded = hint.wrap(max(1, width - _INDENT))
        return [mark, *(Content.assemble(" " * _INDENT, line) for line in folded)]

    def _in_columns(self) -> Content:
        rows = self._rows()
        gap = Content(" " * _GAP)
        return lines(
            gap.join([self._mark(index) for index in range(row, len(self._choices), rows)])
            for row in range(rows)
        )
