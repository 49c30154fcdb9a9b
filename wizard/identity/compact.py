"""A compact JWS taken apart (RFC 7515 §3.1, §7.1), before anything in it is believed.

Must never: raise anything but ``ProblemError``, or take more than linear time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wizard.identity import base64url, strict_json
from wizard.model import ProblemError
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.model import Problem

LARGEST: Final = 16 * 1024
"""Characters of a token that are read (threats, Judging a token)."""

_REASONS: Final[Mapping[strict_json.Fault, str]] = {
    "not_utf8": "it is not UTF-8",
    "bom": "it starts with a byte order mark",
    "not_json": "it is not JSON",
    "trailing_bytes": "something follows the object",
    "not_a_number": "NaN and Infinity are not JSON",
    "giant_number": "it holds a number that no reader can keep",
    "too_deep": "it is nested without end",
    "lone_surrogate": "a text in it is not Unicode",
}


def parts(token: str) -> tuple[str, str, str]:
    """Give header, payload and signature as they stand in the token.

    Raises ``ProblemError``: ``token.empty``, ``.too_large``, ``.json_form``, ``.encrypted``,
    ``.parts``.
    """
    if len(token) > LARGEST:
        raise ProblemError(problem("token.too_large", size=len(token), limit=LARGEST))
    if not token.strip():
        raise ProblemError(problem("token.empty"))
    if token.lstrip().startswith("{"):
        raise ProblemError(problem("token.json_form"))
    found = token.split(".", 5)
    if len(found) != 3:
        raise ProblemError(_wrong_number(len(found)))
    return found[0], found[1], found[2]


def octets(segment: str, part: str) -> bytes:
    """Give the bytes of one part; ``part`` is its name for people. Raises ``token.base64``."""
    check(segment, part)
    return base64url.decode(segment)


def check(segment: str, part: str) -> None:
    """Make sure that a part can be decoded, without doing it. Raises ``token.base64``."""
    try:
        base64url.check(segment)
    except base64url.Base64Error as error:
        raise ProblemError(problem("token.base64", part=part, reason=error)) from None


def json_object(raw: bytes, part: str, code: str) -> dict[str, Any]:
    """Give the JSON object in ``raw``, where it is sound.

    Raises ``ProblemError``: ``token.duplicate_member``, or ``code`` with the reason.
    """
    if not raw:
        raise ProblemError(problem(code, reason="it is empty"))
    try:
        value = strict_json.parse(raw)
    except strict_json.JsonError as error:
        raise ProblemError(_json_problem(error, part, code)) from None
    if not isinstance(value, dict):
        raise ProblemError(problem(code, reason="it is JSON, but no object"))
    return value


def _wrong_number(count: int) -> Problem:
    if count == 5:
        return problem("token.encrypted")
    shown = {1: "one part", 2: "two parts", 4: "four parts"}.get(count, "more than five parts")
    return problem("token.parts", parts=shown)


def _json_problem(error: strict_json.JsonError, part: str, code: str) -> Problem:
    if error.fault == "duplicate_member":
        return problem("token.duplicate_member", part=part, name=error.detail)
    return problem(code, reason=_REASONS[error.fault])
