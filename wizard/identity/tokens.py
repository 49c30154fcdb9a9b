"""Tokens made here, and any token taken apart for people to read.

Knows: RFC 7519 and what Anon wants in an appUserIdToken: a ``kid``, and the user in the id claim.
Must never: let a caller's claim or header take the place of ``kid``, ``alg``, the user or a time;
say or hint that an inspected token is genuine.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from wizard.identity import compact, words
from wizard.model import ProblemError, Record, Secret
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from wizard.identity.keys import SigningKey
    from wizard.model import Problem

DAY: Final = 86_400

_TIMES: Final = {"iat": "issued", "nbf": "valid from", "exp": "expires"}


def mint(  # noqa: PLR0913 — each is one thing that a token says
    key: SigningKey,
    *,
    user_id: str,
    id_claim: str = "sub",
    expires_in: int | None = DAY,
    claims: Mapping[str, Any] | None = None,
    now: float | None = None,
) -> Secret:
    """Give a token for ``user_id``, signed by ``key`` and naming it by ``kid``.

    ``expires_in`` is in seconds; None makes a token that never expires. ``claims`` are added; one
    that has a place of its own is refused. Raises ``ProblemError``: ``mint.user``,
    ``mint.reserved``.
    """
    if not user_id:
        raise ProblemError(problem("mint.user"))
    issued = int(time.time() if now is None else now)
    own: dict[str, Any] = {"iat": issued}
    if expires_in is not None:
        own["exp"] = issued + expires_in
    _refuse_reserved({id_claim}, _TIMES)
    own[id_claim] = user_id
    _refuse_reserved(claims or {}, {*own, "exp"})
    import jwt  # what only takes apart need not wait for it

    payload = {**(claims or {}), **own}
    return Secret(jwt.encode(payload, key.private, key.algorithm, headers={"kid": key.kid}))


def _refuse_reserved(claims: Iterable[str], reserved: Container[str]) -> None:
    for claim in claims:
        if claim in reserved:
            raise ProblemError(problem("mint.reserved", claim=claim))


class Moment(Record):
    """A time in a token: its claim, seconds since 1970, and in words what, when and how far off."""

    claim: str
    seconds: float
    meaning: str
    at: str
    distance: str


class Inspection(Record):
    """A token taken apart and **not verified**: anybody could have written all of it.

    ``header`` and ``claims`` are strangers' values, raw: make them printable before showing them;
    empty where they can't be read. ``problem`` is the first thing that is not as in a token.
    """

    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    times: tuple[Moment, ...]
    problem: Problem | None

    @property
    def verified(self) -> bool:
        """Always False."""
        return False

    @property
    def kid(self) -> str | None:
        """The key that the token says it is signed with."""
        kid = self.header.get("kid")
        return kid if isinstance(kid, str) else None

    @property
    def expires_at(self) -> int | None:
        """The token's ``exp`` in seconds since 1970, where it is a number."""
        return next((int(moment.seconds) for moment in self.times if moment.claim == "exp"), None)


def claimed_user(token: Secret, id_claim: str) -> str:
    """Give the user whom ``token`` says it is for, unverified; empty where it names none."""
    said = inspect(token.reveal().strip()).claims.get(id_claim)
    return said if isinstance(said, str) else ""


def inspect(token: str, *, now: float | None = None) -> Inspection:
    """Take ``token`` apart without verifying it. Never raises."""
    at = time.time() if now is None else now
    try:
        segments = compact.parts(token)
    except ProblemError as refusal:
        return Inspection({}, {}, (), refusal.problem)
    header, header_problem = _read(segments[0], "header")
    claims, claims_problem = _read(segments[1], "payload")
    return Inspection(header, claims, _moments(claims, at), header_problem or claims_problem)


def _read(segment: str, part: str) -> tuple[dict[str, Any], Problem | None]:
    try:
        return compact.json_object(compact.octets(segment, part), part, f"token.{part}"), None
    except ProblemError as refusal:
        return {}, refusal.problem


def _moments(claims: Mapping[str, Any], now: float) -> tuple[Moment, ...]:
    found = []
    for claim, meaning in _TIMES.items():
        value = claims.get(claim)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            ahead = value - now
            distance = f"in {words.span(ahead)}" if ahead > 0 else words.ago(-ahead)
            found.append(Moment(claim, value, meaning, words.date(value), distance))
    return tuple(found)
