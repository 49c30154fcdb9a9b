"""What the judge asks of a token's shape and header, in order.

A check fills in its part of the case and gives the words of a pass, or raises ``ProblemError``.
``jku``, ``x5u``, ``jwk`` and ``x5c`` are never used: a token does not bring its own key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.identity import compact
from wizard.identity.jwk import ALGORITHMS
from wizard.identity.registered import malformed_in_header
from wizard.identity.words import kind_of, listed
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.text import printable

if TYPE_CHECKING:
    from typing import Any

    from wizard.identity.case import Case

_MOST_MARKS: Final = 200
"""Commas and brackets in a header: a real one has ten, with a certificate chain twenty."""

_SYMMETRIC: Final = frozenset({"HS256", "HS384", "HS512"})


def has_three_parts(case: Case) -> str:
    """Demand the compact form, not too large (RFC 7515 §7.1)."""
    case.segments = compact.parts(case.token)
    return "header, payload and signature"


def header_is_understood(case: Case) -> str:
    """Demand a sound header without extensions (RFC 7515 §4, §4.1.11, RFC 7797 §7)."""
    raw = compact.octets(case.segments[0], "header")
    if raw.count(b",") + raw.count(b"[") + raw.count(b"{") > _MOST_MARKS:
        raise ProblemError(problem("token.header", reason="it has more members than any header"))
    case.header = header = compact.json_object(raw, "header", "token.header")
    if "b64" in header:
        raise ProblemError(problem("token.b64"))
    if "crit" in header:
        raise ProblemError(problem("token.crit", names=_names(header["crit"])))
    if "zip" in header:
        raise ProblemError(problem("token.zip"))
    if wrong := malformed_in_header(header):
        reason = f"“{wrong}” has a value of the wrong kind"
        raise ProblemError(problem("token.header", reason=reason))
    return "a sound JSON object"


def algorithm_is_ours(case: Case) -> str:
    """Demand RS256, ES256 or EdDSA (RFC 7515 §4.1.1, RFC 8725 §3.1)."""
    alg = case.header.get("alg")
    if not isinstance(alg, str) or not alg:
        raise ProblemError(problem("token.no_alg"))
    if alg in ALGORITHMS:
        case.algorithm = alg
        return alg
    if alg.lower() == "none":
        raise ProblemError(problem("token.alg_none", alg=alg))
    code = "token.alg_symmetric" if alg.upper() in _SYMMETRIC else "token.alg_unsupported"
    raise ProblemError(problem(code, alg=alg))


def names_its_key(case: Case) -> str:
    """Demand ``kid`` as a text (RFC 7515 §4.1.4; Anon demands it)."""
    kid = case.header.get("kid", "")
    if not isinstance(kid, str):
        raise ProblemError(problem("token.kid_not_text", what=kind_of(kid)))
    if not kid:
        raise ProblemError(problem("token.no_kid", kids=case.kids()))
    case.kid = kid
    return f"kid “{printable(kid, 120)}”"


def _names(crit: Any) -> str:
    if isinstance(crit, list):
        return listed((str(name) for name in crit), "an empty list")
    return kind_of(crit)
