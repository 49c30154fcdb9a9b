"""What the judge asks of a token's claims, in order; see ``header_checks``.

``iss`` and ``aud`` are not looked at: Anon never mentions them (contract, appUserIdToken).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.identity import compact, words
from wizard.identity.case import Remark
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.identity.case import Case

LEEWAY: Final = 60
"""Seconds that clocks may differ, for ``nbf`` and ``iat`` (threats, Judging a token)."""


def payload_is_claims(case: Case) -> str:
    """Demand a sound JSON object (RFC 7519 §7.2)."""
    payload = compact.octets(case.segments[1], "payload")
    case.claims = compact.json_object(payload, "payload", "token.payload")
    return "a sound JSON object"


def names_the_user(case: Case) -> str:
    """Demand the user's id as a text in the pool's id claim, and the one that was asked for."""
    claim = case.id_claim
    user = case.claims.get(claim, "")
    if not isinstance(user, str):
        raise ProblemError(problem("token.user_not_text", claim=claim, what=words.kind_of(user)))
    if not user:
        names = words.listed(case.claims)
        raise ProblemError(problem("token.no_user", claim=claim, names=names))
    case.user_id = user
    if case.wanted_user is not None and user != case.wanted_user:
        details = {"actual": user, "wanted": case.wanted_user, "claim": claim}
        raise ProblemError(problem("token.user_differs", **details))
    return f"user “{printable(user, 120)}”"


def is_not_expired(case: Case) -> str | Remark:
    """Demand that ``exp``, where present, lies ahead, to the second (RFC 7519 §4.1.4)."""
    if "exp" not in case.claims:
        return Remark(problem("token.no_expiry"))
    expires = _time(case, "exp")
    case.expires_at = int(expires)
    if expires <= case.now:
        ago = words.ago(case.now - expires)
        raise ProblemError(problem("token.expired", ago=ago, at=words.date(expires)))
    if words.is_out_of_calendar(expires):
        return Remark(problem("token.expiry_far", exp=f"{expires:.15g}"))
    return f"expires in {words.span(expires - case.now)}"


def is_valid_already(case: Case) -> str:
    """Demand that ``nbf`` and ``iat``, where present, don't lie ahead (RFC 7519 §4.1.5, §4.1.6)."""
    for claim, code in (("nbf", "token.not_yet_valid"), ("iat", "token.issued_ahead")):
        if claim in case.claims:
            begins = _time(case, claim)
            if begins > case.now + LEEWAY:
                ahead = words.span(begins - case.now)
                raise ProblemError(problem(code, at=words.date(begins), ahead=ahead))
    return "valid now"


def _time(case: Case, claim: str) -> int | float:
    """Give a NumericDate (RFC 7519 §2): a number, and in JSON true is none."""
    value = case.claims[claim]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        what = words.kind_of(value)
        raise ProblemError(problem("token.time_not_number", claim=claim, what=what))
    return value
