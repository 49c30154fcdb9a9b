"""What a profile knows to be on the server, or perhaps to be there: by id and kind.

Knows: that Anon documents neither list nor delete, so this list is all that anybody has.
Must never: ask the server, or leave out what is in doubt.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from wizard.profiles.journal import Journal

if TYPE_CHECKING:
    from wizard.model import ObjectKind, Profile
    from wizard.profiles.home import Home
    from wizard.profiles.journal import Entry

_DOUBTFUL: Final = frozenset({"pending", "unknown", "left over"})
_ABSENT: Final = frozenset({"refused", "gone"})


@dataclass(frozen=True, slots=True)
class Remote:
    """One object at Anon. ``doubtful``: its answer was lost, or nothing uses it.

    ``id`` may be empty where it is in doubt; ``at`` is when it was asked for (UTC, ISO 8601),
    empty for one that this profile took over and did not make.
    """

    kind: ObjectKind
    id: str
    name: str
    environment: str
    doubtful: bool = False
    at: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give it as data."""
        return {
            "kind": self.kind,
            "id": self.id or None,
            "name": self.name,
            "environment": self.environment,
            "doubtful": self.doubtful,
            "at": self.at or None,
        }


def known_remote(home: Home, name: str, profile: Profile | None) -> tuple[Remote, ...]:
    """Give what the profile's journal and the profile itself know, oldest first.

    Raises ``journal.corrupt`` and what reading raises.
    """
    entries = Journal(home.journal(name)).entries()
    journalled = tuple(_of(entry) for entry in entries if entry.state not in _ABSENT)
    ids = {each.id for each in journalled}
    held = _held(profile) if profile else ()
    return (*journalled, *(each for each in held if each.id not in ids))


def _of(entry: Entry) -> Remote:
    doubtful = entry.state in _DOUBTFUL
    return Remote(entry.kind, entry.id, entry.name, entry.environment, doubtful, entry.at)


def _held(profile: Profile) -> tuple[Remote, ...]:
    pools = (Remote("userPool", pool.id, pool.name, profile.environment) for pool in profile.pools)
    clients = (
        Remote(client.kind, client.id, client.name, profile.environment)
        for client in profile.clients
    )
    return (*pools, *clients)
