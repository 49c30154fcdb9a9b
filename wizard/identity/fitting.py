"""Which algorithm a key of which family and curve is used with: a table, no logic.

Source: RFC 7518 §3.1 and §4.1, RFC 8037 §3, RFC 8812 §3, RFC 9864 §2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.identity.jwk import Algorithm

Family = tuple[str, str]
"""``kty`` and ``crv``; RSA has the curve ``""``."""

_AGREEMENT: Final = frozenset({"ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A192KW", "ECDH-ES+A256KW"})

OURS: Final[Mapping[Family, Algorithm]] = {
    ("RSA", ""): "RS256",
    ("EC", "P-256"): "ES256",
    ("OKP", "Ed25519"): "EdDSA",
}
"""The families whose keys verify tokens here, and with what."""

OTHERS: Final[Mapping[Family, frozenset[str]]] = {
    ("RSA", ""): frozenset(
        {"RS384", "RS512", "PS256", "PS384", "PS512", "RSA1_5"}
        | {"RSA-OAEP", "RSA-OAEP-256", "RSA-OAEP-384", "RSA-OAEP-512"}
    ),
    ("EC", "P-256"): _AGREEMENT | {"ESP256"},
    ("EC", "P-384"): _AGREEMENT | {"ES384", "ESP384"},
    ("EC", "P-521"): _AGREEMENT | {"ES512", "ESP512"},
    ("EC", "secp256k1"): _AGREEMENT | {"ES256K"},
    ("OKP", "Ed25519"): frozenset({"Ed25519"}),
    ("OKP", "Ed448"): frozenset({"EdDSA", "Ed448"}),
    ("OKP", "X25519"): _AGREEMENT,
    ("OKP", "X448"): _AGREEMENT,
}
"""Registered uses of a family that are not ours: nothing is wrong with them."""

MATERIAL: Final[Mapping[str, tuple[str, ...]]] = {
    "RSA": ("n", "e"),
    "EC": ("x", "y"),
    "OKP": ("x",),
}
"""The members that hold a public key's numbers (RFC 7518 §6.2, §6.3, RFC 8037 §2)."""

PRIVATE: Final = ("d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv")
"""The members that hold what must stay secret (RFC 7518 §6.2.2, §6.3.2, §6.4, RFC 9964)."""
