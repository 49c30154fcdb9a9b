"""What can be looked at once the prod key is there: the promoted profile and its apps.

Must never: ask production for anything but what it holds under the profile's own ids.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.checks.asking import api_with
from wizard.checks.row import skipped
from wizard.handoff.changes import changes
from wizard.handoff.item import Item, asked, found, wrong
from wizard.handoff.links import proven_lately
from wizard.handoff.objects import (
    accepts_key,
    as_far_as_reached,
    checks_with_the_profiles_set,
    is_the_right_client,
)
from wizard.identity.judge import judge
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.steps.key import API_KEY
from wizard.steps.user_token import TOKEN
from wizard.text import command, printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.checks.case import Case
    from wizard.checks.row import Outcome
    from wizard.handoff.look import Look


def _in_production(check: Callable[[Look, Case], Outcome]) -> Callable[[Look], Outcome]:
    """Let a check look at the promoted profile, once there is one."""

    def look_at(look: Look) -> Outcome:
        if look.promoted is None:
            place = "local-prod" if look.rehearsal else "prod"
            how = command("anon-wizard", "setup", "--env", place, "--from", look.tested.name)
            return skipped(f"After the prod key: {how}")
        return check(look, look.promoted)

    return as_far_as_reached(look_at)


def _key(_look: Look, promoted: Case) -> Outcome:
    return accepts_key(promoted)


def _pool(look: Look, promoted: Case) -> Outcome:
    _refuse_same(look, promoted.profile.pool_id, look.tested.profile.pool_id)
    return checks_with_the_profiles_set(promoted)


def _clients(look: Look, promoted: Case) -> Outcome:
    ours, theirs = promoted.profile, look.tested.profile
    _refuse_same(look, ours.webapp_id, theirs.webapp_id)
    _refuse_same(look, ours.service_id, theirs.service_id)
    webapp = is_the_right_client(promoted, "webapp")
    service = is_the_right_client(promoted, "service")
    return found("New ids, of the right kinds", webapp.text, service.text)


def _refuse_same(look: Look, ours: str, theirs: str) -> None:
    """Refuse an id that is not new; a profile that is its own production has no other ids."""
    if ours == theirs and look.promoted is not look.tested:
        raise ProblemError(problem("handoff.same_ids", id=ours, profile=look.tested.name))


def _user(look: Look, promoted: Case) -> Outcome:
    if not promoted.pool.jwks_uri:
        return skipped("The pool is Anon-hosted: Anon issues the tokens")
    verdict = judge(
        promoted.secret(TOKEN).reveal(),
        look.key_set(promoted),
        id_claim=promoted.pool.id_claim,
        user_id=promoted.profile.user_id or None,
        now=promoted.now(),
    )
    if verdict.problem and verdict.state == "fail":
        return wrong(verdict.problem)
    return found("The test user's token passes")


def _link(look: Look, promoted: Case) -> Outcome:
    return proven_lately(look.record, promoted)


def _variables(look: Look, promoted: Case) -> Outcome:
    """Find what in the apps still says what the tested profile said."""
    if promoted is look.tested:
        return skipped("There was nothing else before")
    foreseen = changes(look.tested.home, look.folders, look.tested.profile, promoted.profile)
    left = [(change, name) for change in foreseen for name in change.names]
    if not left:
        return found("Every variable of ours in your apps is production's")
    change, name = left[0]
    details = {"place": change.path, "name": name, "profile": look.tested.name}
    told = (f"{printable(each.path)}: {each_name}" for each, each_name in left)
    return wrong(problem("handoff.left_behind", environment=promoted.place.name, **details), *told)


def _sandbox_key(look: Look, promoted: Case) -> Outcome:
    """Find out whether the tested profile's key is dead; as long as it lives, a person decides."""
    if promoted is look.tested:
        return skipped("There is no other key")
    try:
        with api_with(look.tested, look.tested.secret(API_KEY)) as spoken:
            spoken.prove_key()
    except ProblemError as refusal:
        if refusal.problem.code == "key.refused":
            return found("Anon refuses the tested profile's key")
        raise
    return asked(_ASK_RETIRED)


_ASK_RETIRED: Final = (
    "Anon still accepts the tested profile's key. Ask Anon to withdraw it, or say who keeps it "
    "for tests, and that it is on no server of production."
)

_KIND: Final = "with the prod key"

ITEMS: Final = (
    Item(
        "prod.key",
        "Production accepts its key",
        "key",
        _in_production(_key),
        kind=_KIND,
        certainty="documented",
    ),
    Item(
        "prod.pool",
        "Production has a UserPool of its own",
        "pool",
        _in_production(_pool),
        ("prod.key",),
        _KIND,
        certainty="inferred",
    ),
    Item(
        "prod.clients",
        "Production has clients of its own",
        "clients",
        _in_production(_clients),
        ("prod.pool",),
        _KIND,
        certainty="inferred",
    ),
    Item(
        "prod.user",
        "The test user's token passes there",
        "user",
        _in_production(_user),
        ("prod.pool",),
        _KIND,
    ),
    Item(
        "prod.link",
        "The link was proven there",
        "link",
        _in_production(_link),
        ("prod.key",),
        _KIND,
    ),
    Item(
        "prod.variables",
        "Your apps hold production's variables",
        "app",
        _in_production(_variables),
        kind=_KIND,
        certainty="documented",
    ),
    Item(
        "prod.sandbox_key",
        "The tested profile's key is retired",
        "key",
        _in_production(_sandbox_key),
        kind=_KIND,
        ask=_ASK_RETIRED,
    ),
)
