"""One key as a JWK: its members, its thumbprint, its algorithm.

Knows: RFC 7518 §6 (RSA, EC), RFC 8037 (Ed25519), RFC 7638 (thumbprint).
Must never: judge a stranger's key (that is ``key_rules``), or put a private member anywhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final, Literal, get_args

from cryptography.hazmat.primitives.asymmetric.ec import (
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from wizard.identity import base64url

Algorithm = Literal["RS256", "ES256", "EdDSA"]
"""The signature algorithms that we mint and accept. Anon documents RS256; the others are ours."""

ALGORITHMS: Final[tuple[Algorithm, ...]] = get_args(Algorithm)

PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey | Ed25519PrivateKey
PublicKey = RSAPublicKey | EllipticCurvePublicKey | Ed25519PublicKey
Jwk = Mapping[str, Any]

_THUMBPRINT_MEMBERS: Final = {
    "RSA": ("e", "kty", "n"),
    "EC": ("crv", "kty", "x", "y"),
    "OKP": ("crv", "kty", "x"),
}


def algorithm_of(key: PrivateKey | PublicKey) -> Algorithm:
    """Give the one algorithm of ours that a key of this family signs with."""
    if isinstance(key, (RSAPrivateKey, RSAPublicKey)):
        return "RS256"
    if isinstance(key, (EllipticCurvePrivateKey, EllipticCurvePublicKey)):
        return "ES256"
    return "EdDSA"


def public_members(key: PublicKey) -> dict[str, str]:
    """Give the members that make up a public key, and no other (RFC 7518 §6, RFC 8037 §2)."""
    if isinstance(key, RSAPublicKey):
        rsa = key.public_numbers()
        return {"kty": "RSA", "n": _unsigned(rsa.n), "e": _unsigned(rsa.e)}
    if isinstance(key, EllipticCurvePublicKey):
        point = key.public_numbers()
        x, y = (base64url.encode(number.to_bytes(32, "big")) for number in (point.x, point.y))
        return {"kty": "EC", "crv": "P-256", "x": x, "y": y}
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"kty": "OKP", "crv": "Ed25519", "x": base64url.encode(raw)}


def thumbprint(jwk: Jwk) -> str:
    """Give the SHA-256 thumbprint of an RSA, EC or OKP key (RFC 7638 §3, RFC 8037 §2).

    Raises ``KeyError`` where ``kty`` or one of the members that count is missing.
    """
    members = {name: jwk[name] for name in _THUMBPRINT_MEMBERS[jwk["kty"]]}
    canonical = json.dumps(members, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return base64url.encode(hashlib.sha256(canonical.encode("utf-8")).digest())


def _unsigned(number: int) -> str:
    """Base64urlUInt (RFC 7518 §2): big-endian, no leading zero."""
    return base64url.encode(number.to_bytes((number.bit_length() + 7) // 8, "big"))
