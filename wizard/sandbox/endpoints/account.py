"""``/account/api/v1``: what the Link page asks for, and what a back end gets."""

from __future__ import annotations

import secrets
from typing import Any, Final

from starlette.responses import JSONResponse, Response

from wizard.model import ProblemError
from wizard.sandbox.authorization import authorize
from wizard.sandbox.choices import CLIENT_HEADER, REVOKED_STATUS, TRANSLATE_STATUS
from wizard.sandbox.endpoint import Call, Endpoint, found
from wizard.sandbox.integrations import INTEGRATIONS
from wizard.sandbox.known_faults import CDP, FAQ_404, INTEGRATION
from wizard.sandbox.records import integrations, sessions
from wizard.sandbox.records.sessions import Wanted
from wizard.sandbox.refused import RefusedError
from wizard.sandbox.shapes import ANYTHING, TEXT, listing, record, text


async def _preflight(call: Call) -> Response:
    """Answer a preflight: it carries no token, so there is nothing to refuse (contract)."""
    headers = {
        **_cors(call),
        "access-control-allow-methods": "GET",
        "access-control-allow-headers": f"authorization, {CLIENT_HEADER}",
        "access-control-max-age": "600",
    }
    return Response(status_code=204, headers=headers)


def _cors(call: Call) -> dict[str, str]:
    """Let the Link page's origin read the answer, and no other."""
    if call.headers.get("origin") != call.world.link_origin:
        return {"vary": "origin"}
    return {"vary": "origin", "access-control-allow-origin": call.world.link_origin}


async def _integration(call: Call) -> Response:
    """Name the app. The 401 has no CORS headers, which a browser reports as a CORS error (FAQ)."""
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    client_id = call.headers.get(CLIENT_HEADER, "")
    if scheme.lower() != "bearer":
        raise RefusedError(401, "Unauthorized")
    try:
        authorized = await authorize(call.world, client_id, token.strip())
    except ProblemError:
        raise RefusedError(401, "Unauthorized") from None
    document = _named(call, authorized.client.organization_id)
    return JSONResponse(document, headers=_cors(call))


def _named(call: Call, organization_id: str) -> dict[str, Any]:
    app = call.query["id"]
    if app in INTEGRATIONS:
        return INTEGRATIONS[app].as_json(call.world.link_origin)
    custom = integrations.get(call.world.db, organization_id, app)
    return found(custom, "app integration").as_json()


async def _cdp_url(call: Call) -> dict[str, Any]:
    """Give a browser to drive. The address is made up: the sandbox has no browsers."""
    for app in call.body["apps"]:
        wanted = Wanted(call.organization_id, app, call.body["appUserId"])
        status = sessions.status(call.world.db, wanted)
        if status == "unknown":
            raise RefusedError(TRANSLATE_STATUS, FAQ_404)
        if status == "revoked" or call.world.faults.has("session-revoked"):
            raise RefusedError(REVOKED_STATUS, f"the session at {app} is revoked: log in again")
    name = secrets.token_hex(8)
    return {
        "cdpUrl": f"ws://127.0.0.1:{call.world.port}/_sandbox/no-browser/{name}",
        "liveStreamingUrl": f"{call.world.link_origin}/_sandbox/no-browser/{name}",
    }


ENDPOINTS: Final = (
    Endpoint("OPTIONS", INTEGRATION, "Preflight of the Link page", "I", _preflight, "none"),
    Endpoint(
        "GET",
        INTEGRATION,
        "Name an app. Authorization carries the app user's token, x-anon-client-id the client",
        "I",
        _integration,
        credential="none",
        query=record({"id": text()}),
        answer=record({"id": text(), "displayName": text(TEXT), "iconUrl": text(TEXT, 0)}),
        also=(401, 404),
    ),
    Endpoint(
        "POST",
        CDP,
        "A browser with the user's sessions. Simulated: the answered addresses lead nowhere",
        "I",
        _cdp_url,
        body=record({"apps": listing(text()), "appUserId": text()}, {"proxy": ANYTHING}),
        answer=record({"cdpUrl": text(TEXT), "liveStreamingUrl": text(TEXT)}),
        also=(404, 409),
    ),
)
