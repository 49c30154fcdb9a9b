"""Nothing is given out that does not belong together: client, pool and token."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from wizard.environments import environment
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles import proofs
from wizard.profiles.coherence import mark_of, proven_live, why_apart
from wizard.profiles.references import is_reference

if TYPE_CHECKING:
    from wizard.cli.command import Call
    from wizard.model import Profile, Secret


def refuse_mixture(call: Call, profile: Profile, token: Secret | None) -> None:
    """Raise what speaks against the profile's ids and token; prove live what is new.

    What can't be proven (offline, a hosted pool) is said, and goes on.
    """
    if token and is_reference(token):
        token = None  # it is only shown, so it is not fetched
    trouble = why_apart(profile, token)
    if trouble:
        raise ProblemError(trouble)
    if token:
        _prove(call, profile, token)
        _tell_expired(call, profile)


def _prove(call: Call, profile: Profile, token: Secret) -> None:
    mark = mark_of(profile.pool_id, token)
    if proofs.read(call.home, profile.name).get("chain") == mark:
        return
    place = environment(profile.environment)
    if place.local:
        from wizard.cli.composition import sandbox_state
        from wizard.sandbox import ensure

        ensure(sandbox_state(call.home))
    if proven_live(profile, token, allow_private=place.private) == "proven":
        proofs.update(call.home, profile.name, chain=mark)
    else:
        unproven = problem("env.unproven")
        call.say(f"{unproven.symptom} {unproven.cause}")


def _tell_expired(call: Call, profile: Profile) -> None:
    expires = proofs.read(call.home, profile.name).get("token_expires_at")
    if isinstance(expires, int) and expires < time.time():
        call.say("The test user's token has expired. For a new one: anon-wizard setup")
