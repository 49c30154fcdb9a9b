"""The active profile's chain as the judge of a token.

Knows: where a profile's pools, clients and test token are.
Must never: change anything; where the local sandbox sleeps, it is woken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.checks import chain
from wizard.cli.chosen import chosen_profile
from wizard.environments import environment
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.steps.user import TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.cli.command import Call
    from wizard.identity.judge import Verdict
    from wizard.identity.jwks import KeySet
    from wizard.model import Pool, Profile, Secret


def by_profile(call: Call) -> Callable[[str], Verdict]:
    """Give the judgement by the profile's pool, webapp client and user.

    Raises ``profile.…`` where there is no such chain, ``token.hosted_unproven`` where the pool
    shows no key set.
    """
    from wizard.identity.judge import judge

    profile = chosen_profile(call)
    pool, client = profile.pool(), profile.client("webapp")
    if pool is None:
        raise ProblemError(problem("chain.incomplete", profile=profile.name))
    if not pool.jwks_uri:
        raise ProblemError(problem("token.hosted_unproven"))
    _wake(call, profile)
    options = call.options
    key_set = _key_set(profile, pool)

    def verdict(token: str) -> Verdict:
        found = judge(
            token,
            key_set,
            id_claim=options.id_claim or pool.id_claim,
            user_id=options.user,
            signature_only=options.signature_only,
        )
        if chain.may_be_foreign(found):
            found = chain.of_another_pool(found, token, _other_sets(profile, pool))
            found = chain.with_withdrawn_key(found, _earlier(call, profile))
        if profile.user_id and options.user is None:
            found = chain.with_user(found, profile.user_id)
        return chain.with_client(found, client, pool) if client else found

    return verdict


def saved_token(call: Call) -> Secret:
    """Give the test user's token as the profile's store has it. Raises ``secrets.missing``."""
    profile = chosen_profile(call)
    token = _saved(call, profile)
    if token is None:
        raise ProblemError(problem("secrets.missing", name=TOKEN, profile=profile.name))
    return token


def _saved(call: Call, profile: Profile) -> Secret | None:
    from wizard.profiles.secrets import open_secrets

    return open_secrets(profile.secret_store, call.home).get(profile.name, TOKEN)


def _wake(call: Call, profile: Profile) -> None:
    if environment(profile.environment).local:
        from wizard.cli.composition import sandbox_state
        from wizard.sandbox import ensure

        ensure(sandbox_state(call.home))


def _key_set(profile: Profile, pool: Pool) -> KeySet:
    from wizard.cli import sources

    private = environment(profile.environment).private
    return sources.key_set(pool.jwks_uri, allow_private=private)


def _other_sets(profile: Profile, pool: Pool) -> dict[str, KeySet]:
    others = [each for each in profile.pools if each.jwks_uri and each.id != pool.id]
    return {f"“{each.name}” ({each.id})": _key_set(profile, each) for each in others}


def _earlier(call: Call, profile: Profile) -> frozenset[str]:
    """Give the kid of the test user's token: it was proven when the profile was set up."""
    from wizard.identity.tokens import inspect

    token = _saved(call, profile)
    kid = inspect(token.reveal()).kid if token else None
    return frozenset({kid} if kid else ())
