"""What an earlier run leaves to a setup of the same profile: its answers, and how far it came.

Must never: take an id of a tested profile into another one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard import answering
from wizard.changing import Ground
from wizard.model import Answers, Draft, Link, TestUser

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.cli.command import Call
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


def earlier(call: Call, given: Answers) -> Earlier:
    """Give what is known of the profile that ``given`` names.

    For a promotion, what the tested profile carries over stands behind all else.
    """
    from wizard.cli.composition import saved_profile
    from wizard.profiles import drafts
    from wizard.steps.environment import profile_name
    from wizard.steps.promotion import carried_over

    name = given.text("profile") or profile_name(given)
    source = given.text("promoted_from")
    tested = saved_profile(call.home, source) if source else None
    saved = saved_profile(call.home, name)
    interrupted = drafts.load(call.home, name, lambda trouble: call.say(trouble.symptom))
    if saved and interrupted:
        call.say("A setup over this profile was interrupted; what is saved counts, not that.")
        interrupted = None
    answers = {
        **(carried_over(tested) if tested else {}),
        **(answering.from_profile(saved) if saved else {}),
        **(answering.from_answers(interrupted.answers) if interrupted else {}),
    }
    reached = interrupted.draft if interrupted else None
    return Earlier(answers, reached, _ground(call.home, saved, interrupted))


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
    for name, value in answering.from_profile(profile).items():
        answers = answers.put(name, value, "profile")
    return Ground(draft, answers)
