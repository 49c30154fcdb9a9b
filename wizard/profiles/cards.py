"""What is told of a profile in one row of a list: where it is, how it stands, how long ago.

Must never: show a secret, or fail for a profile that cannot be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.environments import known as environment_of
from wizard.model import ProblemError, Record
from wizard.profiles import proofs
from wizard.profiles.store import ProfileStore

if TYPE_CHECKING:
    from wizard.model import Profile
    from wizard.profiles.home import Home

_LINK: Final = {"active": "linked", "skipped": "link skipped", "unproven": "link not proven"}


class Card(Record):
    """One profile. ``profile`` None: it cannot be read, and ``told`` says why.

    ``place`` is its environment in words; ``told`` how it stands; ``proven_at`` in Unix seconds.
    """

    name: str
    place: str
    told: str
    prod: bool = False
    local: bool = False
    proven_at: int | None = None
    profile: Profile | None = None


def card(home: Home, name: str) -> Card:
    """Read one profile for a list."""
    try:
        profile = ProfileStore(home).load(name)
    except ProblemError as stopped:
        return Card(name, "unreadable", stopped.problem.symptom)
    known, place = proofs.read(home, name), environment_of(profile.environment)
    at = known.get("proven_at")
    return Card(
        name=name,
        place=place.label if place else profile.environment,
        told=_LINK.get(str(known.get("link")), "not linked"),
        prod=place is not None and place.prod,
        local=place is not None and place.local,
        proven_at=at if isinstance(at, int) and not isinstance(at, bool) else None,
        profile=profile,
    )


def matching(names: tuple[str, ...], words: str) -> tuple[str, ...]:
    """Give the names that hold every one of ``words``, in any case."""
    wanted = words.lower().split()
    return tuple(name for name in names if all(word in name.lower() for word in wanted))
