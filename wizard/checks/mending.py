"""Mending what is safe to mend: foreseen as a whole, shown, then done, file by file.

Knows: that a change is shown as it will be done.
Must never: write a file that is no longer as it was when the change was worked out, or change a
byte, a mode or a file that was not shown.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.apps.env_files import is_env_file
from wizard.apps.previews import preview
from wizard.checks.remedies import Edit, Permissions, Renewal
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles.files import FILE_MODE, replace_whole
from wizard.profiles.guard import is_there, named, permissions
from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from wizard.checks.row import Row

_NEW_FILE: Final = 0o644  # a .gitignore, which the whole team reads
_LARGEST: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Change:
    """One file as it is and as it will be; ``before`` None: there is none yet."""

    path: Path
    before: bytes | None
    after: bytes
    mode: int

    def shown(self) -> str:
        """Give the change as a unified diff in which secrets are masked."""
        holds_values = is_env_file(self.path.name)
        return preview(self.path, self.before, self.after, holds_values=holds_values)


@dataclass(frozen=True, slots=True)
class Mending:
    """All that ``--fix`` would do now. ``untouchable``: the files it leaves alone, and why."""

    changes: tuple[Change, ...]
    closed: tuple[Path, ...]
    renewals: tuple[Renewal, ...]
    untouchable: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes or self.closed or self.renewals)

    def shown(self) -> str:
        """Give it for people: diffs, files that become private, tokens that are renewed."""
        parts = [change.shown() for change in self.changes]
        parts += [f"chmod 600 {printable(path)}" for path in self.closed]
        parts += [renewal.what for renewal in self.renewals]
        return "\n".join(parts)


def foresee(rows: Iterable[Row]) -> Mending:
    """Work out what the remedies of these rows come to; nothing is written."""
    remedies = [each for row in rows if row.state in {"fail", "warn"} for each in row.remedies]
    edits: dict[Path, list[Edit]] = {}
    for each in remedies:
        if isinstance(each, Edit):
            edits.setdefault(each.path, []).append(each)
    changes, untouchable = [], []
    for path, mine in edits.items():
        try:
            change = _foreseen(path, mine)
        except ProblemError as wrong:
            untouchable.append(wrong.problem.symptom)
            continue
        changes += [change] if change else []
    closed = dict.fromkeys(each.path for each in remedies if isinstance(each, Permissions))
    renewals = tuple(each for each in remedies if isinstance(each, Renewal))
    return Mending(tuple(changes), tuple(closed), renewals[:1], tuple(untouchable))


def _foreseen(path: Path, edits: list[Edit]) -> Change | None:
    before, mode = _now(path)
    after = before or b""
    for edit in edits:
        after = edit.change(after)
    return None if after == (before or b"") else Change(path, before, after, mode)


def mend(mending: Mending) -> None:
    """Do it, in order. Raises ``doctor.changed_meanwhile``, ``store.…``, what renewals raise."""
    for renewal in mending.renewals:
        renewal.renew()
    for change in mending.changes:
        if _now(change.path)[0] != change.before:
            raise ProblemError(problem("doctor.changed_meanwhile", path=change.path))
        replace_whole(change.path, change.after, change.mode)
    for path in mending.closed:
        _close(path)


def _now(path: Path) -> tuple[bytes | None, int]:
    """Give a file's content and mode; raises ``store.unsafe_path`` for what is no plain file."""
    if not is_there(path):
        return None, _NEW_FILE
    with named("store.cannot_read", path), path.open("rb") as file:
        content = file.read(_LARGEST + 1)
        mode = permissions(os.fstat(file.fileno()))
    if len(content) > _LARGEST:
        raise ProblemError(problem("store.too_large", path=path, limit="1 MiB"))
    return content, mode


def _close(path: Path) -> None:
    """Make a file its owner's alone, by its handle: the name may lead elsewhere by now."""
    with named("store.cannot_write", path):
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                os.fchmod(descriptor, FILE_MODE)
        finally:
            os.close(descriptor)
