"""The API key, and the organization that it speaks for.

Must never: send the key anywhere but to its own environment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.checks.asking import anons_time, api
from wizard.checks.registry import Check
from wizard.checks.row import Outcome, not_proven, passed, skipped
from wizard.identity.tokens import inspect
from wizard.identity.words import ago
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.steps.key import API_KEY, generation_of
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.checks.case import Case

_KINDS: Final = {1: "a Member's session token (generation 1)", 2: "an API key (generation 2)"}


def _is_stored(case: Case) -> Outcome:
    return passed(f"There is one: {_KINDS[generation_of(case.secret(API_KEY))]}")


def _is_of_this_environment(case: Case) -> Outcome:
    if case.bound_to not in {None, case.profile.environment}:
        raise ProblemError(problem("key.other_environment", environment=case.bound_to))
    return passed(f"It was given for {printable(case.profile.environment)}")


def _is_accepted(case: Case) -> Outcome:
    """Prove the key; an expired session token needs no question (cli.md, Environments)."""
    key = case.secret(API_KEY)
    kind = _KINDS[generation_of(key)]
    ends = inspect(key.reveal()).expires_at if generation_of(key) == 1 else None
    late = anons_time(case) - ends if ends is not None else -1.0
    if late > 0:
        raise ProblemError(problem("key.expired", ago=ago(late), profile=case.name))
    if api(case).prove_key() == "not proven":
        return not_proven(problem("key.not_proven"))
    return passed(f"Anon accepts it: {kind}")


def _organization_is_known(case: Case) -> Outcome:
    known = case.profile.organization_id
    if not known:
        return skipped("Its id is not known; generation 2 does not need it")
    found = api(case).get_organization(known)
    return passed(f"{printable(found.name)} ({printable(found.id)})")


CHECKS: Final[tuple[Check[Case], ...]] = (
    Check("key.stored", "Key", "key", _is_stored, ("profile.secrets",)),
    Check("key.environment", "Key's environment", "key", _is_of_this_environment, ("key.stored",)),
    Check(
        "key.accepted",
        "Key at Anon",
        "key",
        _is_accepted,
        ("network.service", "key.environment"),
    ),
    Check(
        "organization.known",
        "Organization",
        "organization",
        _organization_is_known,
        ("key.accepted",),
    ),
)
