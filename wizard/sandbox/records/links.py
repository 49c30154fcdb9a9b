"""Link pages that were asked for, and how far each has come (FAQ, Connection flow)."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlencode, urlsplit, urlunsplit

from wizard.sandbox.choices import LINK_LIFE

if TYPE_CHECKING:
    from sqlite3 import Connection

Stage = Literal["none", "opened", "extension", "login", "linked", "cancelled", "failed"]
FINAL: Final = frozenset({"linked", "cancelled", "failed"})
KEPT: Final = 1_000
"""So many link pages are remembered; the oldest go first."""


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """One Link page. ``stage`` ``none`` means nobody has opened it."""

    id: str
    organization_id: str
    app: str
    app_user_id: str
    client_id: str
    token: str
    redirect_url: str
    state: str
    company_name: str
    extension_id: str
    stage: Stage
    error_code: str
    reason: str
    made_at: int

    @property
    def expired(self) -> bool:
        """Whether it can no longer be finished."""
        return self.made_at + LINK_LIFE < time.time()

    def returning(self) -> str:
        """Give the URL to come back to, once the stage is final; empty if there is none.

        Both spellings: ``type`` as the docs say, ``status`` as Anon's examples read it.
        """
        if self.stage not in FINAL or not self.redirect_url:
            return ""
        kind = "success" if self.stage == "linked" else "error"
        answer = {"type": kind, "status": "cancelled" if self.stage == "cancelled" else kind}
        if self.error_code:
            answer["error_code"] = self.error_code
        return _with_query(self.redirect_url, answer | {"state": self.state})


def _with_query(url: str, answer: dict[str, str]) -> str:
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, urlencode(answer))))
    return urlunsplit(parts._replace(query=query))


def add(db: Connection, link: LinkRecord) -> LinkRecord:
    """Keep a new Link page, and forget the oldest beyond a thousand."""
    values = tuple(getattr(link, field.name) for field in fields(link))
    db.execute("INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
    db.execute("DELETE FROM link WHERE rowid <= (SELECT max(rowid) - ? FROM link)", (KEPT,))
    return link


def new_id() -> str:
    """Give an id that cannot be guessed: who knows it may finish the link."""
    return secrets.token_hex(16)


def get(db: Connection, id_: str) -> LinkRecord | None:
    """Find one by its id."""
    row = db.execute("SELECT * FROM link WHERE id = ?", (id_,)).fetchone()
    return LinkRecord(*row) if row else None


def advance(
    db: Connection, link: LinkRecord, stage: Stage, error_code: str = "", reason: str = ""
) -> LinkRecord:
    """Write how far a link has come, and give it as it now is."""
    db.execute(
        "UPDATE link SET stage = ?, error_code = ?, reason = ? WHERE id = ?",
        (stage, error_code, reason, link.id),
    )
    return replace(link, stage=stage, error_code=error_code, reason=reason)


def stage_of(db: Connection, organization_id: str, app: str, app_user_id: str) -> Stage:
    """Give how far the newest link of this user at this app has come."""
    row = db.execute(
        "SELECT stage FROM link WHERE organization_id = ? AND app = ? AND app_user_id = ? "
        "ORDER BY rowid DESC LIMIT 1",
        (organization_id, app, app_user_id),
    ).fetchone()
    return row[0] if row else "none"
