"""The names of an app's variables: whether the front end sees them, and whether they say anything.

Knows: which prefix a framework wants (contract, variable names).
Must never: copy a private variable under a public prefix.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.apps.env_files import is_env_file
from wizard.checks.edits import add_variable
from wizard.checks.registry import Check
from wizard.checks.row import Outcome, at, failed, passed, skipped, warned
from wizard.problems import problem
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.apps import EnvSource, Setting
    from wizard.checks.case import Case
    from wizard.checks.remedies import Edit

_NEEDED: Final = frozenset({"ANON_ENV", "ANON_SDKCLIENT_ID", "ANON_APP_USER_ID_TOKEN"})
"""What a front end cannot do without; the others are optional there."""


def _looked_at(case: Case) -> Outcome:
    app = case.the_app
    if app.unseen:
        return warned(problem("app.not_all_seen", path=app.folder, reason=app.unseen))
    count = len(app.files)
    looked = f"{count} file{'' if count == 1 else 's'} looked at"
    links = ", ".join(printable(link) for link in app.links if is_env_file(link))
    return passed(f"{looked}; not {links}: links are not followed" if links else looked)


def _front_end_sees_them(case: Case) -> Outcome:
    hidden = [pair for source in case.env_sources for pair in _hidden(case, source)]
    if not hidden:
        return passed("Front ends find their variables under the right prefix")
    source, setting = hidden[0]
    framework = source.framework
    found = problem(
        "app.prefix_missing",
        place=setting.place,
        name=setting.name,
        framework=framework.label,
        prefix=framework.prefix,
        prefixed=_prefixed(source, setting),
    )
    remedies = [_copied(case, *pair) for pair in hidden]
    return at((setting.place for _, setting in hidden), failed(found, *remedies))


def _hidden(case: Case, source: EnvSource) -> list[tuple[EnvSource, Setting]]:
    """Give the settings of a front end that stand under their plain names alone."""
    if not source.framework.prefix or _is_for_servers(case, source):
        return []
    there = {
        name for each in case.env_sources if each.folder == source.folder for name in each.names()
    }
    return [
        (source, setting)
        for setting in source.settings
        if setting.variable
        and setting.name == setting.variable.name
        and setting.variable.name in _NEEDED
        and _prefixed(source, setting) not in there
    ]


def _is_for_servers(case: Case, source: EnvSource) -> bool:
    """Tell a Next.js app that speaks to Anon on its server alone: then nothing is missing."""
    app = case.the_app
    if source.framework.name != "next":
        return False
    words = (source.framework.prefix + "ANON_", "@anon/sdk-web", "AnonLink")
    mine = (file for file in app.files if file.startswith(source.folder))
    return not any(word in (app.text(file) or "") for file in mine for word in words)


def _prefixed(source: EnvSource, setting: Setting) -> str:
    plain = setting.variable.name if setting.variable else setting.name
    return source.framework.name_of(plain)


def _copied(case: Case, source: EnvSource, setting: Setting) -> Edit:
    path = case.the_app.path(source.file)
    return add_variable(path, source.reader, _prefixed(source, setting), setting.value)


def _they_say_something(case: Case) -> Outcome:
    settings = [each for source in case.env_sources for each in source.settings if each.variable]
    empty = [each for each in settings if each.is_empty and not each.suggested]
    if not settings:
        return skipped("No file of variables here names one of Anon's")
    if not empty:
        return passed(f"{len(settings)} variables of Anon's, each with a value")
    first = empty[0]
    path = case.the_app.path(first.file)
    found = problem("app.missing_variable", place=first.place, name=first.name, path=path)
    return at((each.place for each in empty), warned(found))


CHECKS: Final[tuple[Check[Case], ...]] = (
    Check("app.folder", "App's folder", "app", _looked_at),
    Check("app.values", "App's values", "app", _they_say_something),
    Check("app.prefix", "App's prefixes", "app", _front_end_sees_them),
)
