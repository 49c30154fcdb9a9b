"""Looking into the sandbox and steering it: health, objects, requests, faults, reset.

Must never: show a credential, a token or a password.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from wizard.model import ProblemError
from wizard.sandbox.endpoint import Call, Endpoint, found
from wizard.sandbox.records import clients, organizations, pools, seed, sessions
from wizard.sandbox.records.sessions import Wanted
from wizard.sandbox.refused import RefusedError
from wizard.sandbox.shapes import TEXT, record, text
from wizard.sandbox.store import meta

if TYPE_CHECKING:
    from wizard.sandbox.records.organizations import Organization


async def _health(call: Call) -> dict[str, Any]:
    world = call.world
    return {
        "state": meta(world.db, "instance"),
        "api": world.api_origin,
        "link": f"{world.link_origin}/link",
        "auth": world.auth,
        "faults": world.faults.specs(),
    }


async def _objects(call: Call) -> dict[str, Any]:
    known = organizations.everyone(call.world.db)
    if call.caller is not None:
        known = [one for one in known if one.id == call.caller.organization_id]
    return {"organizations": [_objects_of(call, one) for one in known]}


def _objects_of(call: Call, organization: Organization) -> dict[str, Any]:
    db, id_ = call.world.db, organization.id
    return {
        "id": id_,
        "name": organization.name,
        "environment": organization.environment,
        "userPools": [pool.as_json() for pool in pools.all_of(db, id_)],
        "sdkClients": [client.as_json() for client in clients.all_of(db, id_)],
        "sessions": [session.as_json() for session in sessions.find(db, Wanted(id_))],
    }


async def _requests(call: Call) -> list[Any]:
    return [asdict(one) for one in call.world.requests]


async def _switch_on(call: Call) -> dict[str, Any]:
    spec, argument = call.path["fault"], call.body.get("arg")
    try:
        call.world.faults.switch_on(f"{spec}={argument}" if argument else spec)
    except ProblemError as error:
        reason = error.problem
        raise RefusedError(422, f"{reason.symptom} {reason.cause}") from None
    return {"faults": call.world.faults.specs()}


async def _switch_off(call: Call) -> dict[str, Any]:
    off = call.world.faults.switch_off(call.path["fault"])
    found(off or None, "fault that is switched on")
    return {"faults": call.world.faults.specs()}


async def _reset(call: Call) -> dict[str, Any]:
    seed.clear(call.world.db)
    call.world.faults.clear()
    call.world.key_sets.forget()
    call.world.requests.clear()
    return {"reset": True}


async def _document(_call: Call) -> dict[str, Any]:
    from wizard.sandbox.endpoints import ENDPOINTS as EVERY
    from wizard.sandbox.openapi import document

    return document(EVERY)


_NOTHING_NEEDED: Final = record({})

ENDPOINTS: Final = (
    Endpoint("GET", "/_sandbox/health", "Which sandbox this is", "ours", _health, "none"),
    Endpoint(
        "GET",
        "/_sandbox/objects",
        "Every organization, pool, client and session; with a credential only one's own",
        "ours",
        _objects,
        credential="optional",
    ),
    Endpoint(
        "GET",
        "/_sandbox/requests",
        "The last thousand requests: method, path and status (0: never answered)",
        "ours",
        _requests,
        credential="none",
    ),
    Endpoint(
        "PUT",
        "/_sandbox/faults/{fault:path}",
        "Switch a fault on: NAME, NAME=ARG, or NAME and the body's arg",
        "ours",
        _switch_on,
        credential="creator",
        body=record({}, {"arg": text(TEXT)}),
        also=(404,),
    ),
    Endpoint(
        "DELETE",
        "/_sandbox/faults/{fault:path}",
        "Switch a fault off: NAME (all of it) or NAME=ARG",
        "ours",
        _switch_off,
        credential="creator",
        also=(404,),
    ),
    Endpoint(
        "POST",
        "/_sandbox/reset",
        "Forget all that was made; the two organizations and their credentials stay",
        "ours",
        _reset,
        credential="creator",
        body=_NOTHING_NEEDED,
    ),
    Endpoint("GET", "/_sandbox/openapi.json", "This document", "ours", _document, "none"),
)
