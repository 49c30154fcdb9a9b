"""The names of an app's variables: whether the front end sees them, and whether they say anything.

Knows: which prefix a framework wants (contract, variable names).
Must never: copy a private variable under a public prefix.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.apps import in_effect
from wizard.apps.env_files import is_env_file
from wizard.checks.edits import add_variable
from wizard.checks.registry import Check
from wizard.checks.row import Outcome, at, failed, passed, skipped, warned
from wizard.problems import problem

if TYPE_CHECKING:
    from wizard.apps import App, EnvSource, Setting
    from wizard.checks.case import Case
    from wizard.checks.remedies import Edit

_NEEDED: Final = frozenset({"ANON_ENV", "ANON_SDKCLIENT_ID", "ANON_APP_USER_ID_TOKEN"})
"""What a front end cannot do without; the others are optional there."""
_BUILD_SETTINGS: Final = re.compile(r"(?:^|/)[\w.-]+\.config\.[cm]?[jt]s$|(?:^|/)app\.config\.")
_OPENED: Final = re.compile(r"envPrefix\b([^\n]*)")
_QUOTED: Final = re.compile(r"""["']([A-Z_]+)["']""")


def _looked_at(case: Case) -> Outcome:
    app = case.the_app
    if app.unseen:
        return warned(problem("app.not_all_seen", path=app.folder, reason=app.unseen))
    links = [link for link in app.links if is_env_file(link) and not _is_seen(app, link)]
    if links:
        target = Path(os.path.realpath(app.path(links[0])))  # where resolve() raises for a loop
        told = {"path": links[0], "target": target, "folder": target.parent}
        return at(links, warned(problem("app.link_not_followed", **told)))
    count = len(app.files)
    return passed(f"{count} file{'' if count == 1 else 's'} looked at")


def _is_seen(app: App, link: str) -> bool:
    """Tell whether a link leads to a file of the app's, which is looked at where it lies."""
    try:
        target = app.path(link).resolve().relative_to(app.folder)
    except (OSError, RuntimeError, ValueError):
        return False
    return target.as_posix() in app.files


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
    """Give the settings of a front end that stand under no name that its build tool hands on.

    Their plain names are one, the names that another framework wants are others.
    """
    prefix = source.framework.prefix
    if not prefix or _is_for_servers(case, source):
        return []
    beside = (each for each in case.env_sources if each.folder == source.folder)
    seen = {
        setting.variable.name
        for each in beside
        for setting in each.settings
        if setting.variable and setting.name.startswith(prefix)
    }
    return [
        (source, setting)
        for setting in source.settings
        if setting.variable
        and setting.variable.name in _NEEDED - seen
        and not _is_handed_on(case, source, setting.name)
    ]


def _is_for_servers(case: Case, source: EnvSource) -> bool:
    """Tell an app that speaks to Anon on its server alone: then nothing is missing."""
    app = case.the_app
    if source.package is None or not source.package.serves:
        return False
    words = (source.framework.prefix + "ANON_", "@anon/sdk-web", "AnonLink")
    mine = (file for file in app.files if file.startswith(source.folder))
    return not any(word in (app.text(file) or "") for file in mine for word in words)


def _is_handed_on(case: Case, source: EnvSource, name: str) -> bool:
    """Tell whether the build tool's own settings name the variable, or a prefix that it has."""
    app = case.the_app
    mine = (file for file in app.files if file.startswith(source.folder))
    texts = [app.text(file) or "" for file in mine if _BUILD_SETTINGS.search(file)]
    opened = (line for text in texts for line in _OPENED.findall(text))
    prefixes = (prefix for line in opened for prefix in _QUOTED.findall(line))
    return any(name in text for text in texts) or any(name.startswith(each) for each in prefixes)


def _prefixed(source: EnvSource, setting: Setting) -> str:
    plain = setting.variable.name if setting.variable else setting.name
    return source.framework.name_of(plain)


def _copied(case: Case, source: EnvSource, setting: Setting) -> Edit:
    path = case.the_app.path(source.file)
    return add_variable(path, source.reader, _prefixed(source, setting), setting.value)


def _they_say_something(case: Case) -> Outcome:
    settings = [each for _, each in in_effect(case.env_sources) if each.variable]
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
