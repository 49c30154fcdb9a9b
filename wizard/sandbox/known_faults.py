"""Every way in which the sandbox fails on purpose: one value each, in ``FAULTS``.

Knows: the exact words of Anon's FAQ, and of the contract's table of errors.
Adding a fault is one entry.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from wizard.sandbox import choices
from wizard.sandbox.fault_acts import drop, drop_after, redirect, reply, reply_html
from wizard.sandbox.fault_rules import (
    Fault,
    answers,
    answers_at,
    at_path,
    by_name,
    late,
    transient,
    with_status,
)

POOL: Final = "/org/userPool"
INTEGRATION: Final = "/account/api/v1/appIntegration"
CDP: Final = "/account/api/v1/cdpUrl"
LINK_URL: Final = "/link/url"

FAQ_JWKS: Final = "error decoding response body: expected value at line 1 column 1"
FAQ_404: Final = "Error translating external user id: 404 - Not Found"
FAQ_500: Final = "Error translating external user id: 500 - Internal Server"
FAQ_TUNNEL: Final = "ERR_TUNNEL_CONNECTION_FAILED"
NO_CLIENT_ID: Final = "could not parse sdkClientId from AppUserIdToken"

_SIGN_IN = "https://login.invalid/"

_ALL: Final = (
    Fault(
        "unauthorized",
        "[PATH]",
        "FAQ, creating a UserPool: “Unauthorized” (PATH: at another call)",
        answers_at(POOL, choices.REFUSED_STATUS, "Unauthorized"),
    ),
    Fault(
        "upstream-error",
        "[PATH]",
        "FAQ, creating a UserPool: “Upstream error” (PATH: at another call)",
        answers_at(POOL, choices.REFUSED_STATUS, "Upstream error"),
    ),
    Fault(
        "jwks-unreadable",
        "",
        f"FAQ, creating a UserPool: “{FAQ_JWKS}”",
        answers("POST", POOL, choices.JWKS_STATUS, FAQ_JWKS),
    ),
    Fault(
        "cors",
        "",
        "FAQ, CORS issue: appIntegration answers 401 without CORS headers",
        answers("GET", INTEGRATION, 401, "Unauthorized"),
    ),
    Fault(
        "translate-404",
        "",
        f"FAQ, backend app: “{FAQ_404}”",
        answers("POST", CDP, choices.TRANSLATE_STATUS, FAQ_404),
    ),
    Fault(
        "translate-500",
        "",
        f"FAQ, backend app: “{FAQ_500}”",
        answers("POST", CDP, 500, FAQ_500),
    ),
    Fault(
        "tunnel",
        "",
        f"FAQ, backend app: “{FAQ_TUNNEL}”",
        answers("POST", CDP, 502, FAQ_TUNNEL),
    ),
    Fault(
        "amazon-auto-close",
        "",
        "FAQ, Amazon: the sign-in page opens and closes by itself, as with a saved session",
        by_name,
    ),
    Fault(
        "no-client-in-token",
        "",
        f"Contract, Errors: “{NO_CLIENT_ID}”",
        answers("GET", LINK_URL, 400, NO_CLIENT_ID),
    ),
    Fault(
        "link-url-500",
        "[COUNT]",
        "Contract, Endpoints: GET /link/url answers a transient 500 (COUNT: so many times)",
        transient("GET", LINK_URL, reply(500, "Internal Server Error")),
    ),
    Fault(
        "redirect-refused",
        "",
        "Inferred: a redirect URL that is not registered with the client is refused",
        answers("GET", LINK_URL, 400, "redirectUrl is not registered with this client"),
    ),
    Fault(
        "extension-not-detected",
        "",
        "Contract, Errors: the Link page does not find the Chrome extension",
        by_name,
    ),
    Fault(
        "bad-input",
        "",
        "Contract, Linking: the Link page comes back with error_code=bad_input",
        by_name,
    ),
    Fault(
        "bad-authorization",
        "",
        "Contract, Linking: the Link page comes back with error_code=bad_authorization",
        by_name,
    ),
    Fault(
        "anon-internal-error",
        "",
        "Contract, Linking: the Link page comes back with error_code=anon_internal_error",
        by_name,
    ),
    Fault(
        "session-not-found",
        "",
        "Contract, Endpoints: getSession fails with SessionNotFoundError",
        answers("GET", "/_sandbox/sessions/one", 404, "SessionNotFoundError"),
    ),
    Fault(
        "session-revoked",
        "",
        "Contract, Endpoints: getSessionStatus says revoked: the user must log in again",
        by_name,
    ),
    Fault(
        "lost-answer",
        "PATH",
        "Network: the request is carried out, then the connection drops",
        at_path(drop_after),
    ),
    Fault(
        "dropped",
        "PATH",
        "Network: the connection drops, and nothing is carried out",
        at_path(drop),
    ),
    Fault("delay", "SECONDS:PATH", "Network: the answer takes this long", late),
    Fault("status", "CODE:PATH", "Network: an answer with this status, 400 to 599", with_status),
    Fault(
        "html",
        "PATH",
        "Network: a login page where JSON is expected (a proxy, a key set behind a login)",
        at_path(reply_html()),
    ),
    Fault(
        "redirect",
        "PATH",
        "Network: a redirect to a sign-in page on another host",
        at_path(redirect(_SIGN_IN)),
    ),
)

FAULTS: Final = MappingProxyType({fault.name: fault for fault in _ALL})
