"""What is wrong with one key of a set: one small function a rule, each with its clause.

A rule gets a key and its name for people, and gives a ``Finding`` or None. The rules run in order,
and the first that makes the key unusable ends the row, so a rule may rely on those before it.
Those for a family's numbers follow, in ``material_rules``.
Must never: put the value of a private member anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wizard.identity.findings import aside, broken, passed_over
from wizard.identity.fitting import MATERIAL, OTHERS, OURS, PRIVATE
from wizard.identity.registered import malformed_in_key
from wizard.identity.words import kind_of, listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.identity.findings import Finding
    from wizard.identity.fitting import Family
    from wizard.identity.jwk import Jwk

    Rule = Callable[[Jwk, str], Finding | None]


_SIGNING: Final = frozenset({"sign", "verify"})
_REGISTERED: Final = (
    _SIGNING
    | {"encrypt", "decrypt", "wrapKey", "unwrapKey"}
    | {
        "deriveKey",
        "deriveBits",
    }
)


def publishes_no_secret(jwk: Jwk, key: str) -> Finding | None:
    """Refuse a symmetric key and any private member (RFC 7517 §9.2, RFC 7518 §6)."""
    if jwk.get("kty") == "oct":
        return broken("jwks.symmetric_key", key=key)
    members = [name for name in PRIVATE if name in jwk]
    return broken("jwks.private_key", key=key, members=listed(members)) if members else None


def says_its_type(jwk: Jwk, key: str) -> Finding | None:
    """Demand ``kty`` as a text (RFC 7517 §4.1); pass over types that are not known (§5)."""
    kty = jwk.get("kty")
    if not isinstance(kty, str) or not kty:
        return broken("jwks.no_kty", key=key)
    return None if kty in MATERIAL else passed_over("jwks.unknown_type", key=key, kty=kty)


def is_for_signatures(jwk: Jwk, key: str) -> Finding | None:
    """Demand that ``use``, where present, is “sig” (RFC 7517 §4.2)."""
    use = jwk.get("use", "sig")
    if use == "sig":
        return None
    if isinstance(use, str):
        return aside("jwks.use", key=key, use=f"“{use}”")
    return broken("jwks.use", key=key, use=kind_of(use))


def may_verify(jwk: Jwk, key: str) -> Finding | None:
    """Demand that ``key_ops``, where present, lists “verify” and fits ``use`` (RFC 7517 §4.3)."""
    operations = jwk.get("key_ops", ["verify"])
    if not isinstance(operations, list) or not all(isinstance(each, str) for each in operations):
        return broken("jwks.key_ops", key=key, operations="no list of texts")
    shown = listed(operations)
    if len(set(operations)) < len(operations):
        return broken("jwks.key_ops", key=key, operations=f"{shown}, one of them twice")
    if "use" in jwk and not set(operations) <= _SIGNING:
        return broken("jwks.key_ops", key=key, operations=f"{shown}, and its “use” is “sig”")
    may = "verify" in operations and set(operations) <= _REGISTERED
    return None if may else aside("jwks.key_ops", key=key, operations=shown)


def has_sound_certificates(jwk: Jwk, key: str) -> Finding | None:
    """Demand X.509 members of the right type, where present (RFC 7517 §4.6 to §4.9)."""
    member = malformed_in_key(jwk)
    return broken("jwks.x509_member", key=key, member=member) if member else None


def has_a_curve(jwk: Jwk, key: str) -> Finding | None:
    """Demand ``crv`` of EC and OKP keys (RFC 7518 §6.2.1.1, RFC 8037 §2)."""
    if jwk["kty"] == "RSA" or isinstance(jwk.get("crv"), str):
        return None
    return broken("jwks.missing_member", key=key, member="crv")


def fits_its_algorithm(jwk: Jwk, key: str) -> Finding | None:
    """Demand that ``alg``, where present, is one for this family, and ours (RFC 7517 §4.4)."""
    family = _family(jwk)
    if "alg" not in jwk or family not in OTHERS:
        return None
    alg: Any = jwk["alg"]
    if isinstance(alg, str) and alg == OURS.get(family):
        return None
    if isinstance(alg, str) and alg in OTHERS[family]:
        return aside("jwks.other_algorithm", key=key, alg=alg)
    shown = f"“{alg}”" if isinstance(alg, str) else kind_of(alg)
    fitting = OURS.get(family) or ", ".join(sorted(OTHERS[family]))
    return broken("jwks.alg", key=key, alg=shown, kind=" ".join(family).strip(), fitting=fitting)


def is_on_a_curve_of_ours(jwk: Jwk, key: str) -> Finding | None:
    """Set other curves than P-256 and Ed25519 aside (RFC 7518 §3.4, RFC 8037 §3.1)."""
    return None if _family(jwk) in OURS else aside("jwks.curve", key=key, curve=jwk["crv"])


def has_a_name(jwk: Jwk, key: str) -> Finding | None:
    """Demand ``kid`` as a text (RFC 7517 §4.5): Anon wants tokens to name their key by it."""
    kid = jwk.get("kid", "")
    if not isinstance(kid, str):
        return broken("jwks.kid_not_text", key=key, what=kind_of(kid))
    return None if kid else broken("jwks.no_kid", key=key)


def _family(jwk: Jwk) -> Family:
    return (jwk["kty"], "" if jwk["kty"] == "RSA" else jwk["crv"])


RULES: Final[tuple[Rule, ...]] = (
    publishes_no_secret,
    says_its_type,
    is_for_signatures,
    may_verify,
    has_sound_certificates,
    has_a_curve,
    fits_its_algorithm,
    is_on_a_curve_of_ours,
    has_a_name,
)
