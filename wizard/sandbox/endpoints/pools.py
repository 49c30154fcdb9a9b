"""``/org/userPool``: making a pool downloads its key set, as Anon's servers do."""

from __future__ import annotations

from typing import Any, Final

from wizard.sandbox.endpoint import Call, Endpoint, found
from wizard.sandbox.records import pools
from wizard.sandbox.records.pools import PoolRecord
from wizard.sandbox.refused import RefusedError
from wizard.sandbox.shapes import TEXT, record, text

_AUTHORIZATION: Final = record({"jwksUri": text(TEXT)}, {"idClaim": text()})
_ANSWER: Final = record(
    {"id": text(), "name": text(), "description": text(TEXT, 0), "organizationId": text()},
    {"authorization": _AUTHORIZATION, "hosted": {"type": "boolean"}},
)


async def _create(call: Call) -> dict[str, Any]:
    organization_id = call.creating_for()
    authorization = call.body.get("authorization")
    if authorization is None and call.caller and call.caller.kind == "session-token":
        raise RefusedError(422, "missing field `authorization`")
    given = authorization or {}
    uri = given.get("jwksUri")
    pool = PoolRecord(
        id=pools.new_id(),
        organization_id=organization_id,
        name=call.body["name"],
        description=call.body["description"],
        jwks_uri=uri,
        id_claim=given.get("idClaim") or "sub",
        key_set=await call.world.key_sets.download(uri) if uri else None,
    )
    return pools.add(call.world.db, pool).as_json()


async def _get(call: Call) -> dict[str, Any]:
    pool = pools.owned(call.world.db, call.path["id"], call.organization_id)
    return found(pool, "UserPool").as_json()


ENDPOINTS: Final = (
    Endpoint(
        "POST",
        "/org/userPool",
        "Make a UserPool. With authorization its key set is downloaded now and must be sound; "
        "without, the pool is Anon-hosted (generation 2 only)",
        "D",
        _create,
        credential="creator",
        body=record(
            {"name": text(), "description": text(TEXT, 0)},
            {"authorization": _AUTHORIZATION, "organizationId": text()},
        ),
        answer=_ANSWER,
    ),
    Endpoint(
        "GET",
        "/org/userPool/{id}",
        "Read a UserPool of one's own organization",
        "D",
        _get,
        answer=_ANSWER,
        also=(404,),
    ),
)
