"""The state file: where it may lie, who may read it, who holds it.

Knows: that it is a plain file of ours with mode 0600, and one sandbox at a time.
Must never: follow a symbolic link, wait for a FIFO, or loosen a permission.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from wizard.model import ProblemError
from wizard.problems import problem

if TYPE_CHECKING:
    from pathlib import Path

    from filelock import BaseFileLock


def prepare(path: Path) -> None:
    """Make sure that ``path`` is a plain 0600 file of this user's; create it if it is absent.

    Raises ``sandbox.state``.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _create(path)
        inspect(path)
    except OSError as error:
        raise unusable(path, error.strerror or "it cannot be opened") from None


def _create(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_WRONLY, 0o600))
    except FileExistsError:
        return


def inspect(path: Path) -> None:
    """Refuse what is not a plain file of this user's; tighten what others may read."""
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        raise unusable(path, "It is a symbolic link, a folder or a device, not a plain file.")
    if found.st_uid != os.getuid():
        raise unusable(path, "It belongs to another user.")
    if found.st_nlink != 1:
        raise unusable(path, "It has a second name (a hard link).")
    if stat.S_IMODE(found.st_mode) != 0o600:
        path.chmod(0o600)


def hold(path: Path) -> BaseFileLock | None:
    """Hold the state for this process, or give None if another one does. Dies with its holder."""
    from filelock import FileLock, Timeout

    lock = FileLock(f"{path}.lock", timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        return None
    except OSError as error:
        raise unusable(path, error.strerror or "its lock cannot be made") from None
    return lock


def unusable(path: Path, reason: str) -> ProblemError:
    """Give the refusal of a state file, with one sentence that says why."""
    return ProblemError(problem("sandbox.state", path=path, reason=reason))
