"""The tested profile's objects, as Anon holds them now: read only, by id; and those in doubt.

Must never: tell *not proven* as wrong: that Anon can't be reached says nothing about a client.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.checks.asking import api, client, pool
from wizard.checks.chain import wrong_client
from wizard.checks.row import not_proven
from wizard.handoff import telling
from wizard.handoff.cleaning import cases_of
from wizard.handoff.item import Item, found, remarked
from wizard.model import Client, ProblemError
from wizard.problems import problem
from wizard.profiles.remote import known_remote
from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.api import SdkClientAnswer
    from wizard.checks.case import Case
    from wizard.checks.row import Outcome
    from wizard.handoff.look import Look
    from wizard.model import ClientKind
    from wizard.profiles.remote import Remote

_OUT_OF_REACH: Final = 3
"""Exit code of what the network or the service kept from us (cli.md, Exit codes)."""


def as_far_as_reached(check: Callable[[Look], Outcome]) -> Callable[[Look], Outcome]:
    """Let a check that the network kept from its answer say so, and no more."""

    def reached(look: Look) -> Outcome:
        try:
            return check(look)
        except ProblemError as stopped:
            if stopped.problem.exit_code == _OUT_OF_REACH:
                return not_proven(stopped.problem)
            raise

    return reached


def accepts_key(case: Case) -> Outcome:
    """Prove a profile's key, and that it is its environment's."""
    if case.bound_to not in {None, case.profile.environment}:
        raise ProblemError(problem("key.other_environment", environment=case.bound_to))
    if api(case).prove_key() == "not proven":
        return not_proven(problem("key.not_proven"))
    return found(f"{printable(case.place.label)} accepts it")


def checks_with_the_profiles_set(case: Case) -> Outcome:
    """Compare the pool's key set at Anon with the profile's."""
    ours, theirs = case.pool, pool(case)
    if ours.jwks_uri == theirs.jwks_uri:
        return found(f"{printable(theirs.name)} ({theirs.id})")
    told = {"ours": ours.jwks_uri or "Anon-hosted", "theirs": theirs.jwks_uri or "Anon-hosted"}
    name = case.profile.name
    raise ProblemError(problem("handoff.pool_differs", id=theirs.id, profile=name, **told))


def is_the_right_client(case: Case, kind: ClientKind) -> Outcome:
    """See to it that the two clients are not mixed up, and that the webapp's is of the pool."""
    answer = client(case, kind)
    if kind == "webapp":
        trouble = wrong_client(_client(answer), case.pool)
        if trouble:
            raise ProblemError(trouble)
    elif answer.kind != kind:
        details = {"id": answer.id, "actual": answer.kind, "wanted": kind}
        raise ProblemError(problem("client.wrong_kind", **details))
    return found(f"{printable(answer.name)} ({answer.id})")


def _client(answer: SdkClientAnswer) -> Client:
    return Client(answer.id, answer.name, answer.kind, answer.pool_id)


def left_over(look: Look) -> tuple[Remote, ...]:
    """Give what perhaps lies at Anon unused, of the tested profile and of the promoted one.

    Nobody but us can name it. Raises ``journal.corrupt``, and what reading raises.
    """
    known = (known_remote(each.home, each.name, each.profile) for each in cases_of(look))
    return tuple(one for remotes in known for one in remotes if one.doubtful)


def _nothing_is_left_over(look: Look) -> Outcome:
    left = left_over(look)
    if not left:
        return found("No request's answer was lost, and no object was set aside")
    more = f" (and {len(left) - 1} more)" if len(left) > 1 else ""
    first = f"{left[0].kind} {printable(left[0].name)}{more}"
    evidence = (telling.left_over(each.as_json()) for each in left)
    return remarked(problem("handoff.left_over", object=first), *evidence)


ITEMS: Final = (
    Item(
        "key.accepted",
        "Anon accepts the key",
        "key",
        as_far_as_reached(lambda look: accepts_key(look.tested)),
        certainty="documented",
    ),
    Item(
        "pool.same",
        "The UserPool checks tokens with this key set",
        "pool",
        as_far_as_reached(lambda look: checks_with_the_profiles_set(look.tested)),
        ("key.accepted",),
        certainty="documented",
    ),
    Item(
        "client.webapp",
        "The webapp client is an application client of that pool",
        "clients",
        as_far_as_reached(lambda look: is_the_right_client(look.tested, "webapp")),
        ("key.accepted",),
        certainty="documented",
    ),
    Item(
        "client.service",
        "The service client is a service client",
        "clients",
        as_far_as_reached(lambda look: is_the_right_client(look.tested, "service")),
        ("key.accepted",),
        certainty="documented",
    ),
    Item(
        "objects.left_over",
        "Nothing that your setups made lies at Anon unused",
        "clients",
        _nothing_is_left_over,
    ),
)
