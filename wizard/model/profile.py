"""What a saved profile holds.

Knows: pools and clients by their ids.
Must never: hold a secret.
"""

from __future__ import annotations

from typing import Final, Literal, Self

from wizard.model import Record

ClientKind = Literal["webapp", "service"]
JwksSource = Literal["mock", "url", "hosted"]


class Pool(Record):
    """A UserPool: a group of end users, and how Anon checks their tokens."""

    id: str
    name: str
    source: JwksSource
    jwks_uri: str = ""
    id_claim: str = "sub"

    def moved(self, before: str, now: str) -> Self:
        """Give the pool after its Anon went from one base URL to another, its key set with it."""
        served_there = self.jwks_uri.startswith(f"{before}/")
        return self._replace(jwks_uri=now + self.jwks_uri[len(before) :]) if served_there else self


class Client(Record):
    """An SdkClient. A webapp client is bound to one pool; a service client has a key of its own."""

    id: str
    name: str
    kind: ClientKind
    pool_id: str = ""


class Profile(Record):
    """A saved configuration: ids and addresses, no secrets.

    ``pools`` and ``clients`` list all that this profile knows; one pool, one webapp and one service
    client are selected by id.
    """

    name: str
    environment: str
    base_url: str
    generation: Literal[1, 2] = 2
    organization_id: str = ""
    secret_store: str = ""
    pools: tuple[Pool, ...] = ()
    clients: tuple[Client, ...] = ()
    pool_id: str = ""
    webapp_id: str = ""
    service_id: str = ""
    user_id: str = ""
    app: str = ""

    def moved(self, base_url: str) -> Self:
        """Give the profile with its Anon at ``base_url``: a local sandbox may change its port."""
        pools = tuple(pool.moved(self.base_url, base_url) for pool in self.pools)
        return self._replace(base_url=base_url, pools=pools)

    def pool(self) -> Pool | None:
        """Give the selected pool."""
        return next((pool for pool in self.pools if pool.id == self.pool_id), None)

    def client(self, kind: ClientKind) -> Client | None:
        """Give the selected client of that kind."""
        wanted = self.webapp_id if kind == "webapp" else self.service_id
        return next((client for client in self.clients if client.id == wanted), None)


APPS: Final = {
    "instagram": "Instagram",
    "amazon": "Amazon",
    "delta": "Delta",
    "facebook": "Facebook",
    "github": "GitHub",
    "instacart": "Instacart",
    "linkedin": "LinkedIn",
    "opentable": "OpenTable",
    "resy": "Resy",
    "twitter": "Twitter",
    "uber": "Uber",
    "united_airlines": "United Airlines",
}
"""App ids that Anon's documentation and examples name (contract, Linking), and their names."""


def app_name(app: str) -> str:
    """Give an app's name; of one that is not documented there is only its id."""
    return APPS.get(app, app)
