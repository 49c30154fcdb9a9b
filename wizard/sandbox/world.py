"""Everything one running sandbox is made of, handed to each endpoint.

Must never: be shared between threads; all of it lives on the server's event loop.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from wizard.sandbox.key_sets import KeySets
from wizard.sandbox.signing import SigningKeys

if TYPE_CHECKING:
    from sqlite3 import Connection

    from wizard.sandbox.faults import Faults

Auth = Literal["any", "session-token", "api-key"]
LOGGED = 1_000
"""So many requests are remembered for ``/_sandbox/requests``."""


@dataclass(frozen=True, slots=True)
class Logged:
    """One request that was answered. The path has no query: tokens travel there."""

    method: str
    path: str
    status: int


@dataclass(frozen=True, slots=True)
class World:
    """One sandbox. Origins have no slash at their end."""

    db: Connection
    port: int
    auth: Auth
    faults: Faults
    key_sets: KeySets
    idp: SigningKeys
    anon: SigningKeys
    requests: deque[Logged] = field(default_factory=lambda: deque(maxlen=LOGGED))

    @property
    def api_origin(self) -> str:
        """Where the API is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def link_origin(self) -> str:
        """Where the Link page is: another origin, so that a browser's CORS rules apply."""
        return f"http://localhost:{self.port}"


def make_world(db: Connection, port: int, auth: Auth, faults: Faults) -> World:
    """Put a sandbox together over an open store."""
    anon = SigningKeys(db, "anon")
    return World(db, port, auth, faults, KeySets(db, anon), SigningKeys(db, "idp"), anon)
