"""One key of a set as a row: for people to read, and for the judge to verify with.

Must never: parse a key that a rule found unusable, or show a value of its private members.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicNumbers
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

from wizard.identity import base64url, key_rules, material_rules
from wizard.identity.findings import broken
from wizard.identity.jwk import algorithm_of
from wizard.identity.words import kind_of
from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.identity.findings import Finding, RowVerdict
    from wizard.identity.jwk import Algorithm, Jwk, PublicKey
    from wizard.model import Problem


@dataclass(frozen=True, slots=True)
class Row:
    """One key of the set. All texts but ``kid`` are printable.

    ``kid`` is the raw text that tokens name the key by, or None. ``size`` is in bits, None where it
    can't be told. ``key`` verifies signatures; it is None where the key is not usable.
    """

    number: int
    kid: str | None
    type: str
    size: int | None
    use: str
    alg: str
    verdict: RowVerdict
    text: str
    problem: Problem | None = None
    key: PublicKey | None = field(default=None, repr=False)
    algorithm: Algorithm | None = None

    @property
    def code(self) -> str | None:
        """The catalogue code of what is wrong with the key, or worth knowing."""
        return self.problem.code if self.problem else None

    @property
    def name(self) -> str:
        """What people call the key: its kid in quotes, or its place in the set."""
        return _name(self.kid, self.number)

    def found(self, finding: Finding) -> Row:
        """Give the row with ``finding`` as its verdict."""
        told = replace(
            self, verdict=finding.verdict, text=finding.problem.symptom, problem=finding.problem
        )
        return told if finding.usable else replace(told, key=None, algorithm=None)


def row_of(jwk: Any, number: int) -> Row:
    """Judge one member of ``keys`` by itself; ``number`` counts from 1."""
    if not isinstance(jwk, dict):
        blank = Row(number, None, kind_of(jwk), None, "", "", "fail", "")
        name = _name(None, number)
        return blank.found(broken("jwks.key_not_object", key=name, what=kind_of(jwk)))
    finding = _finding(jwk, _name(_kid(jwk), number))
    row = _described(jwk, number)
    if finding is None or finding.usable:
        row = _usable(row, jwk)
    return row.found(finding) if finding else row


def _finding(jwk: Jwk, name: str) -> Finding | None:
    """Give what makes the key unusable, or else the first thing to be known about it."""
    first = None
    for rule in _rules(jwk):
        finding = rule(jwk, name)
        if finding and not finding.usable:
            return finding
        first = first or finding
    return first


def _rules(jwk: Jwk) -> Iterator[key_rules.Rule]:
    yield from key_rules.RULES
    yield from material_rules.RULES[jwk["kty"]]


def _described(jwk: Jwk, number: int) -> Row:
    kty, use, alg = (_shown(jwk, member) for member in ("kty", "use", "alg"))
    kind = f"{kty} {_shown(jwk, 'crv')}" if kty in {"EC", "OKP"} else kty
    return Row(number, _kid(jwk), kind, _bits(jwk), use, alg, "ok", "")


def _usable(row: Row, jwk: Jwk) -> Row:
    key = _parsed(jwk)
    algorithm = algorithm_of(key)
    return replace(row, key=key, algorithm=algorithm, text=f"verifies {algorithm}")


_BITS: Final = {"P-256": 256, "P-384": 384, "P-521": 521, "secp256k1": 256} | {
    "Ed25519": 256,
    "X25519": 256,
    "Ed448": 456,
    "X448": 448,
}


def _bits(jwk: Jwk) -> int | None:
    if jwk.get("kty") == "RSA":
        try:
            return int.from_bytes(base64url.decode(jwk["n"]), "big").bit_length()
        except (KeyError, AttributeError, base64url.Base64Error):
            return None
    curve = jwk.get("crv")
    return _BITS.get(curve) if isinstance(curve, str) else None


def _parsed(jwk: Jwk) -> PublicKey:
    """Give the key itself. The rules have passed: nothing in here can fail."""
    if jwk["kty"] == "RSA":
        return RSAPublicNumbers(_number(jwk, "e"), _number(jwk, "n")).public_key()
    if jwk["kty"] == "EC":
        x, y = _number(jwk, "x"), _number(jwk, "y")
        return EllipticCurvePublicNumbers(x, y, SECP256R1()).public_key()
    return Ed25519PublicKey.from_public_bytes(base64url.decode(jwk["x"]))


def _number(jwk: Jwk, member: str) -> int:
    return int.from_bytes(base64url.decode(jwk[member]), "big")


def _kid(jwk: Jwk) -> str | None:
    kid = jwk.get("kid")
    return kid if isinstance(kid, str) and kid else None


def _shown(jwk: Jwk, member: str) -> str:
    value = jwk.get(member)
    return printable(value, 40) if isinstance(value, str) else ""


def _name(kid: str | None, number: int) -> str:
    return f"“{printable(kid, 120)}”" if kid else f"number {number}"
