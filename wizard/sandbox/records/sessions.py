"""Sessions: the saved login of one app user at one third-party app."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from wizard.sandbox.choices import SESSION_LIFE

if TYPE_CHECKING:
    from sqlite3 import Connection

SessionStatus = Literal["active", "revoked", "unknown"]


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One saved login. Times are Unix seconds."""

    pool_id: str
    app: str
    app_user_id: str
    organization_id: str
    client_id: str
    linked_at: int
    expires_at: int

    @property
    def status(self) -> SessionStatus:
        """``active``, or ``revoked`` once it has ended (contract, getSessionStatus)."""
        return "active" if self.expires_at > time.time() else "revoked"

    def as_json(self) -> dict[str, Any]:
        """Give it as ``/_sandbox/sessions`` shows it."""
        return {
            "app": self.app,
            "appUserId": self.app_user_id,
            "userPoolId": self.pool_id,
            "clientId": self.client_id,
            "organizationId": self.organization_id,
            "status": self.status,
            "linkedAt": self.linked_at,
            "expiresAt": self.expires_at,
        }


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which sessions are meant: those of an organization, or of one app or user in it."""

    organization_id: str
    app: str = ""
    app_user_id: str = ""

    def values(self) -> tuple[str, str, str]:
        """Give the values of the conditions below, in their order."""
        return (self.organization_id, self.app, self.app_user_id)


def save(db: Connection, session: SessionRecord) -> None:
    """Save a login, in place of an older one of the same pool, app and user."""
    values = (session.pool_id, session.app, session.app_user_id, session.organization_id)
    rest = (session.client_id, session.linked_at, session.expires_at)
    db.execute("INSERT OR REPLACE INTO session VALUES (?, ?, ?, ?, ?, ?, ?)", values + rest)


def begun_now(pool_id: str, app: str, app_user_id: str, client: tuple[str, str]) -> SessionRecord:
    """Give a session that starts now; ``client`` is the client's id and its organization's."""
    now = int(time.time())
    client_id, organization_id = client
    return SessionRecord(
        pool_id, app, app_user_id, organization_id, client_id, now, now + SESSION_LIFE
    )


def find(db: Connection, wanted: Wanted) -> list[SessionRecord]:
    """Give the sessions that are meant, the newest first."""
    rows = db.execute(
        "SELECT * FROM session WHERE organization_id = ? "
        "AND ? IN ('', app) AND ? IN ('', app_user_id) ORDER BY linked_at DESC, rowid DESC",
        wanted.values(),
    )
    return [SessionRecord(*row) for row in rows]


def status(db: Connection, wanted: Wanted) -> SessionStatus:
    """Give what the newest of them is, ``unknown`` if there is none."""
    found = find(db, wanted)
    return found[0].status if found else "unknown"


def delete(db: Connection, wanted: Wanted) -> int:
    """Remove them, and tell how many there were."""
    return db.execute(
        "DELETE FROM session WHERE organization_id = ? "
        "AND ? IN ('', app) AND ? IN ('', app_user_id)",
        wanted.values(),
    ).rowcount


def end_in(db: Connection, wanted: Wanted, seconds: int) -> int:
    """Let them end in so many seconds (0: revoked at once), and tell how many there were."""
    return db.execute(
        "UPDATE session SET expires_at = ? WHERE organization_id = ? "
        "AND ? IN ('', app) AND ? IN ('', app_user_id)",
        (int(time.time()) + seconds, *wanted.values()),
    ).rowcount
