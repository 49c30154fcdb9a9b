"""What a value is: told by its shape, and only where it has none by its name.

Knows: the shapes and names of the contract (“The credentials bundle”, variable names). A new kind
of value is one rule.
Must never: take a service client for a webapp client because a file is called so.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from wizard.model import Secret
from wizard.profiles.frameworks import variable_called
from wizard.profiles.shapes_of_secrets import API_KEY, JWT, NPM_TOKEN, PRIVATE_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.model import Value
    from wizard.profiles.bundle.entries import Entry

Kind = Literal[
    "environment",
    "api_key",
    "session_token",
    "organization",
    "pool_id",
    "jwks_url",
    "id_claim",
    "key_set",
    "signing_key",
    "webapp_id",
    "service_id",
    "service_key",
    "user",
    "user_token",
    "npm_token",
]

LABELS: Final[Mapping[Kind, str]] = {
    "environment": "Environment",
    "api_key": "API key",
    "session_token": "Session token (generation 1)",
    "organization": "Organization id",
    "pool_id": "UserPool id",
    "jwks_url": "JWKS URL",
    "id_claim": "Id claim",
    "key_set": "Example key set (public)",
    "signing_key": "Signing key of the example key set",
    "webapp_id": "Webapp client id",
    "service_id": "Service client id",
    "service_key": "Service client's key",
    "user": "Example appUserId",
    "user_token": "Example appUserIdToken",
    "npm_token": "NPM token",
}

_SECRET: Final = frozenset(
    {"api_key", "session_token", "signing_key", "service_key", "user_token", "npm_token"}
)


@dataclass(frozen=True, slots=True)
class Found:
    """One value: what it is, and where it stood. A secret's value is a ``Secret``."""

    kind: Kind
    value: Value = field(repr=False)
    where: str


def recognised(entry: Entry) -> tuple[Found, ...]:
    """Give what the entry holds; nothing where that can't be told."""
    for rule in (_document, _private_key, _token, _api_key, _npm_token, _url, _by_name):
        found = tuple(rule(entry))
        if found:
            return found
    return ()


def _found(kind: Kind, value: object, entry: Entry) -> Iterator[Found]:
    """Give a value of that kind, unless it is empty or no text."""
    if isinstance(value, str) and value.strip():
        text = value.strip()
        yield Found(kind, Secret(text) if kind in _SECRET else text, entry.where)


# --- by shape -------------------------------------------------------------------------------------


def _document(entry: Entry) -> Iterator[Found]:
    try:
        document = json.loads(entry.text)
    except (ValueError, RecursionError):
        return
    if isinstance(document, dict):
        for rule in (_client, _pool, _keys):
            yield from rule(document, entry)


def _client(document: Mapping[str, Any], entry: Entry) -> Iterator[Found]:
    auth = document.get("auth")
    if not isinstance(auth, dict):
        return
    if auth.get("type") == "userPool":
        yield from _found("webapp_id", document.get("id"), entry)
        yield from _found("pool_id", auth.get("userPoolId"), entry)
    elif auth.get("type") == "apiKey":
        yield from _found("service_id", document.get("id"), entry)
        yield from _found("service_key", auth.get("secret"), entry)
    yield from _found("organization", document.get("organizationId"), entry)


def _pool(document: Mapping[str, Any], entry: Entry) -> Iterator[Found]:
    authorization = document.get("authorization")
    if isinstance(authorization, dict) and "jwksUri" in authorization:
        yield from _found("pool_id", document.get("id"), entry)
        yield from _found("jwks_url", authorization.get("jwksUri"), entry)
        yield from _found("id_claim", authorization.get("idClaim"), entry)


def _keys(document: Mapping[str, Any], entry: Entry) -> Iterator[Found]:
    keys = document.get("keys", [document] if "kty" in document else None)
    if not isinstance(keys, list):
        return
    yield from _found("key_set", "yes", entry)
    if any(isinstance(key, dict) and "d" in key for key in keys):
        yield from _found("signing_key", entry.text, entry)


def _private_key(entry: Entry) -> Iterator[Found]:
    if PRIVATE_KEY.search(entry.text.replace("\\n", "\n")):
        yield from _found("signing_key", entry.text, entry)


def _token(entry: Entry) -> Iterator[Found]:
    if JWT.fullmatch(entry.text):
        session = "session" in entry.name.lower()
        yield from _found("session_token" if session else "user_token", entry.text, entry)


def _api_key(entry: Entry) -> Iterator[Found]:
    if API_KEY.fullmatch(entry.text):
        yield from _found("api_key", entry.text, entry)


def _npm_token(entry: Entry) -> Iterator[Found]:
    if NPM_TOKEN.fullmatch(entry.text):
        yield from _found("npm_token", entry.text, entry)


def _url(entry: Entry) -> Iterator[Found]:
    is_url = re.fullmatch(r"https?://\S+", entry.text) is not None
    if is_url and "jwks" in f"{entry.name} {entry.text}".lower():
        yield from _found("jwks_url", entry.text, entry)


# --- by name --------------------------------------------------------------------------------------

_NAMES: Final[Mapping[str, Kind]] = {
    "backend_api_key": "api_key",
    "api_key": "api_key",
    "session_token": "session_token",
    "npm_token": "npm_token",
    "app_user_id": "user",
    "sdkclient_id": "webapp_id",
    "sdk_client_id": "webapp_id",
    "client_id": "webapp_id",
    "user_pool_id": "pool_id",
    "org_id": "organization",
    "organization_id": "organization",
    "env": "environment",
}


def _by_name(entry: Entry) -> Iterator[Found]:
    """Go by the name, for a value of one visible line that has no shape of its own."""
    variable = variable_called(entry.name)
    name = variable.name if variable else entry.name
    bare = re.sub(r"\.(txt|json)$", "", name.lower().replace("-", "_").replace(" ", "_"))
    kind = _NAMES.get(bare.removeprefix("example_").removeprefix("anon_"))
    if kind and entry.text.isprintable() and not entry.text.startswith("{"):
        yield from _found(kind, entry.text, entry)
