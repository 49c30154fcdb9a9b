"""A case for a saved profile: all that is read from this machine, read once, at the beginning.

Must never: create, mend or lock a file, or raise because a profile is broken: that is a finding.
"""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.checks.case import Case, Memory
from wizard.model import ProblemError
from wizard.paths import is_file
from wizard.profiles.files import only_looking
from wizard.profiles.guard import permissions
from wizard.profiles.keys import environment_of
from wizard.profiles.secrets import open_secrets
from wizard.profiles.store import ProfileStore
from wizard.steps.key import API_KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from wizard.apps import App
    from wizard.profiles.home import Home
    from wizard.sandbox import Running


def open_case(
    home: Home,
    profile: str,
    environ: Mapping[str, str],
    cancelled: Callable[[], bool] = lambda: False,
    app: Path | None = None,
) -> Case:
    """Give the case of a saved profile.

    ``app`` is the folder of an app to look at, too; raises ``app.no_folder`` where it is none.
    """
    empty = Case(
        home=home,
        name=profile,
        environ=environ,
        cancelled=cancelled,
        start_sandbox=_starter(home.sandbox()),
        app=_scanned(app) if app else None,
    )
    with only_looking():
        return _with_secrets(_with_profile(empty))


def reopened(case: Case) -> Case:
    """Give the case anew, as it is on the disk now: what was asked before is asked again."""
    from wizard.apps import scan

    fresh = replace(
        case,
        saved=None,
        secrets={},
        no_secrets=None,
        rows={},
        memory=Memory(),
        app=scan(case.app.folder) if case.app else None,
    )
    if not case.name:
        return fresh
    with only_looking():
        return _with_secrets(_with_profile(fresh))


def _scanned(folder: Path) -> App:
    from wizard.apps import scan

    return scan(folder)


def _starter(state: str) -> Callable[[], Running] | None:
    """Start the sandbox only over a state that is there: a new one would know none of the ids."""

    def start() -> Running:
        from wizard.sandbox import ensure

        return ensure(state)

    return start if is_file(state) else None


def _with_profile(case: Case) -> Case:
    case = replace(case, open_files=tuple(_open_files(case)))
    try:
        return replace(case, saved=ProfileStore(case.home).load(case.name))
    except ProblemError as wrong:
        return replace(case, trouble=wrong.problem)


def _with_secrets(case: Case) -> Case:
    if case.saved is None:
        return case
    try:
        store = open_secrets(case.saved.secret_store, case.home)
        read = {name: store.get(case.name, name) for name in store.names(case.name)}
        secrets = {name: secret for name, secret in read.items() if secret}
        bound = environment_of(case.home, secrets[API_KEY]) if API_KEY in secrets else None
    except ProblemError as wrong:
        return replace(case, no_secrets=wrong.problem)
    return replace(case, secrets=secrets, bound_to=bound)


def _open_files(case: Case) -> Iterator[tuple[Path, int]]:
    """Give the plain files of this profile that others can read, with their permissions."""
    home, name = case.home, case.name
    files = (home.profile(name), home.secrets(name), home.keys(), home.journal(name))
    for path in map(Path, files):
        try:
            status = path.lstat()
        except (OSError, ValueError):
            continue
        if stat.S_ISREG(status.st_mode) and permissions(status) & 0o077:
            yield path, permissions(status)
