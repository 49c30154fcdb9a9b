"""The active profile's chain as the judge of a token.

Knows: where a profile's pools, clients and test token are.
Must never: change anything; where the local sandbox sleeps, it is woken.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard import judging
from wizard.checks import chain
from wizard.cli.chosen import chosen_profile
from wizard.environments import environment
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.steps.user_token import TOKEN

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
    profile = _awake(call, chosen_profile(call))
    pool = profile.pool()
    if pool is None:
        raise ProblemError(problem("chain.incomplete", profile=profile.name))
    if not pool.jwks_uri:
        raise ProblemError(problem("token.hosted_unproven"))
    chosen = _Chain(call, profile, pool, _key_set(profile, pool.jwks_uri))
    return chosen.judge


@dataclass(frozen=True, slots=True)
class _Chain:
    """A profile's pool and what hangs on it; the key set is fetched once."""

    call: Call
    profile: Profile
    pool: Pool
    key_set: KeySet

    def judge(self, token: str) -> Verdict:
        """Judge a token by the whole chain."""
        from wizard.identity.judge import judge

        options = self.call.options
        found = judge(
            token,
            self.key_set,
            id_claim=options.id_claim or self.pool.id_claim,
            user_id=options.user,
            signature_only=options.signature_only,
        )
        if chain.may_be_foreign(found):
            found = chain.of_another_pool(found, token, self._other_sets())
            found = chain.with_withdrawn_key(found, self._earlier())
        if self.profile.user_id and options.user is None:
            found = chain.with_user(found, self.profile.user_id)
        client = self.profile.client("webapp")
        return chain.with_client(found, client, self.pool) if client else found

    def _other_sets(self) -> dict[str, KeySet]:
        pools = [pool for pool in self.profile.pools if pool.jwks_uri and pool.id != self.pool.id]
        return {
            f"“{pool.name}” ({pool.id})": _key_set(self.profile, pool.jwks_uri) for pool in pools
        }

    def _earlier(self) -> frozenset[str]:
        """Give the kid of the test user's token, where it was proven with this very pool."""
        from wizard.profiles.coherence import proven_kids

        saved = _saved(self.call, self.profile)
        return proven_kids(self.call.home, self.profile, saved)


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


def _awake(call: Call, profile: Profile) -> Profile:
    """Wake the local sandbox, where the profile lives in it; it may have another port by now."""
    if not environment(profile.environment).local:
        return profile
    from wizard.sandbox import ensure

    return profile.moved(ensure(call.home.sandbox()).url)


def _key_set(profile: Profile, uri: str) -> KeySet:
    return judging.key_set(uri, allow_private=environment(profile.environment).private)
