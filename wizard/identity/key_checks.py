"""What the judge asks of the key set, the key and the signature; see ``header_checks``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.identity import compact, signatures
from wizard.identity.case import Remark
from wizard.identity.jwks import PUBLISHED_SECRETS
from wizard.model import ProblemError
from wizard.problems import problem

if TYPE_CHECKING:
    from wizard.identity.case import Case

_FIXED_SIZE: Final = 64  # bytes: R and S of ES256 (RFC 7518 §3.4), Ed25519 (RFC 8032 §5.1.6)


def key_set_is_one(case: Case) -> str:
    """Demand a document that is a key set at all."""
    found = case.key_set.document_problem
    if found:
        raise ProblemError(found)
    return f"keys: {len(case.key_set.rows)}"


def key_is_in_the_set(case: Case) -> str:
    """Demand that ``kid`` picks exactly one key, and a usable one (RFC 7517 §4.5)."""
    rows = case.key_set.by_kid.get(case.kid or "", ())
    if not rows:
        raise ProblemError(problem("token.unknown_kid", kid=case.kid, kids=case.kids()))
    if len(rows) > 1:
        raise ProblemError(problem("jwks.duplicate_kid", count=len(rows), kid=case.kid))
    row = rows[0]
    if row.key is None and row.problem:
        raise ProblemError(row.problem)
    if row.algorithm != case.algorithm:
        details = {"alg": case.algorithm, "kid": case.kid, "key_alg": row.algorithm}
        raise ProblemError(problem("token.alg_mismatch", **details))
    case.row = row
    return f"key {row.number} of {len(case.key_set.rows)}"


def signature_fits(case: Case) -> str:
    """Demand a signature by the key that the header names (RFC 7515 §5.2)."""
    header, payload, signature = case.segments
    compact.check(payload, "payload")  # decoding it can wait until the signature fits
    signed = compact.octets(signature, "signature")
    _has_the_right_size(case, signed)
    key = case.row.key if case.row else None
    if key is None or not signatures.fits(key, f"{header}.{payload}".encode("ascii"), signed):
        raise ProblemError(problem("token.signature", kid=case.kid))
    return f"fits, {case.algorithm}"


def _has_the_right_size(case: Case, signed: bytes) -> None:
    if not signed:
        raise ProblemError(problem("token.signature_missing"))
    size = case.row.size if case.row and case.row.size else 0
    expected = (size + 7) // 8 if case.algorithm == "RS256" else _FIXED_SIZE
    if len(signed) != expected:
        details = {"size": len(signed), "alg": case.algorithm, "expected": expected}
        raise ProblemError(problem("token.signature_form", **details))


def set_keeps_its_secrets(case: Case) -> str | Remark:
    """Tell a secret that the set publishes beside the key: it can sign tokens too."""
    for found in case.key_set.problems:
        if found.code in PUBLISHED_SECRETS:
            return Remark(found)
    return "no secret is published"
