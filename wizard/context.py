"""What a step may touch, handed to it: no step finds its own tools.

Knows: the shape of the world a step works in.
Must never: do anything; ``wizard/cli/composition.py`` fills it in, and tests do.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.api import AnonApi
    from wizard.ledger import Ledger
    from wizard.model import Draft, Problem, Profile
    from wizard.profiles.home import Home
    from wizard.profiles.secrets import SecretStore
    from wizard.sandbox import Running

LinkStage = Literal["none", "opened", "extension", "login", "linked", "cancelled", "failed"]
"""What the Link page shows the person: at “login” they are asked to log in, and have not yet."""

STAGES_BEHIND: Final[Mapping[LinkStage, int]] = MappingProxyType(
    {"opened": 1, "extension": 1, "login": 2, "linked": 4}
)
"""How many of the FAQ's four stages lie behind the person: page opened, extension confirmed,
logged in, green checkmark seen. Of a page that shows anything else, none does."""


@dataclass(frozen=True, slots=True)
class LinkOffer:
    """What the person is shown: the whole Link page URL, and what can be done beside opening it.

    ``simulates``: the wizard can walk the page itself (local sandbox). ``pastes``: the browser
    comes back to the user's own app, so the address it ends at must be pasted back.
    ``watched``: the four stages can be followed live.
    """

    url: str
    app: str
    simulates: bool
    pastes: bool
    watched: bool


@dataclass(frozen=True, slots=True)
class LinkWish:
    """What the person asked for while the wizard waits for the link."""

    kind: Literal["simulate", "skip", "pasted"]
    text: str = ""


class LinkGuide(Protocol):
    """How a front end takes a person through the Link page while the step waits."""

    def offer(self, offer: LinkOffer) -> None:
        """Show the URL, and open it where that is wanted."""

    def stage(self, stage: LinkStage) -> None:
        """Show how far the person has come."""

    def refused(self, why: Problem) -> None:
        """Say that what was pasted is not the answer to this link; the step goes on waiting."""

    def wish(self) -> LinkWish | None:
        """Give what the person asked for since the last look; never blocks."""


@dataclass(frozen=True, slots=True)
class LinkWishes:
    """How the link is to be made: not at all, and how long to wait for it, in seconds."""

    skip: bool = False
    timeout: float = 600.0


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the user decided about requests whose answer was lost, by kind of object."""

    adopt: Mapping[str, str] = field(default_factory=dict)
    create_another: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Context:
    """The world of a step. All callables are cheap to hold and do their work when called.

    ``unattended``: nobody can be asked on the way, so what a later step will want had better be
    there before anything is made.
    """

    home: Home
    api: Callable[[Draft], AnonApi]
    ledger: Callable[[Draft], Ledger]
    secrets: Callable[[Draft], SecretStore]
    sandbox: Callable[[], Running]
    saved: Callable[[str], Profile | None]
    guide: LinkGuide
    say: Callable[[str], None] = lambda _line: None
    cancelled: Callable[[], bool] = lambda: False
    now: Callable[[], float] = time.time
    link: LinkWishes = LinkWishes()
    decisions: Decisions = field(default_factory=Decisions)
    unattended: bool = False
