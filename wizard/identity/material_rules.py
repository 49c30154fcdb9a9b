"""What is wrong with the numbers of a key: one small function a rule, in order by family.

These rules run after those of ``key_rules``: family and curve are known to be ours.
Must never: look at a private member.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Final

from wizard.identity import base64url, points
from wizard.identity.findings import broken, noted
from wizard.identity.fitting import MATERIAL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.identity.findings import Finding
    from wizard.identity.jwk import Jwk

    Rule = Callable[[Jwk, str], Finding | None]

_SMALLEST_RSA: Final = 2048
_LARGEST_RSA: Final = 8192
_COORDINATE: Final = 32
_USUAL_EXPONENT: Final = 65537
_LARGEST_EXPONENT: Final = 2**33 - 1  # what verifiers in Rust and Go take at most


def has_its_members(jwk: Jwk, key: str) -> Finding | None:
    """Demand all members of the public key, as texts (RFC 7518 §6.2.1, §6.3.1, RFC 8037 §2)."""
    for member in MATERIAL[jwk["kty"]]:
        if not isinstance(jwk.get(member), str):
            return broken("jwks.missing_member", key=key, member=member)
    return None


def is_base64url(jwk: Jwk, key: str) -> Finding | None:
    """Demand base64url without padding (RFC 7515 §2, RFC 7518 §2)."""
    for member in MATERIAL[jwk["kty"]]:
        try:
            base64url.decode(jwk[member])
        except base64url.Base64Error as error:
            return broken("jwks.base64", key=key, member=member, reason=error)
    return None


def is_large_enough(jwk: Jwk, key: str) -> Finding | None:
    """Demand 2048 bits or more (RFC 7518 §3.3), and few enough to verify with."""
    bits = _number(jwk, "n").bit_length()
    if bits < _SMALLEST_RSA:
        return broken("jwks.rsa_too_small", key=key, bits=bits)
    return broken("jwks.rsa_too_large", key=key, bits=bits) if bits > _LARGEST_RSA else None


def has_a_sound_modulus(jwk: Jwk, key: str) -> Finding | None:
    """Refuse what can't be a product of two large primes (RFC 8017 §3.1), or is known weak."""
    reason = _modulus_fault(_number(jwk, "n"))
    return broken("jwks.rsa_modulus", key=key, reason=reason) if reason else None


def has_a_sound_exponent(jwk: Jwk, key: str) -> Finding | None:
    """Demand an odd exponent from 3 to 2³³ - 1 (RFC 8017 §3.1, and verifiers' limits)."""
    exponent = _number(jwk, "e")
    reason = _exponent_fault(exponent)
    if reason:
        return broken("jwks.rsa_exponent", key=key, reason=reason)
    if exponent < _USUAL_EXPONENT:
        return noted("jwks.rsa_small_exponent", key=key, exponent=exponent)
    return None


def has_its_curves_size(jwk: Jwk, key: str) -> Finding | None:
    """Demand coordinates that fill all 32 bytes of their curve (RFC 7518 §6.2.1.2, RFC 8037 §2)."""
    for member in MATERIAL[jwk["kty"]]:
        size = len(_octets(jwk, member))
        if size != _COORDINATE:
            return broken("jwks.wrong_size", key=key, member=member, size=size, curve=jwk["crv"])
    return None


def is_on_its_curve(jwk: Jwk, key: str) -> Finding | None:
    """Demand a point of the curve (RFC 8725 §3.4)."""
    x = _octets(jwk, "x")
    on_it = points.on_p256(x, _octets(jwk, "y")) if jwk["kty"] == "EC" else points.on_ed25519(x)
    return None if on_it else broken("jwks.off_curve", key=key, curve=jwk["crv"])


def is_of_large_order(jwk: Jwk, key: str) -> Finding | None:
    """Refuse the eight points of Ed25519 that anybody can sign for (RFC 8725 §3.4)."""
    if points.small_order_on_ed25519(_octets(jwk, "x")):
        return broken("jwks.weak_point", key=key)
    return None


def is_in_shortest_form(jwk: Jwk, key: str) -> Finding | None:
    """Note a leading zero byte (RFC 7518 §2, §6.3.1.1); most readers don't mind."""
    for member in MATERIAL["RSA"]:
        if _octets(jwk, member).startswith(b"\0"):
            return noted("jwks.leading_zero", key=key, member=member)
    return None


RULES: Final[Mapping[str, tuple[Rule, ...]]] = {
    "RSA": (
        has_its_members,
        is_base64url,
        is_large_enough,
        has_a_sound_modulus,
        has_a_sound_exponent,
        is_in_shortest_form,
    ),
    "EC": (has_its_members, is_base64url, has_its_curves_size, is_on_its_curve),
    "OKP": (
        has_its_members,
        is_base64url,
        has_its_curves_size,
        is_of_large_order,
        is_on_its_curve,
    ),
}


def _octets(jwk: Jwk, member: str) -> bytes:
    return base64url.decode(jwk[member])


def _number(jwk: Jwk, member: str) -> int:
    return int.from_bytes(_octets(jwk, member), "big")


def _exponent_fault(exponent: int) -> str:
    if exponent < 3:
        return f"it is {exponent}"
    if exponent % 2 == 0:
        return "it is even"
    return "it has more than 33 bits" if exponent > _LARGEST_EXPONENT else ""


def _modulus_fault(modulus: int) -> str:
    small = _small_primes_product()
    if math.gcd(modulus % small, small) > 1:
        return "can be divided by a small number"
    if math.isqrt(modulus) ** 2 == modulus:
        return "is a square"
    return "was made by faulty hardware (ROCA, CVE-2017-15361)" if _is_roca(modulus) else ""


_ROCA_PRIMES: Final = 168


def _primes(limit: int) -> list[int]:
    return [n for n in range(2, limit) if all(n % d for d in range(2, math.isqrt(n) + 1))]


@cache
def _small_primes_product() -> int:
    return math.prod(_primes(1000))


@cache
def _roca_residues() -> tuple[tuple[int, frozenset[int]], ...]:
    """Give the powers of 65537 modulo each small odd prime."""
    return tuple(
        (prime, frozenset(pow(65537, power, prime) for power in range(prime)))
        for prime in _primes(_ROCA_PRIMES)[1:]
    )


def _is_roca(modulus: int) -> bool:
    """Say whether the modulus is a power of 65537 modulo every small prime (Nemec et al. 2017)."""
    return all(modulus % prime in residues for prime, residues in _roca_residues())
