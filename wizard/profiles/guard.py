"""Whose files and folders may be touched at all.

Knows: what a plain file and a folder of this user's look like, and how the system's refusals are
told.
Must never: follow a link that leads elsewhere, or change what it refuses.
"""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from wizard.model import ProblemError
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.paths import AnyPath

FOLDER_MODE: Final = 0o700

_KINDS: Final = {
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
}


def is_there(path: AnyPath) -> bool:
    """Tell whether ``path`` is there; raises ``store.unsafe_path`` unless a plain file of ours."""
    with named("store.cannot_read", path):
        try:
            status = os.lstat(path)
        except FileNotFoundError:
            return False
    refuse_unless_plain(path, status)
    return True


def refuse_unless_plain(path: AnyPath, status: os.stat_result) -> None:
    """Raise ``store.unsafe_path`` unless ``status`` is that of a plain file of this user's."""
    kind = stat.S_IFMT(status.st_mode)
    if kind != stat.S_IFREG:
        raise _unsafe(path, _KINDS.get(kind, "a socket or a device"))
    if status.st_uid != os.geteuid():
        raise _unsafe(path, "a file of another user")
    # 0 links: another wizard has just replaced it, and the old one is read to its end.
    if status.st_nlink > 1:
        raise _unsafe(path, "a hard link: another name leads to the same file")


def private_folder(path: AnyPath) -> None:
    """Make sure that ``path`` is a folder of this user's, 0700; missing ones above it are made too.

    A symbolic link of the user's own to a folder of theirs is fine, and that folder's mode is
    theirs to choose. Raises ``store.unsafe_path`` or ``store.cannot_write``.
    """
    if not os.path.lexists(path):
        if not os.path.lexists(parent := folder_of(path)):
            private_folder(parent)
        with named("store.cannot_write", path), suppress(FileExistsError):
            os.mkdir(path, FOLDER_MODE)
    _refuse_unless_folder(path)
    with named("store.cannot_write", path):
        status = os.lstat(path)
        # A umask may have taken too much, an older program too little.
        if not stat.S_ISLNK(status.st_mode) and permissions(status) != FOLDER_MODE:
            os.chmod(path, FOLDER_MODE)


def _refuse_unless_folder(path: AnyPath) -> None:
    with named("store.cannot_read", path):
        try:
            status, target = os.lstat(path), os.stat(path)
        except FileNotFoundError:
            raise _unsafe(path, "a symbolic link that leads nowhere") from None
    if not stat.S_ISDIR(target.st_mode):
        raise _unsafe(path, "a file where a folder belongs")
    if {status.st_uid, target.st_uid} != {os.geteuid()}:
        raise _unsafe(path, "a folder of another user")


def folder_of(path: AnyPath) -> str:
    """Give the folder that ``path`` lies in; for a bare name the working directory."""
    return os.path.dirname(path) or os.curdir


def permissions(status: os.stat_result) -> int:
    """Give the permission bits, such as ``0o600``."""
    return stat.S_IMODE(status.st_mode)


@contextmanager
def named(code: str, path: AnyPath) -> Iterator[None]:
    """Turn the system's refusal into the problem ``code``, with path and cause named."""
    try:
        yield
    except OSError as error:
        reason = f"{error.strerror or type(error).__name__}."
        raise ProblemError(problem(code, path=path, reason=reason)) from None


def write_new(path: AnyPath, text: str, exists: str) -> None:
    """Write ``text`` into a new file of the user's, where they want it.

    Raises the problem ``exists`` where there is something already, and ``store.cannot_write``.
    """
    with named("store.cannot_write", path):
        try:
            with open(path, "x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            raise ProblemError(problem(exists, path=path)) from None


def _unsafe(path: AnyPath, what: str) -> ProblemError:
    return ProblemError(problem("store.unsafe_path", path=path, what=what))
