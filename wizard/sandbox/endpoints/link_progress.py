"""What the Link page needs to know, and how far the person has come.

Knows: the order of the stages. The page's script makes these calls, and so does ``walk``.
Must never: save a session that the judge has not allowed.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from wizard.model import ProblemError
from wizard.problems import problem
from wizard.sandbox.authorization import authorize
from wizard.sandbox.endpoint import Call, Endpoint, found
from wizard.sandbox.integrations import CLOSES_BY_ITSELF, INTEGRATIONS
from wizard.sandbox.records import integrations, links, sessions
from wizard.sandbox.records.links import FINAL, LinkRecord, Stage
from wizard.sandbox.records.sessions import Wanted
from wizard.sandbox.refused import RefusedError
from wizard.sandbox.shapes import choice, record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.sandbox.authorization import Authorized

_ERRORS: Final = ("bad_input", "bad_authorization", "anon_internal_error")
_NEXT: Final[Mapping[str, frozenset[Stage]]] = MappingProxyType(
    {
        "extension": frozenset({"opened", "extension", "login"}),
        "login": frozenset({"extension", "login"}),
        "finish": frozenset({"login"}),
    }
)
"""What may happen → the stages in which it may. Cancelling and failing may until the end."""


def _link(call: Call) -> LinkRecord:
    return found(links.get(call.world.db, call.path["id"]), "link")


async def _look(call: Call) -> dict[str, Any]:
    """Tell the page all it needs; who knows a link's id may see it."""
    one, world = _link(call), call.world
    return {
        "app": one.app,
        "displayName": _display_name(call, one),
        "companyName": one.company_name,
        "appUserId": one.app_user_id,
        "clientId": one.client_id,
        "appUserIdToken": one.token,
        "apiOrigin": world.api_origin,
        "chromeExtensionId": one.extension_id,
        "extensionDetected": not world.faults.has("extension-not-detected"),
        "closesByItself": _closes_by_itself(call, one),
        **_progress(one),
    }


def _progress(one: LinkRecord) -> dict[str, Any]:
    return {
        "stage": one.stage,
        "expired": one.expired,
        "errorCode": one.error_code,
        "reason": one.reason,
        "redirectUrl": one.returning(),
    }


def _display_name(call: Call, one: LinkRecord) -> str:
    if one.app in INTEGRATIONS:
        return INTEGRATIONS[one.app].display_name
    custom = integrations.get(call.world.db, one.organization_id, one.app)
    return custom.display_name if custom else one.app


def _closes_by_itself(call: Call, one: LinkRecord) -> bool:
    if one.app not in CLOSES_BY_ITSELF:
        return False
    wanted = Wanted(one.organization_id, one.app, one.app_user_id)
    saved = sessions.status(call.world.db, wanted) == "active"
    return saved or call.world.faults.has("amazon-auto-close")


async def _event(call: Call) -> dict[str, Any]:
    """Take note of what the person did on the page."""
    one, event = _link(call), call.body["event"]
    if one.stage in FINAL:
        return _progress(one)
    if one.expired:
        raise RefusedError(410, "this link has expired")
    if event == "cancel":
        return _progress(links.advance(call.world.db, one, "cancelled"))
    if event == "fail":
        return _progress(await _failed(call, one))
    if one.stage not in _NEXT[event]:
        raise RefusedError(409, f"{event} does not come after {one.stage}")
    if event == "finish":
        return _progress(await _finished(call, one))
    return _progress(links.advance(call.world.db, one, event))


async def _failed(call: Call, one: LinkRecord) -> LinkRecord:
    """End in failure; for the developer the reason of a refusal is found out, and shown."""
    code = call.body.get("errorCode") or "anon_internal_error"
    reason = await _refusal(call, one) if code == "bad_authorization" else ""
    return links.advance(call.world.db, one, "failed", code, reason)


async def _refusal(call: Call, one: LinkRecord) -> str:
    try:
        await _authorized(call, one)
    except ProblemError as error:
        return f"{error.problem.symptom} {error.problem.fix}"
    return ""


async def _authorized(call: Call, one: LinkRecord) -> Authorized:
    """Judge client and token; a client of another organization than the link's is none."""
    authorized = await authorize(call.world, one.client_id, one.token)
    if authorized.client.organization_id != one.organization_id:
        raise ProblemError(problem("sandbox.unknown_client", client=one.client_id))
    return authorized


async def _finished(call: Call, one: LinkRecord) -> LinkRecord:
    """Save the session, if no fault is on and the judge still lets the user in."""
    db = call.world.db
    for code in _ERRORS:
        if call.world.faults.has(code.replace("_", "-")):
            return links.advance(db, one, "failed", code)
    try:
        authorized = await _authorized(call, one)
    except ProblemError as error:
        reason = f"{error.problem.symptom} {error.problem.fix}"
        return links.advance(db, one, "failed", "bad_authorization", reason)
    now = links.get(db, one.id) or one  # the judge may have waited for a key set
    if now.stage in FINAL:
        return now
    client = (authorized.client.id, authorized.client.organization_id)
    begun = sessions.begun_now(authorized.pool.id, one.app, authorized.user_id, client)
    sessions.save(db, begun)
    return links.advance(db, one, "linked")


ENDPOINTS: Final = (
    Endpoint(
        "GET",
        "/_sandbox/link/{id}",
        "What the Link page shows; who knows the id may see it",
        "ours",
        _look,
        credential="none",
        also=(404,),
    ),
    Endpoint(
        "POST",
        "/_sandbox/link/{id}",
        "What the person did on the Link page: extension, login, finish, cancel, fail",
        "ours",
        _event,
        credential="none",
        body=record(
            {"event": choice("extension", "login", "finish", "cancel", "fail")},
            {"errorCode": choice(*_ERRORS)},
        ),
        also=(404, 409, 410),
    ),
)
