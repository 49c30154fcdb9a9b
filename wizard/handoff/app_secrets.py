"""No secret of yours leaves with the app: not to browsers, not into git.

Knows: the doctor's checks of the same, and what weighs more on the way to production.
Must never: show a value; a place is enough to find it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.apps import remembered
from wizard.checks import app_secrets
from wizard.checks.row import Outcome, at, failed, passed, skipped
from wizard.handoff.apps import in_each_app
from wizard.handoff.item import Item
from wizard.problems import problem
from wizard.profiles.gitignore import state_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.checks.case import Case
    from wizard.handoff.look import Look
    from wizard.profiles.gitignore import State


def _as_the_doctor(check_id: str) -> Callable[[Look], Outcome]:
    """Give the doctor's own check of an app."""
    return in_each_app(next(each.run for each in app_secrets.CHECKS if each.id == check_id))


def _none_in_git(case: Case) -> Outcome:
    """Ask for the files as they are, then for what git remembers of them."""
    now = _none_is(case, "tracked", "app.secret_in_git", "No file with secrets is in git")
    past = remembered(case.the_app.folder, app_secrets.secrets_of(case))
    if now.state != "pass" or past == ():
        return now
    if past is None:
        return skipped("not proven: git could not be asked, or not in time")
    told = problem("app.secret_in_history", path=past[0].file, commit=past[0].commit)
    return at((f"{each.file} in {each.commit}" for each in past), failed(told))


def _all_ignored(case: Case) -> Outcome:
    return _none_is(case, "exposed", "app.not_ignored", "Git ignores the files with secrets")


def _none_is(case: Case, state: State, code: str, otherwise: str) -> Outcome:
    """Ask git about each file with secrets; those in ``state`` are wrong."""
    files = [(file, name, state_of(case.the_app.path(file))) for file, name in _files(case)]
    hits = [(file, name) for file, name, its in files if its == state]
    if hits:
        path, name = hits[0]
        return at((file for file, _ in hits), failed(problem(code, path=path, name=name)))
    if any(its == "unknown" for *_, its in files):
        return skipped("not proven: git could not be asked")
    if files and all(its == "no repository" for *_, its in files):
        return skipped("not proven: there is no git repository here")
    return passed(otherwise if files else "No file of the app holds a secret")


def _files(case: Case) -> list[tuple[str, str]]:
    return list(app_secrets.secret_files(case))


ITEMS: Final = (
    Item(
        "app.public_secrets",
        "No secret stands under a public prefix",
        "app",
        _as_the_doctor("app.public_secrets"),
        certainty="documented",
    ),
    Item(
        "app.source_secrets",
        "No key stands in the code",
        "app",
        _as_the_doctor("app.source_secrets"),
        certainty="documented",
    ),
    Item("app.secrets_in_git", "No file with secrets is in git", "app", in_each_app(_none_in_git)),
    Item("app.env_ignored", "Git ignores the files with secrets", "app", in_each_app(_all_ignored)),
)
