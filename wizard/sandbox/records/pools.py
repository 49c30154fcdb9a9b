"""UserPools: a group of end users and how their tokens are checked."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class PoolRecord:
    """One UserPool. Without ``jwks_uri`` it is Anon-hosted. ``key_set`` is the document fetched."""

    id: str
    organization_id: str
    name: str
    description: str
    jwks_uri: str | None
    id_claim: str
    key_set: str | None

    def as_json(self) -> dict[str, Any]:
        """Give the answer of ``/org/userPool`` (contract, Endpoints): both generations' members."""
        hosted = self.jwks_uri is None
        authorization = None if hosted else {"jwksUri": self.jwks_uri, "idClaim": self.id_claim}
        return {
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "authorization": authorization,
            "organizationId": self.organization_id,
            "hosted": hosted,
        }


def add(db: Connection, pool: PoolRecord) -> PoolRecord:
    """Keep a new pool."""
    values = (pool.id, pool.organization_id, pool.name, pool.description)
    rest = (pool.jwks_uri, pool.id_claim, pool.key_set)
    db.execute("INSERT INTO pool VALUES (?, ?, ?, ?, ?, ?, ?)", values + rest)
    return pool


def new_id() -> str:
    """Give an id nobody has."""
    return str(uuid.uuid4())


def get(db: Connection, id_: str) -> PoolRecord | None:
    """Find a pool by id, whoever owns it."""
    row = db.execute("SELECT * FROM pool WHERE id = ?", (id_,)).fetchone()
    return PoolRecord(*row) if row else None


def owned(db: Connection, id_: str, organization_id: str) -> PoolRecord | None:
    """Find a pool of this organization."""
    pool = get(db, id_)
    return pool if pool and pool.organization_id == organization_id else None


def all_of(db: Connection, organization_id: str) -> list[PoolRecord]:
    """Give the pools of an organization, oldest first."""
    query = "SELECT * FROM pool WHERE organization_id = ? ORDER BY rowid"
    return [PoolRecord(*row) for row in db.execute(query, (organization_id,))]


def keep_key_set(db: Connection, id_: str, document: str) -> None:
    """Replace the key set that was fetched for a pool."""
    db.execute("UPDATE pool SET key_set = ? WHERE id = ?", (document, id_))


def keep_key_set_at(db: Connection, jwks_uri: str, document: str) -> None:
    """Replace the key set of every pool that has it from one address."""
    db.execute("UPDATE pool SET key_set = ? WHERE jwks_uri = ?", (document, jwks_uri))


def move(db: Connection, before: str, now: str) -> None:
    """Take along what points at this sandbox itself, from one port to another (empty: none yet)."""
    if before in {"", now}:
        return
    for host in ("127.0.0.1", "localhost"):
        old, new = f"http://{host}:{before}/", f"http://{host}:{now}/"
        db.execute(
            "UPDATE pool SET jwks_uri = ? || substr(jwks_uri, ?) WHERE substr(jwks_uri, 1, ?) = ?",
            (new, len(old) + 1, len(old), old),
        )


def newest_hosted(db: Connection, organization_id: str) -> PoolRecord | None:
    """Give the organization's newest Anon-hosted pool."""
    row = db.execute(
        "SELECT * FROM pool WHERE organization_id = ? AND jwks_uri IS NULL "
        "ORDER BY rowid DESC LIMIT 1",
        (organization_id,),
    ).fetchone()
    return PoolRecord(*row) if row else None
