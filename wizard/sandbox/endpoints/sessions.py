"""Sessions over HTTP: Anon has them as SDK methods only, so their paths here are ours.

``getSessionStatus``, ``getSession``, ``getSessions``, ``deleteSession`` (contract, Endpoints).
"""

from __future__ import annotations

from typing import Any, Final

from wizard.sandbox.endpoint import Call, Endpoint
from wizard.sandbox.records import links, sessions
from wizard.sandbox.records.sessions import Wanted
from wizard.sandbox.refused import RefusedError
from wizard.sandbox.shapes import choice, integer, record, text

_ONE: Final = record({"app": text(), "appUserId": text()})
_SOME: Final = record({}, {"app": text(), "appUserId": text()})
_TEN_YEARS: Final = 10 * 365 * 24 * 3600


def _wanted(call: Call) -> Wanted:
    given = {**call.query, **call.body}
    return Wanted(call.organization_id, given.get("app", ""), given.get("appUserId", ""))


async def _status(call: Call) -> dict[str, Any]:
    wanted = _wanted(call)
    status = sessions.status(call.world.db, wanted)
    if status == "active" and call.world.faults.has("session-revoked"):
        status = "revoked"
    where = (wanted.organization_id, wanted.app, wanted.app_user_id)
    return {"status": status, "stage": links.stage_of(call.world.db, *where)}


async def _one(call: Call) -> dict[str, Any]:
    known = sessions.find(call.world.db, _wanted(call))
    if not known:
        raise RefusedError(404, "SessionNotFoundError")
    return known[0].as_json()


async def _all(call: Call) -> list[Any]:
    return [session.as_json() for session in sessions.find(call.world.db, _wanted(call))]


async def _end(call: Call) -> dict[str, Any]:
    return {"changed": sessions.end_in(call.world.db, _wanted(call), call.body["expiresIn"])}


async def _delete(call: Call) -> dict[str, Any]:
    return {"deleted": sessions.delete(call.world.db, _wanted(call))}


ENDPOINTS: Final = (
    Endpoint(
        "GET",
        "/_sandbox/sessions/status",
        "getSessionStatus; stage tells how far the newest Link page of this user has come",
        "U",
        _status,
        query=_ONE,
        answer=record(
            {
                "status": choice("active", "revoked", "unknown"),
                "stage": choice(
                    "none", "opened", "extension", "login", "linked", "cancelled", "failed"
                ),
            }
        ),
    ),
    Endpoint("GET", "/_sandbox/sessions/one", "getSession", "U", _one, query=_ONE, also=(404,)),
    Endpoint("GET", "/_sandbox/sessions", "getSessions", "U", _all, query=_SOME),
    Endpoint(
        "PUT",
        "/_sandbox/sessions",
        "Let a session end in so many seconds; 0: it is revoked at once",
        "ours",
        _end,
        credential="creator",
        body=record({"app": text(), "appUserId": text(), "expiresIn": integer(0, _TEN_YEARS)}),
    ),
    Endpoint(
        "DELETE",
        "/_sandbox/sessions",
        "deleteSession; without app and appUserId, all of the organization",
        "U",
        _delete,
        credential="creator",
        query=_SOME,
    ),
)
