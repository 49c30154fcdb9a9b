"""The members that both JWK and JOSE header register, and what their values must look like.

None of them is used here, and nothing that they name is ever fetched; a value of the wrong type
only shows that the document is not what it says it is. Source: RFC 7515 §4.1, RFC 7517 §4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _url(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("https://", "http://"))


def _object(value: Any) -> bool:
    return isinstance(value, dict)


_X509: Final[Mapping[str, Callable[[Any], bool]]] = {
    "x5u": _url,
    "x5c": _texts,
    "x5t": _text,
    "x5t#S256": _text,
}
_HEADER: Final = {**_X509, "jku": _url, "jwk": _object, "typ": _text, "cty": _text}


def malformed_in_header(header: Mapping[str, Any]) -> str | None:
    """Give the first registered header parameter whose value is of the wrong type."""
    return _malformed(header, _HEADER)


def malformed_in_key(jwk: Mapping[str, Any]) -> str | None:
    """Give the first X.509 member of a key whose value is of the wrong type."""
    return _malformed(jwk, _X509)


def _malformed(
    members: Mapping[str, Any], registry: Mapping[str, Callable[[Any], bool]]
) -> str | None:
    for name, fits in registry.items():
        if name in members and not fits(members[name]):
            return name
    return None
