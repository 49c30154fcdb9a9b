"""The list of profiles with its search: reads what is in sight, and filters as one types.

Must never: read on the event loop.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from screens.line import Line
from screens.plain import plain
from screens.profiles import ProfileList

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from screens.signs import Signs
    from wizard.profiles.cards import Card
    from wizard.profiles.home import Home

MANY: Final = 6
"""Profiles from which a search is offered."""


class _Told(Message):
    """Some profiles were read."""

    def __init__(self, cards: tuple[Card, ...]) -> None:
        super().__init__()
        self.cards = cards


class ProfileFinder(Vertical):
    """All profiles, or those whose names hold what was typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "end_search", show=False),
        Binding("down", "to_list", show=False),
    ]

    def __init__(self, home: Home | None, signs: Signs) -> None:
        super().__init__()
        self._home = home
        self._signs = signs
        self._names: tuple[str, ...] = ()
        self._used = ""

    def compose(self) -> ComposeResult:
        """Give the line of the search, and the list."""
        line = Line(placeholder="part of a name")
        line.display = False
        yield line
        yield ProfileList(self._signs)
        yield Static(classes="count", markup=False)

    @property
    def here(self) -> str:
        """The chosen profile's name; empty where none is listed."""
        return self._list().name_here

    @property
    def card(self) -> Card | None:
        """What is known of the chosen profile by now."""
        return self._list().card_of(self.here)

    def show(self, names: tuple[str, ...], active: Card | None, used: str) -> None:
        """List them; the one that counts here is chosen, unless one chose another since it does."""
        chosen = self.here if self.here in names and used == self._used else ""
        self._used = used
        self._names = names
        self._list().mark(active.name if active else None)
        if active:
            self._list().tell((active,))
        self._filter(chosen or used)
        if not self.query_one(Line).display:
            self._list().focus()

    def search(self) -> None:
        """Open the line that filters the list."""
        line = self.query_one(Line)
        line.display = True
        line.focus()

    def action_end_search(self) -> None:
        """List all again; the chosen one stays."""
        line, chosen = self.query_one(Line), self.here
        line.fill("")
        line.display = False
        self._list().focus()
        self._filter(chosen)

    @on(Input.Submitted)
    def _end_typing(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_to_list()

    def action_to_list(self) -> None:
        """Choose from what was found."""
        self._list().focus()

    @on(Input.Changed)
    def _on_typing(self, event: Input.Changed) -> None:
        event.stop()
        self._filter(self.here)

    def _filter(self, chosen: str) -> None:
        from wizard.profiles.cards import matching

        found = matching(self._names, self.query_one(Line).value)
        self._list().show(found, chosen)
        count = self.query_one(".count", Static)
        count.display = len(self._names) >= MANY
        count.update(plain(f"{len(found)} of {len(self._names)} profiles", "$muted"))

    def _list(self) -> ProfileList:
        return self.query_one(ProfileList)

    # --- what is told of each ---

    @on(ProfileList.InSight)
    def _read_those(self, event: ProfileList.InSight) -> None:
        event.stop()
        if self._home:
            self.run_worker(
                partial(self._read, self._home, event.names),
                name="cards",
                description="profiles in sight",
                thread=True,
            )

    def _read(self, home: Home, names: tuple[str, ...]) -> None:
        from wizard.profiles.cards import card

        self.post_message(_Told(tuple(card(home, name) for name in names)))

    @on(_Told)
    def _tell(self, event: _Told) -> None:
        event.stop()
        self._list().tell(event.cards)
