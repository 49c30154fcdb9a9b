"""``/org/sdkClient``: application clients bound to a pool, service clients with a key."""

from __future__ import annotations

from typing import Any, Final

from wizard.sandbox.endpoint import Call, Endpoint, found
from wizard.sandbox.records import clients, organizations, pools
from wizard.sandbox.records.clients import ClientRecord
from wizard.sandbox.records.organizations import Caller
from wizard.sandbox.shapes import ANYTHING, TEXT, choice, one_of, record, text
from wizard.sandbox.store import transaction

_APPLICATION: Final = record({"application": record({"userPoolId": text()})})
_ANSWER: Final = record(
    {
        "id": text(),
        "name": text(),
        "description": text(TEXT, 0),
        "organizationId": text(),
        "auth": record({"type": choice("userPool", "apiKey")}),
    }
)


async def _create(call: Call) -> dict[str, Any]:
    organization_id = call.creating_for()
    client = ClientRecord(
        id=clients.new_id(),
        organization_id=organization_id,
        name=call.body["name"],
        description=call.body["description"],
        pool_id=_pool_id(call, organization_id),
    )
    if client.pool_id is not None:
        return clients.add(call.world.db, client).as_json()
    with transaction(call.world.db):
        clients.add(call.world.db, client)
        key = organizations.grant(call.world.db, Caller(organization_id, "Admin", "api-key"))
    return client.as_json(secret=key)


def _pool_id(call: Call, organization_id: str) -> str | None:
    kind: Any = call.body.get("kind") or "service"
    if kind == "service":
        return None
    pool = pools.owned(call.world.db, kind["application"]["userPoolId"], organization_id)
    return found(pool, "UserPool").id


async def _get(call: Call) -> dict[str, Any]:
    client = clients.owned(call.world.db, call.path["id"], call.organization_id)
    return found(client, "SdkClient").as_json()


ENDPOINTS: Final = (
    Endpoint(
        "POST",
        "/org/sdkClient",
        "Make an SdkClient: an application bound to a UserPool, or a service with an API key",
        "D",
        _create,
        credential="creator",
        body=record(
            {"name": text(), "description": text(TEXT, 0)},
            {
                "kind": one_of(choice("service"), _APPLICATION),
                "organizationId": text(),
                "oauthDisabled": ANYTHING,
            },
        ),
        answer=_ANSWER,
        also=(404,),
    ),
    Endpoint(
        "GET",
        "/org/sdkClient/{id}",
        "Read an SdkClient of one's own organization; a service client's secret is left out",
        "D",
        _get,
        answer=_ANSWER,
        also=(404,),
    ),
)
