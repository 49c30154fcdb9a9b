"""Secrets in an app: published by a build tool, taken into git, readable by others, in the code.

Knows: which variables are secrets, and how git is asked about a file.
Must never: show a secret, or take another service's public key for one of Anon's.
"""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, Final

from wizard.apps import key_mentions, looks_like_a_key, remembered
from wizard.checks.edits import ignore_in_git
from wizard.checks.registry import Check
from wizard.checks.remedies import Permissions
from wizard.checks.row import Outcome, at, failed, passed, skipped, warned
from wizard.identity.tokens import inspect
from wizard.problems import problem
from wizard.profiles.frameworks import FRAMEWORKS, PUBLIC_PREFIXES
from wizard.profiles.gitignore import in_repository, state_of
from wizard.profiles.variables import VARIABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.apps import Setting
    from wizard.checks.case import Case

_PRIVATE: Final = frozenset(variable.name for variable in VARIABLES if variable.private)
_MOST_ASKED: Final = 50
"""Files that git is asked about: each costs two short-lived processes."""
_SHORTEST: Final = 16
"""Characters; a shorter secret may be a word that stands in many files."""


def _none_is_published(case: Case) -> Outcome:
    lines = (each for source in case.env_sources for each in source.settings)
    published = [each for each in lines if _is_published(case, each)]
    if not published:
        return passed("No secret stands under a public prefix")
    first = published[0]
    prefix = _prefix(first.name)
    framework = next((f.label for f in FRAMEWORKS.values() if f.prefix == prefix), "The build tool")
    told = {"place": first.place, "name": first.name, "framework": framework, "prefix": prefix}
    return at((each.place for each in published), failed(problem("app.public_secret", **told)))


def _prefix(name: str) -> str:
    return next((prefix for prefix in PUBLIC_PREFIXES if name.startswith(prefix)), "")


def _is_published(case: Case, setting: Setting) -> bool:
    prefix = _prefix(setting.name)
    if not prefix or setting.is_empty or _is_supabases(setting.value):
        return False
    called = setting.name.removeprefix(prefix) in _PRIVATE
    return called or looks_like_a_key(setting.value) or setting.value in _server_secrets(case)


def _is_supabases(value: str) -> bool:
    """Tell Supabase's “anon key”, a JWT that is public by design and shares Anon's name."""
    claims = inspect(value).claims
    return claims.get("role") == "anon" or "supabase" in str(claims.get("iss", ""))


def _server_secrets(case: Case) -> set[str]:
    """Give the profile's secrets that belong on servers; its test token belongs into front ends."""
    stored = case.secrets.items()
    return {
        secret.reveal() for name, secret in stored if name.startswith(("api_key", "service_key"))
    }


def secret_files(case: Case) -> Iterator[tuple[str, str]]:
    """Give the app's files that hold a secret, each with the name of the first one in it."""
    for source in case.env_sources:
        name = next((each.name for each in source.settings if _is_secret(each)), "")
        if name:
            yield source.file, name
    for file in case.the_app.named(".npmrc"):
        text = case.the_app.text(file) or ""
        if any("_authToken" in line and "${" not in line for line in text.splitlines()):
            yield file, "_authToken"


def _is_secret(setting: Setting) -> bool:
    if setting.is_empty or setting.refers:
        return False
    plain = setting.variable.name if setting.variable else setting.name
    return plain in {*_PRIVATE, "ANON_APP_USER_ID_TOKEN"} or looks_like_a_key(setting.value)


def _git_keeps_none(case: Case) -> Outcome:
    states = [
        (file, name, state_of(case.the_app.path(file)))
        for file, name in list(secret_files(case))[:_MOST_ASKED]
    ]
    tracked = [(file, name) for file, name, state in states if state == "tracked"]
    exposed = [(file, name) for file, name, state in states if state == "exposed"]
    if tracked:
        path, name = tracked[0]
        found = failed(problem("app.secret_in_git", path=path, name=name))
        return at((file for file, _ in tracked), found)
    if exposed:
        path, name = exposed[0]
        edits = [ignore_in_git(case.the_app.path(file)) for file, _ in exposed]
        return at(
            (file for file, _ in exposed),
            warned(problem("app.not_ignored", path=path, name=name), *edits),
        )
    return _nothing_in_git([state for _, _, state in states])


def _nothing_in_git(states: list[str]) -> Outcome:
    if "unknown" in states:
        reason = "It is not installed, it did not answer in time, or it refuses this repository."
        return warned(problem("app.git_unavailable", path="these files", reason=reason))
    if not states or set(states) == {"no repository"}:
        return skipped("No secret in the app's files, or no git repository")
    return passed("git ignores the files that hold secrets")


def secrets_of(case: Case) -> set[str]:
    """Give the secrets that must be in no repository: the app's as they are now, the profile's."""
    apps = (each for source in case.env_sources for each in source.settings if _is_secret(each))
    values = {each.value for each in apps} | {each.reveal() for each in case.secrets.values()}
    return {value for value in values if len(value) >= _SHORTEST}


def _git_remembers_none(case: Case) -> Outcome:
    folder = case.the_app.folder
    if not in_repository(folder):
        return skipped("There is no git repository here")
    found = remembered(folder, secrets_of(case))
    if found is None:
        return skipped("Not proven: git could not be asked, or not in time")
    if not found:
        return passed("No secret in use stands in a file of variables that git remembers")
    told = problem("app.secret_in_history", path=found[0].file, commit=found[0].commit)
    return at((f"{each.file} in {each.commit}" for each in found), failed(told))


def _others_read_none(case: Case) -> Outcome:
    found = []
    for file, name in secret_files(case):
        mode = stat.S_IMODE(case.the_app.path(file).lstat().st_mode)
        if mode & 0o077:
            found.append((file, name, mode))
    if not found:
        return passed("Only you can read the files that hold secrets")
    path, name, mode = found[0]
    told = problem("app.open_to_others", path=path, name=name, mode=f"{mode:04o}")
    remedies = [Permissions(case.the_app.path(file)) for file, _, _ in found]
    return at((file for file, _, _ in found), warned(told, *remedies))


def _none_in_the_code(case: Case) -> Outcome:
    found = key_mentions(case.the_app, case.secrets.values())
    if not found:
        return passed("No key stands in the code")
    first = found[0]
    told = problem("app.secret_in_source", place=first.place, what=first.what)
    return at((each.place for each in found), failed(told))


CHECKS: Final[tuple[Check[Case], ...]] = (
    Check("app.public_secrets", "Published secrets", "app", _none_is_published),
    Check("app.source_secrets", "Keys in the code", "app", _none_in_the_code),
    Check("app.git", "Secrets in git", "app", _git_keeps_none),
    Check("app.git_history", "Secrets in git's past", "app", _git_remembers_none, ("app.git",)),
    Check("app.permissions", "Secrets' permissions", "app", _others_read_none),
)
