"""``GET /link/url``: a Link page for one user, one app and one redirect URL.

Must never: judge the token; the Link page's own call does, as the FAQ's CORS error shows.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from wizard.sandbox.endpoint import Call, Endpoint, found
from wizard.sandbox.endpoints.tokens import issue
from wizard.sandbox.integrations import INTEGRATIONS
from wizard.sandbox.key_sets import unverified_claims
from wizard.sandbox.known_faults import NO_CLIENT_ID
from wizard.sandbox.records import clients, integrations, links, pools
from wizard.sandbox.records.integrations import CustomIntegration
from wizard.sandbox.records.links import LinkRecord
from wizard.sandbox.refused import RefusedError
from wizard.sandbox.shapes import TEXT, Schema, record, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.sandbox.records.clients import ClientRecord

_APP: Final = text(64, pattern="^[A-Za-z0-9_-]+$")
_CUSTOM: Final = ("authUrl", "checkUrl", "displayName", "iconUrl")

QUERY: Final[Schema] = record(
    {"app": _APP, "redirectUrl": text(TEXT)},
    {
        "appUserId": text(),
        "appUserIdToken": text(16_384),
        "clientId": text(),
        "state": text(TEXT),
        "chromeExtensionId": text(),
        "companyName": text(),
        "companyLogoUrl": text(TEXT),
        **{name: text(TEXT) for name in _CUSTOM},
    },
)


async def _link_url(call: Call) -> dict[str, Any]:
    check(call.query)
    token, client_id = await _who(call)
    link = make(call, call.organization_id, token, client_id)
    return {"url": f"{call.world.link_origin}/link?id={links.add(call.world.db, link).id}"}


def check(query: Mapping[str, str]) -> None:
    """Refuse an app, a redirect URL or a state that cannot be used."""
    if query["app"] not in INTEGRATIONS and not query.get("displayName"):
        raise RefusedError(400, "bad_input: unknown app; a custom one needs displayName")
    if not may_redirect(query["redirectUrl"]):
        raise RefusedError(400, "bad_input: redirectUrl is neither http(s) nor an app's own scheme")
    try:
        json.loads(query.get("state") or "{}")
    except (ValueError, RecursionError):
        raise RefusedError(400, "bad_input: state is not JSON") from None


def may_redirect(url: str) -> bool:
    """Tell whether the Link page may go there; never to a scheme that runs or shows data."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if not url.isprintable() or url != url.strip():
        return False
    return bool(parts.hostname) if parts.scheme in {"http", "https"} else "." in parts.scheme


async def _who(call: Call) -> tuple[str, str]:
    """Give the user's token and the client's id, as they were given or as they follow."""
    token, client_id = call.query.get("appUserIdToken"), call.query.get("clientId")
    if token:
        client_id = client_id or str(unverified_claims(token).get("sdkClientId") or "")
        if not client_id:
            raise RefusedError(400, NO_CLIENT_ID)
        return token, client_id
    if not call.query.get("appUserId"):
        raise RefusedError(400, "bad_input: appUserId or appUserIdToken is needed")
    client = _hosted_client(call, client_id)
    pool = found(pools.owned(call.world.db, client.pool_id or "", call.organization_id), "UserPool")
    if pool.jwks_uri is not None:
        raise RefusedError(400, "bad_input: this UserPool has a JWKS: give an appUserIdToken")
    return await issue(call, pool, call.query["appUserId"]), client.id


def _hosted_client(call: Call, client_id: str | None) -> ClientRecord:
    if client_id:
        return found(clients.owned(call.world.db, client_id, call.organization_id), "SdkClient")
    client = clients.newest_of_hosted_pool(call.world.db, call.organization_id)
    return found(client, "SdkClient of an Anon-hosted UserPool")


def make(call: Call, organization_id: str, token: str, client_id: str) -> LinkRecord:
    """Give a new Link page for what the query asks; a custom integration is kept on the way."""
    query, db = call.query, call.world.db
    if query["app"] not in INTEGRATIONS:
        auth, check_url, name, icon = (query.get(member, "") for member in _CUSTOM)
        one = CustomIntegration(organization_id, query["app"], name, icon, auth, check_url)
        integrations.keep(db, one)
    return LinkRecord(
        id=links.new_id(),
        organization_id=organization_id,
        app=query["app"],
        app_user_id=query.get("appUserId") or _user_in(call, token, client_id),
        client_id=client_id,
        token=token,
        redirect_url=query["redirectUrl"],
        state=query.get("state") or "{}",
        company_name=query.get("companyName", ""),
        extension_id=query.get("chromeExtensionId", ""),
        stage="none",
        error_code="",
        reason="",
        made_at=int(time.time()),
    )


def _user_in(call: Call, token: str, client_id: str) -> str:
    """Give the user a token speaks of, unverified: it only names the link for the status query."""
    client = clients.get(call.world.db, client_id)
    pool = pools.get(call.world.db, client.pool_id or "") if client else None
    user = unverified_claims(token).get(pool.id_claim if pool else "sub")
    return user if isinstance(user, str) else ""


ENDPOINTS: Final = (
    Endpoint(
        "GET",
        "/link/url",
        "The URL of a Link page. A token of one's own issuer needs clientId beside it",
        "D",
        _link_url,
        credential="any",
        query=QUERY,
        answer=record({"url": text(TEXT)}),
        also=(404,),
    ),
)
