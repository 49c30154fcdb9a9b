"""Whether a signature fits: RS256, ES256 and EdDSA with cryptography's own means.

Knows: RFC 7518 §3.3 and §3.4, RFC 8037 §3.1. PyJWT would do the same, but brings an HTTP client
along, and half of what a command that judges one token waits for.
Must never: choose the algorithm by anything but the key, or raise where a signature does not fit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

if TYPE_CHECKING:
    from wizard.identity.jwk import PublicKey

_HALF: Final = 32  # bytes: R, and S after it (RFC 7518 §3.4)


def fits(key: PublicKey, signed: bytes, signature: bytes) -> bool:
    """Tell whether ``key`` made this signature of ``signed``."""
    try:
        if isinstance(key, RSAPublicKey):
            key.verify(signature, signed, PKCS1v15(), SHA256())
        elif isinstance(key, EllipticCurvePublicKey):
            key.verify(_der(signature), signed, ECDSA(SHA256()))
        else:
            key.verify(signature, signed)
    except InvalidSignature:
        return False
    return True


def _der(signature: bytes) -> bytes:
    r, s = (int.from_bytes(half, "big") for half in (signature[:_HALF], signature[_HALF:]))
    return encode_dss_signature(r, s)
