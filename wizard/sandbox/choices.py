"""What Anon's contract leaves open, and what the local sandbox does there.

Knows: every choice of ours, in one place; the README and the OpenAPI document quote it.
Must never: state something Anon documents (that stands where it is implemented).
"""

from __future__ import annotations

from typing import Final

REFUSED_STATUS: Final = 401
"""“Unauthorized” and “Upstream error” both come with 401: only their words are documented."""

READ_ONLY_STATUS: Final = 403
"""A credential that may look, but not create."""

JWKS_STATUS: Final = 400
"""A key set that cannot be used, when a UserPool is created."""

TRANSLATE_STATUS: Final = 404
"""“Error translating external user id: 404 - Not Found”."""

REVOKED_STATUS: Final = 409
"""``cdpUrl`` for a user whose session has ended."""

CLIENT_HEADER: Final = "x-anon-client-id"
"""How the Link page names its client to ``appIntegration``; the token is the bearer."""

LOGIN_LIFE: Final = 24 * 3600
"""Seconds that a session token of ``POST /org/login`` lives."""

HOSTED_TOKEN_LIFE: Final = 180 * 24 * 3600
"""Seconds in “6 months”, the documented default life of an Anon-issued token."""

SESSION_LIFE: Final = 30 * 24 * 3600
"""Seconds until a saved session is ``revoked``."""

LINK_LIFE: Final = 3600
"""Seconds in which a Link page may be finished."""

REFETCHES_A_MINUTE: Final = 2
"""How often a pool's key set is fetched again because of an unknown ``kid``."""

CHOICES: Final = (
    'Refusals are JSON, {"error": words}; malformed requests 400, wrong shapes 422.',
    (
        "A missing, unknown or expired credential is 401 “Unauthorized”, one of a kind that --auth "
        "shuts out is 401 “Upstream error” (calls under /_sandbox/ take both kinds); a ReadOnly "
        "credential that would create is 403."
    ),
    "A Member's role “Member” may look, not create. A service client's key may create.",
    "POST /org/organization and POST /org/login need no credential.",
    "An id of another organization is 404, as if it did not exist.",
    "A service client's secret is answered once, when it is made; later reads leave it out.",
    "kind may be left out of POST /org/sdkClient: that makes a service client.",
    "GET /link/url needs a credential, and does not judge the token: the Link page does.",
    "appUserId without a token works for Anon-hosted pools only.",
    (
        "Without clientId or userPoolId, an appUserId belongs to the organization's newest "
        "application client of a hosted pool."
    ),
    "redirectUrl is http, https, or an app's own scheme with a dot in it (RFC 8252, 7.1).",
    (
        "A client's redirectUrls are empty, and then any may be used; the fault redirect-refused "
        "plays a client that has its own."
    ),
    "Cancelling redirects with type=error and status=cancelled, and no error_code.",
    "The Link page names its client in the header x-anon-client-id.",
    "iss and aud of a token are ignored; RS256, ES256 and EdDSA are accepted.",
    (
        "A pool's key set is fetched when the pool is made, and again for a kid that it does not "
        "have, at most twice a minute. What the mock identity provider withdraws is gone at once."
    ),
    "A session belongs to one pool, app and user, and is revoked 30 days after the link.",
    "Of all apps only amazon closes its sign-in page by itself when a session is saved.",
)
"""The same for people, and what has no number; one sentence each."""
