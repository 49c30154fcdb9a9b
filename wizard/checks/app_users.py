"""The test user in an app: the token of the front end, and the id that the back end names.

Knows: that the two must be the same user (FAQ, “Error translating external user id”).
Must never: show a token; a place is enough to find it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.checks.app_values import settings_of
from wizard.checks.asking import anons_time, key_set, pool
from wizard.checks.edits import set_variable
from wizard.checks.registry import Check
from wizard.checks.row import Outcome, at, failed, passed, skipped, told_at
from wizard.identity.judge import judge
from wizard.identity.tokens import inspect
from wizard.identity.words import ago, date
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.steps.user_token import TOKEN
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.apps import EnvSource, Setting
    from wizard.checks.case import Case
    from wizard.checks.remedies import Edit
    from wizard.model import Problem


def _token_is_good(case: Case) -> Outcome:
    lines = list(settings_of(case, "ANON_APP_USER_ID_TOKEN"))
    if not lines:
        return skipped("The app's variables hold no token")
    found = [
        (source, each, _trouble(case, each)) for source, each in lines if not _ours(case, each)
    ]
    wrong = [(source, each, why) for source, each, why in found if why]
    if not wrong:
        return passed("The app's token would be accepted")
    outcome = failed(wrong[0][2], *_new_tokens(case, [(source, each) for source, each, _ in wrong]))
    return at((each.place for _, each, _ in wrong), told_at(wrong[0][1].place, outcome))


def _ours(case: Case, setting: Setting) -> bool:
    """Tell whether it is the profile's own token, which has rows of its own."""
    return TOKEN in case.secrets and setting.value == case.secrets[TOKEN].reveal()


def _trouble(case: Case, setting: Setting) -> Problem | None:
    try:
        claim, keys = pool(case).id_claim, key_set(case)
    except ProblemError:
        return _trouble_seen(case, setting.value)
    verdict = judge(setting.value, keys, id_claim=claim, now=anons_time(case))
    return verdict.problem if verdict.state == "fail" else None


def _trouble_seen(case: Case, token: str) -> Problem | None:
    """Say what the token itself tells, where its pool's key set is not to be had."""
    seen, now = inspect(token), case.now()
    if seen.problem or seen.expires_at is None or seen.expires_at > now:
        return seen.problem
    return problem("token.expired", ago=ago(now - seen.expires_at), at=date(seen.expires_at))


def _new_tokens(case: Case, wrong: list[tuple[EnvSource, Setting]]) -> list[Edit]:
    """Write the profile's token over the wrong ones, once that is known to be good."""
    row = case.rows.get("token.expiry")
    if row is None or row.state not in {"pass", "warn"}:
        return []
    token, folder = case.secrets[TOKEN].reveal(), case.the_app
    return [
        set_variable(folder.path(source.file), source.reader, setting.name, token)
        for source, setting in wrong
    ]


def _users_are_one(case: Case) -> Outcome:
    """Compare the back end's user with that of the app's token; without one, the profile's."""
    ids = [each for _, each in settings_of(case, "ANON_APP_USER_ID")]
    if not ids:
        return skipped("The app names no test user")
    wanted = _user_of_token(case) or case.profile.user_id
    wrong = [each for each in ids if each.value != wanted]
    if not wrong:
        return passed(f"Back end and token name the same user, {printable(wanted)}")
    told = {"actual": wanted, "wanted": wrong[0].value, "claim": _claim(case)}
    outcome = told_at(wrong[0].place, failed(problem("token.user_differs", **told)))
    return at((each.place for each in wrong), outcome)


def _user_of_token(case: Case) -> str:
    for _, setting in settings_of(case, "ANON_APP_USER_ID_TOKEN"):
        user = inspect(setting.value).claims.get(_claim(case))
        if isinstance(user, str):
            return user
    return ""


def _claim(case: Case) -> str:
    return case.pool.id_claim


CHECKS: Final[tuple[Check[Case], ...]] = (
    Check("app.user", "App's user", "app", _users_are_one, ("app.environment",)),
    Check("app.token", "App's token", "app", _token_is_good, ("app.environment", "app.user")),
)
