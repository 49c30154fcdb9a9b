"""Signing keys: made here, or read from PEM or JWK; and the public set to publish.

Knows: PKCS #8, #1 and SEC 1 by way of cryptography, JWK by way of PyJWT.
Must never: show a private part in a repr, a message or an error; parse the same key twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from jwt import PyJWTError
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from wizard.identity import strict_json
from wizard.identity.jwk import (
    ALGORITHMS,
    Algorithm,
    Jwk,
    PrivateKey,
    PublicKey,
    algorithm_of,
    public_members,
    thumbprint,
)
from wizard.model import ProblemError, Secret
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = [
    "ALGORITHMS",
    "Algorithm",
    "PublicKey",
    "SigningKey",
    "generate",
    "load_private",
    "public_set",
    "thumbprint",
]

RSA_BITS: Final = 2048
"""The size we make, and the least that RFC 7518 §3.3 allows."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key under its ``kid``, parsed once. Its repr shows nothing private."""

    kid: str
    algorithm: Algorithm
    private: PrivateKey = field(repr=False)

    def public_jwk(self) -> dict[str, str]:
        """Give the public half as a JWK with ``kid``, ``use`` and ``alg`` (RFC 7517 §4)."""
        numbers = public_members(self.private.public_key())
        return {**numbers, "kid": self.kid, "use": "sig", "alg": self.algorithm}

    def private_pem(self) -> Secret:
        """Give the private key as unencrypted PKCS #8 PEM (RFC 5958)."""
        pem = self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return Secret(pem.decode("ascii"))


_NEW: Final[Mapping[Algorithm, Callable[[], PrivateKey]]] = {
    "RS256": lambda: rsa.generate_private_key(65537, RSA_BITS),
    "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "EdDSA": Ed25519PrivateKey.generate,
}


def generate(algorithm: Algorithm = "RS256", kid: str | None = None) -> SigningKey:
    """Make a key. Without ``kid``, its name is its own thumbprint (RFC 7638).

    RSA takes 50 to 800 ms: never on an event loop.
    """
    return _under(kid, _NEW[algorithm]())


def public_set(keys: Iterable[SigningKey]) -> dict[str, Any]:
    """Give the document to publish: ``{"keys": […]}``, without any private member (RFC 7517 §5)."""
    return {"keys": [key.public_jwk() for key in keys]}


def load_private(text: Secret, kid: str | None = None) -> SigningKey:
    """Read a signing key from PEM (PKCS #8, PKCS #1, SEC 1), a JWK, or a set that holds it.

    Its name is ``kid``, or the JWK's own, or its thumbprint. Raises ``ProblemError``:
    ``signing_key.encrypted``, ``.public``, ``.unsupported``, ``.not_in_set`` or ``.unreadable``.
    """
    written = text.reveal().strip()
    if written.startswith("{"):
        jwk = _chosen(_json_object(written), kid)
        return _under(kid or _own_kid(jwk), _from_jwk(jwk))
    return _under(kid, _from_pem(written))


def _under(kid: str | None, private: PrivateKey) -> SigningKey:
    name = kid or thumbprint(public_members(private.public_key()))
    return SigningKey(name, algorithm_of(private), private)


# --- PEM ------------------------------------------------------------------------------------------


def _from_pem(written: str) -> PrivateKey:
    if "ENCRYPTED" in written:
        raise ProblemError(problem("signing_key.encrypted"))
    if "PRIVATE KEY-----" not in written:
        _refuse_what_is_no_private_key(written)
    # A PEM kept in an environment variable often has its line ends written as “\n”.
    lines = written if "\n" in written else written.replace("\\n", "\n")
    try:
        key = load_pem_private_key(lines.encode("utf-8", "replace"), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise _unreadable("The PEM block is damaged, or of a kind that is not known.") from None
    return _supported(key)


def _refuse_what_is_no_private_key(written: str) -> None:
    if "-----BEGIN " in written:
        raise ProblemError(problem("signing_key.public"))
    raise _unreadable("It is neither a PEM block (-----BEGIN PRIVATE KEY-----) nor a JWK.")


def _supported(key: object) -> PrivateKey:
    if isinstance(key, rsa.RSAPrivateKey) and RSA_BITS <= key.key_size <= 8192:
        return key
    if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1):
        return key
    if isinstance(key, Ed25519PrivateKey):
        return key
    raise ProblemError(problem("signing_key.unsupported", kind=_kind(key)))


def _kind(key: object) -> str:
    if isinstance(key, rsa.RSAPrivateKey):
        return f"RSA with {key.key_size} bits"
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return f"an elliptic curve key on {key.curve.name}"
    return "neither RSA nor an elliptic curve key on P-256 nor Ed25519"


# --- JWK ------------------------------------------------------------------------------------------

_FAMILIES: Final[Mapping[str, Any]] = {"RSA": RSAAlgorithm, "EC": ECAlgorithm, "OKP": OKPAlgorithm}


def _json_object(written: str) -> dict[str, Any]:
    try:
        document = strict_json.parse(written.encode("utf-8", "replace"))
    except strict_json.JsonError as error:
        raise _unreadable(f"It is not sound JSON ({error.fault}).") from None
    if not isinstance(document, dict):
        raise _unreadable("It is not a JSON object.")
    return document


def _chosen(document: Jwk, kid: str | None) -> Jwk:
    """Give the private key that a set holds under ``kid``, or its only one; a JWK is itself."""
    keys = document.get("keys")
    if not isinstance(keys, list):
        return document
    private = [key for key in keys if isinstance(key, dict) and "d" in key]
    fitting = private if kid is None else [key for key in private if key.get("kid") == kid]
    if len(fitting) != 1:
        raise ProblemError(problem("signing_key.not_in_set", count=len(private), kid=kid or "any"))
    return fitting[0]


def _own_kid(jwk: Jwk) -> str | None:
    kid = jwk.get("kid")
    return kid if isinstance(kid, str) else None


def _from_jwk(jwk: Jwk) -> PrivateKey:
    family = _FAMILIES.get(jwk["kty"]) if isinstance(jwk.get("kty"), str) else None
    if family is None:
        raise _unreadable("Its “kty” is none of RSA, EC and OKP.")
    if "d" not in jwk:
        raise ProblemError(problem("signing_key.public"))
    try:
        key = family.from_jwk(dict(jwk))
    except (PyJWTError, ValueError, TypeError, KeyError, OverflowError, UnsupportedAlgorithm):
        raise _unreadable("Its members do not make up a key.") from None
    private = _supported(key)
    if any(jwk.get(name) != value for name, value in _public_half(private).items()):
        raise _unreadable("Its public members are not those of its private part.")
    return private


def _public_half(private: PrivateKey) -> dict[str, str]:
    return public_members(private.public_key())


def _unreadable(reason: str) -> ProblemError:
    return ProblemError(problem("signing_key.unreadable", reason=reason))
