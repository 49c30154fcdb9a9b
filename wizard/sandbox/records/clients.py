"""SdkClients: an application is bound to one UserPool, a service has an API key."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class ClientRecord:
    """One SdkClient; with a pool it is an application ("webapp"), without one a service."""

    id: str
    organization_id: str
    name: str
    description: str
    pool_id: str | None

    def as_json(self, secret: str = "") -> dict[str, Any]:
        """Give the answer of ``/org/sdkClient``; ``secret`` only when the client has been made."""
        return {
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "organizationId": self.organization_id,
            "auth": self._auth(secret),
        }

    def _auth(self, secret: str) -> dict[str, Any]:
        if self.pool_id is None:
            return {"type": "apiKey", "secret": secret} if secret else {"type": "apiKey"}
        oauth: dict[str, Any] = {"logoUrl": None, "chromeExtensionId": None, "redirectUrls": []}
        return {"type": "userPool", "userPoolId": self.pool_id, "oauthConfig": oauth}


def add(db: Connection, client: ClientRecord) -> ClientRecord:
    """Keep a new client."""
    values = (client.id, client.organization_id, client.name, client.description, client.pool_id)
    db.execute("INSERT INTO client VALUES (?, ?, ?, ?, ?)", values)
    return client


def new_id() -> str:
    """Give an id nobody has."""
    return str(uuid.uuid4())


def get(db: Connection, id_: str) -> ClientRecord | None:
    """Find a client by id, whoever owns it."""
    row = db.execute("SELECT * FROM client WHERE id = ?", (id_,)).fetchone()
    return ClientRecord(*row) if row else None


def owned(db: Connection, id_: str, organization_id: str) -> ClientRecord | None:
    """Find a client of this organization."""
    client = get(db, id_)
    return client if client and client.organization_id == organization_id else None


def all_of(db: Connection, organization_id: str) -> list[ClientRecord]:
    """Give the clients of an organization, oldest first."""
    query = "SELECT * FROM client WHERE organization_id = ? ORDER BY rowid"
    return [ClientRecord(*row) for row in db.execute(query, (organization_id,))]


def newest_of_hosted_pool(db: Connection, organization_id: str) -> ClientRecord | None:
    """Give the newest application client whose pool is Anon-hosted."""
    row = db.execute(
        "SELECT client.* FROM client JOIN pool ON pool.id = client.pool_id "
        "WHERE client.organization_id = ? AND pool.jwks_uri IS NULL "
        "ORDER BY client.rowid DESC LIMIT 1",
        (organization_id,),
    ).fetchone()
    return ClientRecord(*row) if row else None


def newest_of_pool(db: Connection, pool_id: str) -> ClientRecord | None:
    """Give the newest application client of a pool."""
    query = "SELECT * FROM client WHERE pool_id = ? ORDER BY rowid DESC LIMIT 1"
    row = db.execute(query, (pool_id,)).fetchone()
    return ClientRecord(*row) if row else None
