"""The Link page and its files.

Knows: which origin it belongs to, and what the page may load: nothing from elsewhere.
Must never: reflect a value of the URL into the page.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import Final
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from wizard import resources
from wizard.sandbox.endpoint import Call, Endpoint, found
from wizard.sandbox.endpoints import link
from wizard.sandbox.integrations import INTEGRATIONS
from wizard.sandbox.records import clients, links
from wizard.sandbox.refused import RefusedError
from wizard.sandbox.shapes import complaint, record, text

_FILES: Final = MappingProxyType(
    {"link.css": "text/css", "link.js": "text/javascript", "mark.svg": "image/svg+xml"}
)


async def _page(call: Call) -> Response:
    """Give the page. A URL without ``id`` is one made by hand, as generation 1 has them."""
    if call.headers.get("host", "").startswith("127."):
        target = f"{call.world.link_origin}/link?{urlencode(call.query)}"
        return RedirectResponse(target, 307, headers={"cache-control": "no-store"})
    if "id" not in call.query:
        return RedirectResponse(_by_hand(call), 303, headers={"cache-control": "no-store"})
    one = links.get(call.world.db, call.query["id"])
    if one and one.stage == "none":
        links.advance(call.world.db, one, "opened")
    return Response(_asset("link.html"), media_type="text/html", headers=_page_headers(call))


def _by_hand(call: Call) -> str:
    """Make a Link page from what a hand-made URL says, and give its address."""
    wrong = complaint(dict(call.query), link.QUERY)
    if wrong:
        raise RefusedError(400, f"bad_input: {wrong}")
    link.check(call.query)
    client = clients.get(call.world.db, call.query.get("clientId", ""))
    owner = client.organization_id if client else ""
    token, client_id = call.query.get("appUserIdToken", ""), call.query.get("clientId", "")
    made = links.add(call.world.db, link.make(call, owner, token, client_id))
    return f"{call.world.link_origin}/link?id={made.id}"


def _page_headers(call: Call) -> dict[str, str]:
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        f"connect-src 'self' {call.world.api_origin}; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
    return {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
    }


@cache
def _asset(name: str) -> str:
    return resources.read_text(f"link/{name}")


async def _file(call: Call) -> Response:
    name = call.path["name"]
    kind = found(_FILES.get(name), "file")
    headers = {"x-content-type-options": "nosniff", "cache-control": "no-cache"}
    return Response(_asset(name), media_type=kind, headers=headers)


async def _icon(call: Call) -> Response:
    """Draw a tile with the app's first letter: nobody's logo is copied."""
    app = found(INTEGRATIONS.get(call.path["app"]), "icon")
    svg = (
        _asset("icon.svg").replace("{colour}", app.colour).replace("{letter}", app.display_name[0])
    )
    headers = {"x-content-type-options": "nosniff", "cache-control": "max-age=3600"}
    return Response(svg, media_type="image/svg+xml", headers=headers)


ENDPOINTS: Final = (
    Endpoint(
        "GET",
        "/link",
        "The Link page: by id, or made by hand with the parameters of GET /link/url",
        "D",
        _page,
        credential="none",
        query=record({}, {"id": text()}),
        media="text/html",
        also=(303, 307),
    ),
    Endpoint(
        "GET",
        "/link/icons/{app}.svg",
        "An app's icon",
        "ours",
        _icon,
        credential="none",
        media="image/svg+xml",
        also=(404,),
    ),
    Endpoint(
        "GET",
        "/link/{name}",
        "The Link page's files",
        "ours",
        _file,
        credential="none",
        media="text/css",
        also=(404,),
    ),
)
