"""Whether a client and an app user's token go together: what stands behind the FAQ's CORS error.

Knows: the reasons, one problem each; the token itself is judged by ``wizard.identity.judge``.
Must never: tell a browser more than “Unauthorized”; the reason goes to the developer's page only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.model import ProblemError
from wizard.problems import problem
from wizard.sandbox.records import clients, pools

if TYPE_CHECKING:
    from wizard.sandbox.records.clients import ClientRecord
    from wizard.sandbox.records.pools import PoolRecord
    from wizard.sandbox.world import World


@dataclass(frozen=True, slots=True)
class Authorized:
    """A user whose token was accepted, and the client it came by."""

    client: ClientRecord
    pool: PoolRecord
    user_id: str


async def authorize(world: World, client_id: str, token: str) -> Authorized:
    """Judge a token by the pool of a client. Raises ``ProblemError`` with the first reason."""
    client = clients.get(world.db, client_id)
    if client is None:
        raise ProblemError(problem("sandbox.unknown_client", client=client_id or "(none)"))
    pool = pools.get(world.db, client.pool_id or "")
    if pool is None:
        wanted = {"id": client.id, "actual": "service", "wanted": "webapp"}
        raise ProblemError(problem("client.wrong_kind", **wanted))
    user_id = await world.key_sets.judge(pool, token)
    return Authorized(client, pool, user_id)
