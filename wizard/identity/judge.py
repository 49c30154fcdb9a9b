"""Whether Anon would accept a token, and if not, the one first reason.

Knows: the order of the checks, from the one whose answer helps most to the last.
Must never: raise, fetch anything, believe the token about its own key, or keep it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from wizard.identity import claim_checks, header_checks, key_checks
from wizard.identity.case import Case, Remark
from wizard.model import ProblemError
from wizard.problems import jwk, jwks
from wizard.problems import token as tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.identity.jwks import KeySet
    from wizard.model import Problem

State = Literal["ok", "warn", "fail"]
CheckState = Literal["pass", "warn", "fail", "skip"]

REASONS: Final = tuple(entry.code for area in (tokens, jwk, jwks) for entry in area.ENTRIES)
"""The closed list of codes that a verdict can have by a set that was read.

Where none could be fetched, the reason is the fetcher's (``hosting``, ``network``); what else a
profile's chain adds stands in ``chain``.
"""

NOT_REACHED: Final = "not reached"
"""The text of a check that was skipped because one before it failed."""

_NOT_ASKED: Final = "only the signature was asked for"


@dataclass(frozen=True, slots=True)
class Check:
    """One link of the verdict's chain, in the order walked. ``id`` is stable."""

    id: str
    state: CheckState
    text: str
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer. ``problem`` is the one first reason of ``fail`` and ``warn``, None when ``ok``.

    ``kid`` and ``user_id`` are the token's own, raw: make them printable
    before showing them; ``user_id`` is None unless the signature was found to fit.
    """

    state: State
    problem: Problem | None
    checks: tuple[Check, ...]
    kid: str | None
    user_id: str | None
    expires_at: int | None
    algorithm: str | None

    @property
    def code(self) -> str | None:
        """The catalogue code of the reason."""
        return self.problem.code if self.problem else None

    @property
    def outcome(self) -> str:
        """The answer in words, without its reason and without a full stop."""
        if self.problem is None:
            return "Would be accepted"
        if self.state == "warn":
            return "Would be accepted, with a remark"
        return "Will be refused" if self.problem.certainty == "documented" else "May be refused"

    @property
    def text(self) -> str:
        """The answer, its reason and its fix; printable."""
        if self.problem:
            return f"{self.outcome}: {self.problem.symptom} {self.problem.fix}"
        told = {check.id: check.text for check in self.checks if check.state == "pass"}
        return f"{self.outcome}: {', '.join(told[name] for name in _TOLD if name in told)}."

    def because(self, reason: Problem) -> Verdict:
        """Give the same refusal with a reason that says more, in its own row too."""
        checks = tuple(
            replace(check, text=reason.symptom, problem=reason) if check.state == "fail" else check
            for check in self.checks
        )
        return replace(self, problem=reason, checks=checks)

    def preceded_by(self, check: Check) -> Verdict:
        """Give the verdict with a check before all others; where it fails, it is the reason."""
        found = replace(self, checks=(check, *self.checks))
        if check.state != "fail":
            return found
        return replace(found, state="fail", problem=check.problem)

    def followed_by(self, check: Check) -> Verdict:
        """Give the verdict with a check after all others; a remark counts where all was well."""
        found = replace(self, checks=(*self.checks, check))
        if check.state != "warn" or self.state != "ok":
            return found
        return replace(found, state="warn", problem=check.problem)


@dataclass(frozen=True, slots=True)
class _Step:
    id: str
    run: Callable[[Case], str | Remark]
    of_claims: bool = False


STEPS: Final = (
    _Step("token.key_set", key_checks.key_set_is_one),
    _Step("token.shape", header_checks.has_three_parts),
    _Step("token.header", header_checks.header_is_understood),
    _Step("token.algorithm", header_checks.algorithm_is_ours),
    _Step("token.kid", header_checks.names_its_key),
    _Step("token.key", key_checks.key_is_in_the_set),
    _Step("token.signature", key_checks.signature_fits),
    _Step("token.payload", claim_checks.payload_is_claims, of_claims=True),
    _Step("token.user", claim_checks.names_the_user, of_claims=True),
    _Step("token.expiry", claim_checks.is_not_expired, of_claims=True),
    _Step("token.times", claim_checks.is_valid_already, of_claims=True),
    _Step("token.other_keys", key_checks.set_keeps_its_secrets),
)


def judge(  # noqa: PLR0913 — each is one thing that a verdict can depend on
    token: str,
    key_set: KeySet,
    *,
    id_claim: str = "sub",
    user_id: str | None = None,
    now: float | None = None,
    signature_only: bool = False,
) -> Verdict:
    """Judge ``token`` by ``key_set``, as Anon would for a pool with ``id_claim``.

    ``user_id`` is the one the back end uses, where it is known. ``now`` is in seconds since 1970.
    ``signature_only`` asks nothing of the payload, but still demands a ``kid``.
    """
    case = Case(token, key_set, id_claim, user_id, time.time() if now is None else now)
    checks: list[Check] = []
    failed = False
    for step in STEPS:
        skipped = NOT_REACHED if failed else _NOT_ASKED if signature_only and step.of_claims else ""
        check = Check(step.id, "skip", skipped) if skipped else _walked(step, case)
        failed = failed or check.state == "fail"
        checks.append(check)
    return _verdict(case, tuple(checks))


def _walked(step: _Step, case: Case) -> Check:
    try:
        outcome = step.run(case)
    except ProblemError as refusal:
        return Check(step.id, "fail", refusal.problem.symptom, refusal.problem)
    if isinstance(outcome, Remark):
        return Check(step.id, "warn", outcome.problem.symptom, outcome.problem)
    return Check(step.id, "pass", outcome)


def _verdict(case: Case, checks: tuple[Check, ...]) -> Verdict:
    reason = _first(checks, "fail") or _first(checks, "warn")
    state: State = "ok" if reason is None else "fail" if reason.state == "fail" else "warn"
    return Verdict(
        state=state,
        problem=reason.problem if reason else None,
        checks=checks,
        kid=case.kid,
        user_id=case.user_id,
        expires_at=case.expires_at,
        algorithm=case.algorithm,
    )


def _first(checks: tuple[Check, ...], state: CheckState) -> Check | None:
    return next((check for check in checks if check.state == state), None)


_TOLD: Final = ("token.user", "token.kid", "token.algorithm", "token.expiry")
