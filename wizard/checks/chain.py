"""Whether pool, client, key set, token and user belong together: one function a broken link.

Knows: the FAQ's “CORS issue”: a token may be sound, and still be the wrong one.
Must never: fetch or read anything; it is handed plain values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.identity.judge import Check, judge
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from wizard.identity.judge import Verdict
    from wizard.identity.jwks import KeySet
    from wizard.model import Client, Pool, Problem

_FOREIGN: Final = frozenset({"token.unknown_kid", "token.signature", "token.alg_mismatch"})
"""Reasons behind which another pool's token may stand."""


def wrong_client(client: Client, pool: Pool) -> Problem | None:
    """Tell a service client in the webapp client's place, and a client of another pool (FAQ)."""
    if client.kind != "webapp":
        wanted = {"id": client.id, "actual": client.kind, "wanted": "webapp"}
        return problem("client.wrong_kind", **wanted)
    if client.pool_id != pool.id:
        return problem("client.other_pool", id=client.id, pool=client.pool_id)
    return None


def with_client(verdict: Verdict, client: Client, pool: Pool) -> Verdict:
    """Put the client before the token's checks: with a wrong one, no token helps."""
    wrong = wrong_client(client, pool)
    if wrong:
        return verdict.preceded_by(Check("chain.client", "fail", wrong.symptom, wrong))
    return verdict.preceded_by(Check("chain.client", "pass", "the pool's webapp client"))


def may_be_foreign(verdict: Verdict) -> bool:
    """Tell whether it is worth looking at the key sets of other pools."""
    return verdict.code in _FOREIGN


def of_another_pool(verdict: Verdict, token: str, key_sets: Mapping[str, KeySet]) -> Verdict:
    """Name the pool whose key set the token's signature fits, where it is one of ``key_sets``.

    ``key_sets`` are those of the other pools, by the pools' names for people.
    """
    for pool, key_set in key_sets.items():
        if judge(token, key_set, signature_only=True).state != "fail":
            return verdict.because(problem("chain.other_pool", kid=verdict.kid, pool=pool))
    return verdict


def with_withdrawn_key(verdict: Verdict, earlier: Container[str]) -> Verdict:
    """Tell a key that was in the set before; ``earlier`` holds the kids that it had."""
    if verdict.code == "token.unknown_kid" and verdict.kid in earlier:
        return verdict.because(problem("chain.key_withdrawn", kid=verdict.kid))
    return verdict


def with_user(verdict: Verdict, app_user_id: str) -> Verdict:
    """Tell a token of another user than the one the back end looks for (FAQ, “Backend app”).

    Anon accepts it; it is ``ANON_APP_USER_ID`` that then names somebody who was never linked.
    """
    user = verdict.user_id
    if user is None:
        return verdict.followed_by(Check("chain.user", "skip", "not reached"))
    if user == app_user_id:
        return verdict.followed_by(Check("chain.user", "pass", "the back end's user"))
    differs = problem("chain.user_differs", user=user, app_user=app_user_id)
    return verdict.followed_by(Check("chain.user", "warn", differs.symptom, differs))
