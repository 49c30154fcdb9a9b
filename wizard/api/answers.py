"""What the API answers, read strictly (contract, Endpoints).

Knows: the shape of each answer, and what can be an id.
Must never: guess a member that is missing, or keep a secret where it can be printed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wizard.model import Secret
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.model import ClientKind


class ShapeError(Exception):
    """An answer lacks what the contract promises; the text says what, in printable words."""


@dataclass(frozen=True, slots=True)
class UserPoolAnswer:
    """A UserPool. ``jwks_uri`` is empty where Anon hosts it; ``id_claim`` is “sub” by default."""

    id: str
    name: str
    description: str
    jwks_uri: str
    id_claim: str
    organization_id: str
    hosted: bool


@dataclass(frozen=True, slots=True)
class SdkClientAnswer:
    """An SdkClient. A service client has no ``pool_id``, and its ``secret`` only when created.

    ``redirect_urls`` are those that Anon says are registered; empty where it says nothing.
    """

    id: str
    name: str
    description: str
    kind: ClientKind
    pool_id: str
    secret: Secret | None
    organization_id: str
    redirect_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberAnswer:
    """A person in an organization; ``role`` is Admin, ReadOnly or Member."""

    id: str
    name: str
    email: str
    organization_id: str
    role: str


@dataclass(frozen=True, slots=True)
class OrganizationAnswer:
    """A customer's company."""

    id: str
    name: str
    members: tuple[MemberAnswer, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class AppIntegrationAnswer:
    """What the Link page is told about an app (inferred)."""

    id: str
    display_name: str
    icon_url: str


def is_id(value: object) -> bool:
    """Tell whether this can be an id: 1 to 128 visible characters without space, ``/ ? #``."""
    if not isinstance(value, str) or not 1 <= len(value) <= 128:
        return False
    # "." and ".." would walk up the path they are put into.
    return value == printable(value) and not set(value) & set(" /?#") and value not in {".", ".."}


def read_user_pool(document: Any) -> UserPoolAnswer:
    """Read a UserPool; raises ``ShapeError``."""
    authorization = document.get("authorization") or {} if isinstance(document, dict) else {}
    return UserPoolAnswer(
        id=_id(document, "id"),
        name=_text(document, "name"),
        description=_text(document, "description", optional=True),
        jwks_uri=_text(authorization, "jwksUri", optional=True),
        id_claim=_text(authorization, "idClaim", optional=True) or "sub",
        organization_id=_text(document, "organizationId", optional=True),
        hosted=document.get("hosted") is True,
    )


def read_sdk_client(document: Any) -> SdkClientAnswer:
    """Read an SdkClient, told apart by ``auth.type``; raises ``ShapeError``."""
    auth = _member(document, "auth")
    kind, pool_id, secret = _read_auth(auth)
    return SdkClientAnswer(
        id=_id(document, "id"),
        name=_text(document, "name"),
        description=_text(document, "description", optional=True),
        kind=kind,
        pool_id=pool_id,
        secret=secret,
        organization_id=_text(document, "organizationId", optional=True),
        redirect_urls=_redirect_urls(auth),
    )


def _redirect_urls(auth: Any) -> tuple[str, ...]:
    """Read the URLs as far as they are there; nothing depends on them (contract, Endpoints)."""
    config = auth.get("oauthConfig")
    urls = config.get("redirectUrls") if isinstance(config, dict) else None
    return tuple(url for url in urls if isinstance(url, str)) if isinstance(urls, list) else ()


def _read_auth(auth: Any) -> tuple[ClientKind, str, Secret | None]:
    kind = _text(auth, "type")
    if kind == "userPool":
        return "webapp", _id(auth, "userPoolId"), None
    if kind == "apiKey":
        return "service", "", _secret(auth)
    raise ShapeError(f"its auth.type is “{printable(kind, 80)}”, neither userPool nor apiKey")


def _secret(auth: Any) -> Secret | None:
    value = _text(auth, "secret", optional=True)
    if not (value.isascii() and value.isprintable()) or " " in value:
        raise ShapeError("its auth.secret cannot be a key")
    return Secret(value) if value else None


def read_member(document: Any) -> MemberAnswer:
    """Read a Member; raises ``ShapeError``. In an organization's list some members are left out."""
    return MemberAnswer(
        id=_id(document, "id"),
        name=_text(document, "name"),
        email=_text(document, "email"),
        organization_id=_text(document, "organizationId", optional=True),
        role=_text(document, "role", optional=True),
    )


def read_organization(document: Any) -> OrganizationAnswer:
    """Read an organization; raises ``ShapeError``."""
    members = _member(document, "members")
    if not isinstance(members, list):
        raise ShapeError("its “members” is not a list")
    return OrganizationAnswer(
        id=_id(document, "id"),
        name=_text(document, "name"),
        members=tuple(read_member(member) for member in members),
    )


def read_app_integration(document: Any) -> AppIntegrationAnswer:
    """Read an app integration; raises ``ShapeError``."""
    return AppIntegrationAnswer(
        id=_id(document, "id"),
        display_name=_text(document, "displayName", optional=True),
        icon_url=_text(document, "iconUrl", optional=True),
    )


def read_token(document: Any, name: str) -> Secret:
    """Read the token in the member ``name``; raises ``ShapeError``, which does not hold it."""
    value = _text(document, name)
    if not (value.isascii() and value.isprintable()) or " " in value or len(value) > 16_384:
        raise ShapeError(f"its “{name}” cannot be a token")
    return Secret(value)


def read_url(document: Any) -> str:
    """Read ``url``, which must be a plain http(s) address; raises ``ShapeError``."""
    value = _text(document, "url")
    plain = value.isascii() and value.isprintable() and " " not in value and len(value) <= 32_768
    if not plain or not value.startswith(("https://", "http://")):
        raise ShapeError("its “url” is not an address")
    return value


def _member(document: Any, name: str) -> Any:
    if not isinstance(document, dict):
        raise ShapeError("a JSON object was expected")
    if document.get(name) is None:
        raise ShapeError(f"“{name}” is missing")
    return document[name]


def _text(document: Any, name: str, *, optional: bool = False) -> str:
    if optional and isinstance(document, dict) and document.get(name) is None:
        return ""
    value = _member(document, name)
    if not isinstance(value, str) or (not value and not optional):
        raise ShapeError(f"“{name}” is not a text")
    return value


def _id(document: Any, name: str) -> str:
    value = _text(document, name)
    if not is_id(value):
        raise ShapeError(f"“{name}” cannot be an id: {printable(value, 80)}")
    return value
