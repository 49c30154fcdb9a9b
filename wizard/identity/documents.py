"""What a document is that is not a key set: one small function a rule.

Knows: what people publish by mistake, and what each mistake is called.
Must never: put a private member's value anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wizard.identity.key_rules import publishes_no_secret
from wizard.identity.words import kind_of, listed
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from wizard.identity.strict_json import JsonError
    from wizard.model import Problem

LARGEST: Final = 256 * 1024
"""Bytes of a key set that are read (threats, Fetching a key set)."""

MOST_KEYS: Final = 100

_BOM: Final = b"\xef\xbb\xbf"


# --- before it is read as JSON -------------------------------------------------------------------


def too_large(raw: bytes) -> Problem | None:
    """Tell what is larger than any key set."""
    return problem("jwks.too_large", limit="256 KiB") if len(raw) > LARGEST else None


def empty(raw: bytes) -> Problem | None:
    """Tell nothing, or nothing but white space."""
    return problem("jwks.empty") if not raw.removeprefix(_BOM).strip() else None


def html(raw: bytes) -> Problem | None:
    """Tell a page: its first visible character opens a tag."""
    return problem("jwks.html") if _start(raw).startswith(b"<") else None


def pem(raw: bytes) -> Problem | None:
    """Tell PEM, perhaps of a private key, perhaps with text before it, as OpenSSL writes it."""
    if b"-----BEGIN " not in raw or _start(raw)[:1] in {b"{", b"[", b'"'}:
        return None
    return _private_pem() if b"PRIVATE KEY-----" in raw else problem("jwks.pem")


def _private_pem() -> Problem:
    return problem("jwks.private_key", key="a PEM block", members="“PRIVATE KEY”")


def _start(raw: bytes) -> bytes:
    return raw.removeprefix(_BOM).lstrip()


RAW_RULES: Final[tuple[Callable[[bytes], Problem | None], ...]] = (too_large, empty, html, pem)


def json_problem(error: JsonError) -> Problem:
    """Give the problem of a document that is no sound JSON."""
    return problem(f"jwks.{error.fault}", detail=error.detail)


# --- as JSON, but without a list of keys ---------------------------------------------------------


def bare_list(document: Any) -> Problem | None:
    """Tell keys without their object."""
    return problem("jwks.bare_list") if isinstance(document, list) else None


def not_object(document: Any) -> Problem | None:
    """Tell a text, a number, null."""
    if isinstance(document, dict):
        return None
    return problem("jwks.not_object", what=kind_of(document))


def keys_not_list(document: Mapping[str, Any]) -> Problem | None:
    """Tell a “keys” of another type."""
    if "keys" not in document:
        return None
    return problem("jwks.keys_not_list", what=kind_of(document["keys"]))


def single_jwk(document: Mapping[str, Any]) -> Problem | None:
    """Tell one key without its set."""
    return problem("jwks.single_jwk") if "kty" in document else None


def discovery(document: Mapping[str, Any]) -> Problem | None:
    """Tell the metadata of an OpenID provider or OAuth server, which points at the key set."""
    uri = document.get("jwks_uri")
    if isinstance(uri, str):
        return problem("jwks.discovery", jwks_uri=uri)
    if "issuer" in document and "authorization_endpoint" in document:
        return problem("jwks.discovery", jwks_uri="it should, but has no jwks_uri")
    return None


def x509_map(document: Mapping[str, Any]) -> Problem | None:
    """Tell certificates by key id, as Google and Firebase publish them."""
    values = list(document.values())
    certificates = [v for v in values if isinstance(v, str) and v.startswith("-----BEGIN ")]
    return problem("jwks.x509_map") if values and len(certificates) == len(values) else None


def no_keys_member(document: Mapping[str, Any]) -> Problem | None:
    """Tell any other object."""
    return problem("jwks.no_keys_member", names=listed(document))


SHAPE_RULES: Final[tuple[Callable[[Any], Problem | None], ...]] = (
    bare_list,
    not_object,
    keys_not_list,
    single_jwk,
    discovery,
    x509_map,
    no_keys_member,
)


def keys_in(document: Any) -> list[Any] | None:
    """Give the list of keys, where the document has the shape of a set."""
    keys = document.get("keys") if isinstance(document, dict) else None
    return keys if isinstance(keys, list) else None


def count_problem(keys: list[Any]) -> Problem | None:
    """Tell a set with no key at all, or with more than we read."""
    if not keys:
        return problem("jwks.no_keys")
    if len(keys) > MOST_KEYS:
        return problem("jwks.too_many_keys", count=len(keys), limit=MOST_KEYS)
    return None


def published_secret(document: Any) -> Problem | None:
    """Tell a private key that lies open anywhere in a document of the wrong shape."""
    if isinstance(document, str):
        return _private_pem() if "PRIVATE KEY-----" in document else None
    if isinstance(document, dict):
        finding = publishes_no_secret(document, "the one shown") if "kty" in document else None
        return finding.problem if finding else _first_secret(document.values())
    return _first_secret(document) if isinstance(document, list) else None


def _first_secret(values: Iterable[Any]) -> Problem | None:
    return next((found for each in values if (found := published_secret(each))), None)
