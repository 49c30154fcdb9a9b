"""The values of an app's variables against the profile and against each other.

Knows: the FAQ's traps: the service client's id, the old client's, another environment's; the back
end's user who is not the token's.
Must never: write a value into an app that the profile has not got proven.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.apps import in_effect
from wizard.checks.asking import base_url
from wizard.checks.edits import set_variable
from wizard.checks.registry import Check
from wizard.checks.row import Outcome, at, failed, passed, skipped, warned
from wizard.problems import problem
from wizard.steps.clients import service_key_name
from wizard.steps.key import API_KEY
from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.apps import EnvSource, Setting
    from wizard.checks.case import Case
    from wizard.checks.remedies import Edit
    from wizard.model import Problem


def settings_of(case: Case, plain: str) -> Iterator[tuple[EnvSource, Setting]]:
    """Give each line that sets one variable of Anon's, by whatever name; empty ones left out.

    Only lines in effect, and only of files that are for the profile's environment.
    """
    for source, setting in in_effect(each for each in case.env_sources if _is_ours(case, each)):
        called = setting.variable is not None and setting.variable.name == plain
        if called and not setting.is_empty and not setting.refers:
            yield source, setting


def _is_ours(case: Case, source: EnvSource) -> bool:
    """Tell by name or by what it says whether a file is for the profile's environment.

    One for tests holds whatever the tests want, and a spare copy what was once right.
    """
    if source.stage in {"", "tests", "spare"}:
        return not source.stage
    place = case.place
    is_production = place.prod or place.rehearsal
    says = (each.value for each in source.settings if _is_environment(each))
    return (source.stage == "production") == is_production or case.profile.environment in says


def _is_environment(setting: Setting) -> bool:
    return setting.variable is not None and setting.variable.name == "ANON_ENV"


def _elsewhere(case: Case) -> list[str]:
    """Give the files that are for another environment, or for tests."""
    mine = (each for each in case.env_sources if any(line.variable for line in each.settings))
    return [printable(each.file) for each in mine if not _is_ours(case, each)]


def _environment_fits(case: Case) -> Outcome:
    wanted = case.profile.environment
    wrong = [each for _, each in settings_of(case, "ANON_ENV") if each.value != wanted]
    if not wrong:
        others = _elsewhere(case)
        left_out = f"; not compared: {', '.join(others)}" if others else ""
        return passed(f"The app is for the profile's environment{left_out}")
    first = wrong[0]
    told = {"place": first.place, "name": first.name, "actual": first.value}
    other = problem("app.other_environment", **told, wanted=wanted, profile=case.name)
    return at((each.place for each in wrong), failed(other))


def _base_url_fits(case: Case) -> Outcome:
    lines = list(settings_of(case, "ANON_BASE_URL"))
    if not lines:
        return skipped("The app names no base URL: its environment tells it")
    wanted = base_url(case)
    wrong = [(source, each) for source, each in lines if each.value.rstrip("/") != wanted]
    if not wrong:
        return passed("The app speaks to the profile's Anon")
    first = wrong[0][1]
    told = {"place": first.place, "name": first.name, "actual": first.value, "wanted": wanted}
    remedies = [_set(case, source, each, wanted) for source, each in wrong]
    found = failed(problem("app.other_base_url", **told), *remedies)
    return at((each.place for _, each in wrong), found)


def _client_fits(case: Case) -> Outcome:
    wanted = case.profile.webapp_id
    lines = list(settings_of(case, "ANON_SDKCLIENT_ID"))
    if not lines:
        return skipped("The app names no client")
    if case.rows["client.webapp"].state == "fail":
        return skipped("Not reached: it stands on “Webapp client”.")
    wrong = [(source, each) for source, each in lines if each.value != wanted]
    if not wrong:
        return passed("The app names the profile's webapp client")
    remedies = [_set(case, source, each, wanted) for source, each in wrong]
    found = failed(_wrong_client(case, wrong[0][1]), *remedies)
    return at((each.place for _, each in wrong), found)


def _wrong_client(case: Case, setting: Setting) -> Problem:
    """Say which of the FAQ's three mistakes it is."""
    profile = case.profile
    told = {"place": setting.place, "name": setting.name, "wanted": profile.webapp_id}
    known = next((each for each in profile.clients if each.id == setting.value), None)
    if setting.value == profile.service_id or (known and known.kind == "service"):
        return problem("app.service_id", **told)
    if known:
        return problem("app.old_client", **told, actual=known.id, pool=known.pool_id)
    return problem("app.unknown_client", **told, actual=setting.value, profile=case.name)


def _key_fits(case: Case) -> Outcome:
    name = service_key_name(case.profile.service_id)
    ours = {case.secrets[each].reveal() for each in (name, API_KEY) if each in case.secrets}
    lines = [each for _, each in settings_of(case, "ANON_API_KEY")]
    if not lines or name not in case.secrets:
        return skipped("Nothing to compare: no key in the app, or none stored with the profile")
    wrong = [each for each in lines if each.value not in ours]
    if not wrong:
        return passed("The app has the profile's key")
    first = wrong[0]
    path = case.the_app.path(first.file)
    other = problem("app.other_key", place=first.place, name=first.name, path=path)
    return at((each.place for each in wrong), warned(other))


def _set(case: Case, source: EnvSource, setting: Setting, value: str) -> Edit:
    return set_variable(case.the_app.path(source.file), source.reader, setting.name, value)


CHECKS: Final[tuple[Check[Case], ...]] = (
    Check("app.environment", "App's environment", "app", _environment_fits, ("profile.saved",)),
    Check("app.base_url", "App's Anon", "app", _base_url_fits, ("app.environment",)),
    Check("app.client", "App's client", "app", _client_fits, ("app.environment",)),
    Check("app.key", "App's key", "app", _key_fits, ("app.environment",)),
)
