"""A tested profile's way to production: where it may lead, and who says that it is meant.

Knows: that answers are carried over and ids are not, and that production is confirmed by name.
Must never: take a confirmation that was not typed for this very run.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from wizard.environments import environment
from wizard.model import Answers, Draft, Field, ProblemError
from wizard.problems import problem

if TYPE_CHECKING:
    from wizard.context import Context
    from wizard.environments import Environment
    from wizard.identity.jwks import KeySet
    from wizard.model import Profile
    from wizard.profiles.home import Home

_SAID_NOW: Final = frozenset({"flag", "typed"})
_STAGE: Final = r"(?i)[-_. ]?(?:local|dev|sandbox|test|staging)$"


def _to_production(answers: Answers, _draft: Draft) -> bool:
    try:
        return environment(answers.text("environment")).prod
    except ProblemError:
        return False


FROM: Final = Field(
    name="promoted_from",
    label="Profile that was tested",
    help="Production begins with a profile that went through the hand-off. Its answers are carried "
    "over; its ids and keys are not, and the profile itself is kept.",
    flag="--from",
    metavar="PROFILE",
    placeholder="acme-dev",
    shown=_to_production,
)

CONFIRM: Final = Field(
    name="confirm_prod",
    label="Type the new profile's name to confirm that you mean production",
    help="What is made in production is seen by your users, and Anon documents no way to delete "
    "it.",
    flag="--confirm-prod",
    metavar="PROFILE",
    shown=_to_production,
)


def promoted_name(source: str, target: str) -> str:
    """Give the name of the profile that ``source`` becomes: ``acme-dev`` → ``acme-prod``."""
    stem = re.sub(_STAGE, "", source)
    suffix = target.split("://", 1)[-1].split("/", 1)[0]
    return f"{stem}-{suffix}" if stem else suffix


def carried_over(source: Profile) -> dict[str, str]:
    """Give the answers that go along: none of Anon's ids, no key set that is not the user's own."""
    pool = source.pool()
    answers = {"user": source.user_id, "app": source.app}
    if pool and pool.source == "url":
        answers |= {"jwks": pool.jwks_uri, "id_claim": pool.id_claim}
    if not environment(source.environment).local:
        answers["secret_store"] = source.secret_store
    return {name: value for name, value in answers.items() if value}


def source_of(context: Context, place: Environment, profile: str, answers: Answers) -> str:
    """Give the tested profile that ``profile`` carries over, confirmed; empty: it is no promotion.

    Raises ``promotion.from_nothing``, ``.wrong_way``, ``.same_name``, ``prod.unconfirmed`` and
    ``profile.unknown``.
    """
    name = answers.text("promoted_from") or _recorded(context, place, profile)
    if not name:
        if place.prod:
            raise ProblemError(problem("promotion.from_nothing"))
        return ""
    _refuse_wrong_way(_saved(context, name), place, profile)
    _refuse_unconfirmed(place, profile, name, answers)
    return name


def _recorded(context: Context, place: Environment, profile: str) -> str:
    """Give what an earlier promotion to this profile remembers, so that it can be run again."""
    from wizard.profiles.handoffs import read

    saved = context.saved(profile)
    fits = saved is not None and saved.environment == place.name
    return read(context.home, profile).promoted_from if fits else ""


def _saved(context: Context, name: str) -> Profile:
    from wizard.profiles.store import ProfileStore

    return ProfileStore(context.home).load(name)


def _refuse_wrong_way(source: Profile, place: Environment, profile: str) -> None:
    if source.name == profile:
        raise ProblemError(problem("promotion.same_name", profile=profile))
    elsewhere = place.name != source.environment
    stands_for_production = place.prod or place.rehearsal or place.name == place.base_url
    if not (elsewhere and stands_for_production):
        details = {"profile": source.name, "theirs": source.environment, "ours": place.name}
        raise ProblemError(problem("promotion.wrong_way", **details))


def _refuse_unconfirmed(place: Environment, profile: str, source: str, answers: Answers) -> None:
    """Ask for the name of the new profile; who types the tested one's has thought about it, too."""
    answer = answers.get("confirm_prod")
    said = answers.text("confirm_prod") if answer and answer.source in _SAID_NOW else ""
    if (place.prod or said) and said not in {profile, source}:
        raise ProblemError(problem("prod.unconfirmed", profile=profile))


# --- the key set ----------------------------------------------------------------------------------


def refuse_borrowed_keys(home: Home, draft: Draft, jwks: str, key_set: KeySet | None) -> None:
    """Stop a promotion with a key set that is not the user's own: the mock one, or an example.

    ``jwks`` is the answer of that name, ``key_set`` what it gives, once it was fetched. Raises
    ``handoff.not_own_keys``.
    """
    from wizard.profiles.own_keys import why_not_own

    reason = why_not_own(home, jwks, key_set) if draft.promoted_from else ""
    if reason:
        tested = draft.promoted_from
        raise ProblemError(problem("handoff.not_own_keys", reason=reason, profile=tested))


# --- remembering ----------------------------------------------------------------------------------


def remember(home: Home, draft: Draft) -> None:
    """Let both profiles know of each other. Raises what saving raises."""
    from wizard.profiles.handoffs import update

    source, target = draft.promoted_from, draft.profile
    if source:
        update(home, target, lambda record: replace(record, promoted_from=source))
        update(home, source, lambda record: replace(record, promoted_to=target))
