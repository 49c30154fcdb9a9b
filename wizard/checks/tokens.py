"""The test user's token, judged as Anon judges it; five rows of the one verdict.

Must never: judge a token by anything but the pool's key set, or call one proven that nobody can
check from here.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from wizard.checks.asking import anons_time, pool, verdict
from wizard.checks.pool import HOSTED
from wizard.checks.registry import Check
from wizard.checks.renewing import renewal
from wizard.checks.row import Outcome, failed, passed, skipped, warned
from wizard.identity.tokens import inspect
from wizard.identity.words import ago, date
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.steps.user_token import TOKEN

if TYPE_CHECKING:
    from wizard.checks.case import Case
    from wizard.identity import judge

_STEPS: Final = {
    "token.form": ("token.key_set", "token.shape", "token.header", "token.algorithm"),
    "token.kid": ("token.kid", "token.key"),
    "token.signature": ("token.signature",),
    "token.user": ("token.payload", "token.user"),
    "token.expiry": ("token.expiry", "token.times"),
}
"""Which of the judge's checks each row tells."""

_OUTDATED: Final = frozenset({"token.expired", "chain.key_withdrawn"})
"""Reasons that a new token of the same user mends."""


def _is_stored(case: Case) -> Outcome:
    case.secret(TOKEN)
    return passed("There is one")


def _judged(row: str, case: Case) -> Outcome:
    if not pool(case).jwks_uri:
        return _as_far_as_seen(row, case)
    if case.rows["jwks.public"].state == "warn":
        return skipped("Not proven: the key set could not be fetched from here")
    mine = [check for check in verdict(case).checks if check.id in _STEPS[row]]
    for state in ("fail", "warn"):
        found = next((check for check in mine if check.state == state), None)
        if found and found.problem:
            return _told(case, found)
    said = [check.text for check in mine if check.state == "pass"]
    return passed(said[-1]) if said else skipped("Not reached")


def _told(case: Case, found: judge.Check) -> Outcome:
    wrong = found.problem or problem("token.empty")
    if found.state == "warn":
        return warned(wrong)
    return failed(wrong, *renewal(case)) if wrong.code in _OUTDATED else failed(wrong)


def _as_far_as_seen(row: str, case: Case) -> Outcome:
    """Look at an Anon-issued token: what it says of itself, which nobody here can prove."""
    seen = inspect(case.secret(TOKEN).reveal())
    if seen.problem:
        return failed(seen.problem)
    if row == "token.user":
        return _user_seen(case, seen.claims.get("sub"))
    if row == "token.expiry" and seen.expires_at is not None:
        return _expiry_seen(case, seen.expires_at)
    return skipped(f"Not proven. {HOSTED}")


def _user_seen(case: Case, user: object) -> Outcome:
    wanted = case.profile.user_id
    if user != wanted:
        differs = {"actual": user, "wanted": wanted, "claim": "sub"}
        raise ProblemError(problem("token.user_differs", **differs))
    return passed(f"It says that it is for {wanted}")


def _expiry_seen(case: Case, ends: int) -> Outcome:
    late = anons_time(case) - ends
    if late > 0:
        return failed(problem("token.expired", ago=ago(late), at=date(ends)), *renewal(case))
    return passed(f"It says that it is valid until {date(ends)}")


_NEEDS: Final = {
    "token.form": ("token.stored", "jwks.sound"),
    "token.kid": ("token.form",),
    "token.signature": ("token.kid",),
    "token.user": ("token.signature",),
    "token.expiry": ("token.user",),
}
_TITLES: Final = {
    "token.form": "Token's form",
    "token.kid": "Token's kid",
    "token.signature": "Token's signature",
    "token.user": "Token's user",
    "token.expiry": "Token's expiry",
}

CHECKS: Final[tuple[Check[Case], ...]] = (
    Check("token.stored", "Token", "user", _is_stored, ("profile.secrets",)),
    *(Check(row, _TITLES[row], "user", partial(_judged, row), _NEEDS[row]) for row in _STEPS),
)
