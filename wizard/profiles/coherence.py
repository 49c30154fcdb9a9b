"""Whether a profile's client, pool and token belong together.

Knows: what can be seen offline, and that a pool and a token proven together once need no proof
again. The mark of that proof is a hash: it tells nothing about the token.
Must never: say that something belongs together because nothing speaks against it.
"""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING, Literal

from wizard.environments import environment
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles import proofs
from wizard.profiles.references import is_reference
from wizard.text import command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.identity.judge import Verdict
    from wizard.model import Problem, Profile, Secret
    from wizard.profiles.home import Home

Proof = Literal["proven", "not proven"]


def mark_of(pool_id: str, token: Secret) -> str:
    """Give what remembers that this token was proven with this pool's key set."""
    return hashlib.sha256(f"{pool_id}\n{token.reveal()}".encode()).hexdigest()


def proven_kids(home: Home, profile: Profile, token: Secret | None) -> frozenset[str]:
    """Give the ``kid`` that the pool's key set certainly had: that of the token proven with it."""
    from wizard.identity.tokens import inspect

    if token is None:
        return frozenset()
    if proofs.read(home, profile.name).get("chain") != mark_of(profile.pool_id, token):
        return frozenset()
    kid = inspect(token.reveal()).kid
    return frozenset({kid} if kid else ())


def why_apart(profile: Profile, token: Secret | None) -> Problem | None:
    """Say what, seen offline, does not belong together; None: nothing."""
    return (
        _wrong_webapp(profile)
        or _wrong_service(profile)
        or (_wrong_token(profile, token) if token else None)
    )


def refuse_mixture(home: Home, profile: Profile, token: Secret | None) -> tuple[str, ...]:
    """Raise what speaks against the profile's ids and token; prove live what is new.

    Gives what must be said, and does not stop anything: what can't be proven (offline, a hosted
    pool), a token that has expired.
    """
    if token and is_reference(token):
        token = None  # it is only shown, so it is not fetched
    trouble = why_apart(profile, token)
    if trouble:
        raise ProblemError(trouble)
    return tuple(_remarks(home, profile, token)) if token else ()


def _remarks(home: Home, profile: Profile, token: Secret) -> Iterator[str]:
    mark, known = mark_of(profile.pool_id, token), proofs.read(home, profile.name)
    if known.get("chain") != mark:
        place = environment(profile.environment)
        if place.local:
            from wizard.sandbox import ensure

            ensure(home.sandbox())
        if proven_live(profile, token, allow_private=place.private) == "proven":
            proofs.update(home, profile.name, chain=mark)
        else:
            unproven = problem("env.unproven")
            yield f"{unproven.symptom} {unproven.cause}"
    expires = known.get("token_expires_at")
    if isinstance(expires, int) and expires < time.time():
        how = command("anon-wizard", "setup", "--profile", profile.name)
        yield f"The test user's token has expired. For a new one: {how}"


def _wrong_webapp(profile: Profile) -> Problem | None:
    client = next((each for each in profile.clients if each.id == profile.webapp_id), None)
    if client is None:
        return None
    if client.kind != "webapp":
        return problem("client.wrong_kind", id=client.id, actual="service", wanted="webapp")
    if client.pool_id != profile.pool_id:
        return problem("client.other_pool", id=client.id, pool=client.pool_id)
    return None


def _wrong_service(profile: Profile) -> Problem | None:
    client = next((each for each in profile.clients if each.id == profile.service_id), None)
    if client is None or client.kind == "service":
        return None
    return problem("client.wrong_kind", id=client.id, actual="webapp", wanted="service")


def _wrong_token(profile: Profile, token: Secret) -> Problem | None:
    """Compare what the token says of itself; only ``proven_live`` tells whether that is true."""
    from wizard.identity.tokens import inspect

    pool, seen = profile.pool(), inspect(token.reveal())
    if seen.problem:
        return seen.problem
    claim = pool.id_claim if pool else "sub"
    user, client = seen.claims.get(claim), seen.claims.get("sdkClientId")
    if profile.user_id and user != profile.user_id:
        return problem(
            "env.other_user", claim=claim, theirs=user, ours=profile.user_id, profile=profile.name
        )
    if client and client != profile.webapp_id:
        return problem(
            "env.other_client", theirs=client, ours=profile.webapp_id, profile=profile.name
        )
    return None


def proven_live(profile: Profile, token: Secret, *, allow_private: bool) -> Proof:
    """Judge the token by the pool's key set as it is served now.

    Raises the verdict's problem where the token is not of that set. An expired token is *proven*:
    it belongs there. Where the set can't be fetched, or the pool shows none, nothing is proven.
    """
    pool = profile.pool()
    if pool is None or not pool.jwks_uri:
        return "not proven"
    from wizard.identity.fetch import load
    from wizard.identity.judge import judge

    try:
        keys = load(pool.jwks_uri, allow_private=allow_private)
    except ProblemError:
        return "not proven"
    verdict = judge(token.reveal(), keys, id_claim=pool.id_claim, user_id=profile.user_id or None)
    return _believed(verdict)


def _believed(verdict: Verdict) -> Proof:
    if verdict.state == "fail" and verdict.problem and verdict.code != "token.expired":
        raise ProblemError(verdict.problem)
    return "proven"
