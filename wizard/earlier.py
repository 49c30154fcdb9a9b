"""What an earlier run leaves to a setup of the same profile: its answers, and how far it came.

Must never: take an id of a tested profile into another one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.changing import Ground
from wizard.model import Answers, Draft, Link, TestUser
from wizard.steps.promotion import CONFIRM, carried_over

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.model import Profile
    from wizard.profiles.drafts import Interrupted
    from wizard.profiles.home import Home


@dataclass(frozen=True, slots=True)
class Earlier:
    """``answers`` by field; ``reached``: what an interrupted setup had proven.

    ``ground`` is what was proven at all, and the answers it stands on.
    """

    answers: Mapping[str, str]
    reached: Draft | None
    ground: Ground | None


def earlier(home: Home, name: str, source: str, say: Callable[[str], None]) -> Earlier:
    """Give what is known of the profile ``name``.

    For a promotion, what the tested profile ``source`` carries over stands behind all else.
    """
    from wizard.profiles import drafts

    tested = saved_profile(home, source) if source else None
    saved = saved_profile(home, name)
    interrupted = drafts.load(home, name, lambda trouble: say(trouble.symptom))
    if saved and interrupted:
        say("A setup over this profile was interrupted; what is saved counts, not that.")
        interrupted = None
    answers = {
        **(carried_over(tested) if tested else {}),
        **(from_profile(saved) if saved else {}),
        **(_from_answers(interrupted.answers) if interrupted else {}),
    }
    reached = interrupted.draft if interrupted else None
    return Earlier(answers, reached, _ground(home, saved, interrupted))


def completed(answers: Answers, earlier: Mapping[str, str]) -> Answers:
    """Let an earlier run answer what nobody else did; nothing is read a second time (stdin)."""
    for name, value in earlier.items():
        if value and name not in answers:
            answers = answers.put(name, value, "profile")
    return answers


def saved_profile(home: Home, name: str) -> Profile | None:
    """Give the saved profile of that name, where there is one."""
    from wizard.profiles.store import ProfileStore

    store = ProfileStore(home)
    return store.load(name) if store.exists(name) else None


def taken_names(home: Home) -> frozenset[str]:
    """Give the profiles that are saved, or of which something is proven already.

    Raises what reading their folder raises.
    """
    from wizard.profiles import drafts
    from wizard.profiles.store import ProfileStore

    begun = (drafts.load(home, name) for name in drafts.interrupted(home))
    proven = (each.draft.profile for each in begun if each and each.draft.key_proof)
    return frozenset((*ProfileStore(home).names(), *proven))


def from_profile(profile: Profile) -> dict[str, str]:
    """Give the answers a saved profile stands for, so that a second run asks nothing again."""
    pool = profile.pool()
    answers = {
        "environment": profile.environment,
        "profile": profile.name,
        "organization": profile.organization_id,
        "secret_store": profile.secret_store,
        "user": profile.user_id,
        "app": profile.app,
    }
    if pool:
        answers["jwks"] = pool.jwks_uri if pool.source == "url" else pool.source
        answers["id_claim"] = pool.id_claim
        if pool.source == "mock":
            answers["mock_jwks"] = pool.jwks_uri
    return {name: value for name, value in answers.items() if value}


def _from_answers(answers: Answers) -> dict[str, str]:
    """Give the plain answers of an interrupted setup; secrets are kept elsewhere.

    That production is meant is said anew each time.
    """
    kept = answers.without(CONFIRM.name)
    return {name: kept.text(name) for name in kept if kept.text(name)}


def _ground(home: Home, saved: Profile | None, interrupted: Interrupted | None) -> Ground | None:
    if interrupted:
        return Ground(interrupted.draft, interrupted.answers)
    return ground_of(home, saved) if saved else None


def ground_of(home: Home, profile: Profile) -> Ground:
    """Give what a saved profile holds, as the setup that made it had proven it."""
    from wizard.profiles import proofs

    linked = proofs.read(home, profile.name).get("link") == "active"
    draft = Draft(
        profile=profile.name,
        environment=profile.environment,
        base_url=profile.base_url,
        pool=profile.pool(),
        webapp=profile.client("webapp"),
        service=profile.client("service"),
        user=TestUser(profile.user_id) if profile.user_id else None,
        link=Link(profile.app, "active") if linked else None,
    )
    answers = Answers()
    for name, value in from_profile(profile).items():
        answers = answers.put(name, value, "profile")
    return Ground(draft, answers)
