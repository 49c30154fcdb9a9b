"""The UserPool and its key set, as Anon sees them now.

Must never: call a key set unreachable for Anon only because a proxy keeps it from us.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from wizard.checks.asking import key_set, pool, profile_now
from wizard.checks.registry import Check
from wizard.checks.row import Outcome, failed, not_proven, passed, skipped, warned
from wizard.http.proxies import proxy_for
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.checks.case import Case

HOSTED: Final = "The pool is Anon-hosted: Anon keeps the key set to itself"


def _exists(case: Case) -> Outcome:
    found = pool(case)
    checked_by = found.jwks_uri or "Anon itself (hosted)"
    return passed(f"{printable(found.name)}, checked by {printable(checked_by)}")


def _is_as_saved(case: Case) -> Outcome:
    ours, theirs = profile_now(case).pool() or case.pool, pool(case)
    if ours.jwks_uri != theirs.jwks_uri:
        difference = f"its key set is {theirs.jwks_uri or 'Anon-hosted'}, not {ours.jwks_uri}"
    elif ours.jwks_uri and ours.id_claim != theirs.id_claim:
        difference = f"its id claim is “{theirs.id_claim}”, not “{ours.id_claim}”"
    else:
        return passed("Key set and id claim are those of the profile")
    changed = problem("object.changed", kind="userPool", id=theirs.id, difference=difference)
    raise ProblemError(changed)


def _can_be_fetched(case: Case) -> Outcome:
    uri = pool(case).jwks_uri
    if not uri:
        return skipped(HOSTED)
    try:
        count = len(key_set(case).rows)
    except ProblemError as wrong:
        if _only_we_cannot(uri, wrong.problem.code):
            return not_proven(wrong.problem)
        raise
    return passed(f"{printable(uri)} answers with {count} key{'' if count == 1 else 's'}")


def _only_we_cannot(uri: str, code: str) -> bool:
    """Tell whether a proxy keeps us away: key sets are fetched without one, as Anon would."""
    parts = urlsplit(uri)
    if not code.startswith("network."):
        return False
    try:
        return proxy_for(parts.scheme, parts.hostname or "") is not None
    except ProblemError:
        return True


def _is_sound(case: Case) -> Outcome:
    if not pool(case).jwks_uri:
        return skipped(HOSTED)
    if case.rows["jwks.public"].state == "warn":
        return skipped("Not proven: it could not be fetched from here")
    found = key_set(case)
    if found.problems:
        return (failed if found.verdict == "fail" else warned)(found.problems[0])
    return passed("A verifier can use every key in it")


CHECKS: Final[tuple[Check[Case], ...]] = (
    Check("pool.exists", "UserPool", "pool", _exists, ("key.accepted",)),
    Check("pool.same", "UserPool's settings", "pool", _is_as_saved, ("pool.exists",)),
    Check("jwks.public", "Key set", "jwks", _can_be_fetched, ("pool.same",)),
    Check("jwks.sound", "Keys in it", "jwks", _is_sound, ("jwks.public",)),
)
