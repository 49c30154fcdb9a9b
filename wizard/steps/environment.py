"""The first step: which Anon, and under which name the result is kept.

Knows: the environments one can choose, and that a profile is bound to one of them.
Must never: talk to Anon; only the local sandbox is started here.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

from wizard.environments import environment
from wizard.model import Answers, Choice, Draft, Field, Plan, ProblemError, Step
from wizard.problems import problem
from wizard.profiles.names import check_name
from wizard.steps import TITLES
from wizard.steps.promotion import CONFIRM, FROM, promoted_name, source_of

if TYPE_CHECKING:
    from wizard.context import Context
    from wizard.model import Problem


def check_environment(value: str) -> Problem | None:
    """Tell what is wrong with an environment's name or base URL."""
    try:
        environment(value)
    except ProblemError as wrong:
        return wrong.problem
    return None


ENVIRONMENT: Final = Field(
    name="environment",
    label="Which Anon do you want to set up?",
    help="The local sandbox needs no account and no network. Everything in it is worthless, "
    "so it is the place to try things. Anon's own sandbox needs the key Anon gave you.",
    flag="--env",
    env="ANON_ENV",
    choices=(
        Choice("local", "Local sandbox", "on this machine: no account, no network"),
        Choice("sandbox", "Anon's sandbox", "svc.sandbox.anon.com: with a key from Anon"),
        Choice("local-prod", "Rehearse production", "a second local organization"),
        Choice("prod", "Production", "svc.prod.anon.com"),
        Choice("url", "Another address", "a base URL that speaks Anon's API", free=True),
    ),
    placeholder="https://svc.example.com",
    default=lambda _answers, _draft: "local",
    check=check_environment,
    decides=("pool", "webapp", "service", "user", "link"),
)

PROFILE: Final = Field(
    name="profile",
    label="Name of the profile",
    help="Ids and answers are saved under this name; you can have several and switch. "
    "It also begins the names of what is created at Anon, so that you recognise it there.",
    flag="--profile",
    env="ANON_WIZARD_PROFILE",
    placeholder="acme-dev",
    default=lambda answers, _draft: profile_name(answers),
    check=check_name,
    decides=("pool", "webapp", "service", "user", "link"),
)


BESIDE: Final = "beside"
"""An answer nobody is asked for: the profiles, one a line, beside which another one is set up."""


def profile_name(answers: Answers) -> str:
    """Give the profile's name that the answers lead to, where none was chosen.

    It is the environment's own name, or the host of its URL; for a promotion the tested profile's
    name says it. Where another profile is meant and has that name, a number follows.
    """
    place = answers.text("environment") or "local"
    source = answers.text("promoted_from")
    if source:
        return promoted_name(source, place)
    name = place.split("://", 1)[-1].split("/", 1)[0] or "local"
    taken = {"", *answers.text(BESIDE).split("\n")}
    numbered = (f"{name}-{number}" for number in count(2))
    return next(each for each in numbered if each not in taken) if name in taken else name


def _run(context: Context, draft: Draft, answers: Answers) -> Draft:
    chosen = environment(answers.text("environment"))
    profile = answers.text("profile") or profile_name(answers)
    wrong = check_name(profile)
    if wrong:
        raise ProblemError(wrong)
    _refuse_other_environment(context, profile, chosen.name)
    source = source_of(context, chosen, profile, answers)
    if chosen.local:
        context.say("Using the local sandbox")
    base_url = context.sandbox().url if chosen.local else chosen.base_url
    draft = draft._replace(profile=profile, environment=chosen.name, base_url=base_url)
    return draft._replace(promoted_from=source)


def _plan(context: Context, draft: Draft, answers: Answers) -> Plan:
    return Plan((), _run(context, draft, answers))


def _refuse_other_environment(context: Context, profile: str, ours: str) -> None:
    saved = context.saved(profile)
    if saved and saved.environment != ours:
        raise ProblemError(
            problem(
                "profile.other_environment",
                profile=profile,
                theirs=saved.environment,
                ours=ours,
            )
        )


STEP: Final = Step(
    id="environment",
    title=TITLES["environment"],
    purpose="Anon runs in several places that know nothing of each other. "
    "Choose the one this profile is for. Enter takes what is proposed.",
    fields=(ENVIRONMENT, FROM, PROFILE, CONFIRM),
    run=_run,
    plan=_plan,
    done=lambda draft: bool(draft.base_url),
)
