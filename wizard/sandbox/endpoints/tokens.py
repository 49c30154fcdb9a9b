"""``POST /org/appUserIdToken``: tokens that Anon issues, for hosted pools only."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from wizard.identity import tokens
from wizard.sandbox.choices import HOSTED_TOKEN_LIFE
from wizard.sandbox.endpoint import Call, Endpoint, found
from wizard.sandbox.records import clients, pools
from wizard.sandbox.refused import RefusedError
from wizard.sandbox.shapes import integer, record, text

if TYPE_CHECKING:
    from wizard.sandbox.records.pools import PoolRecord

_LATEST: Final = 2**53 - 1


async def issue(call: Call, pool: PoolRecord, user_id: str, expires_at: int | None = None) -> str:
    """Give an Anon-issued token; ``sdkClientId`` is in it where the pool has a client (D)."""
    now = int(time.time())
    client = clients.newest_of_pool(call.world.db, pool.id)
    claims = {"sdkClientId": client.id} if client else {}
    key = await call.world.anon.newest("RS256")
    life = expires_at - now if expires_at else HOSTED_TOKEN_LIFE
    token = tokens.mint(key, user_id=user_id, expires_in=life, claims=claims, now=now)
    return token.reveal()


async def _issue(call: Call) -> dict[str, Any]:
    pool = _pool(call)
    if pool.jwks_uri is not None:
        raise RefusedError(400, "this UserPool has a JWKS: its tokens come from your own issuer")
    token = await issue(call, pool, call.body["appUserId"], call.body.get("exp"))
    return {"appUserIdToken": token}


def _pool(call: Call) -> PoolRecord:
    if named := call.body.get("userPoolId"):
        return found(pools.owned(call.world.db, named, call.organization_id), "UserPool")
    if call.caller and call.caller.kind == "session-token":
        raise RefusedError(422, "missing field `userPoolId`")
    db, organization_id = call.world.db, call.organization_id
    client = clients.newest_of_hosted_pool(db, organization_id)  # it goes into the token (D)
    pool = pools.get(db, client.pool_id or "") if client else None
    return found(pool or pools.newest_hosted(db, organization_id), "UserPool")


ENDPOINTS: Final = (
    Endpoint(
        "POST",
        "/org/appUserIdToken",
        "Issue a token for a user of an Anon-hosted pool; exp is in Unix seconds",
        "D",
        _issue,
        credential="creator",
        body=record(
            {"appUserId": text()},
            {"userPoolId": text(), "exp": integer(1, _LATEST), "organizationId": text()},
        ),
        answer=record({"appUserIdToken": text(16_384)}),
        also=(404,),
    ),
)
