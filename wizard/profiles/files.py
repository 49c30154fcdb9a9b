"""The one place where files of ours meet the disk.

Knows: how a file is replaced so that a crash leaves the old one or the new one.
Must never: block on a pipe, leave a file open to others, or swallow a failed write.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles.guard import (
    folder_of,
    is_there,
    named,
    permissions,
    private_folder,
    refuse_unless_plain,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from filelock import BaseFileLock

    from wizard.model import Problem
    from wizard.paths import AnyPath

FILE_MODE: Final = 0o600
LOCK_SECONDS: Final = 30.0

_OTHERS: Final = 0o077
_LOOKING: Final[ContextVar[bool]] = ContextVar("looking", default=False)
_SAFELY: Final = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def write_private(path: AnyPath, content: bytes) -> None:
    """Replace ``path`` by a 0600 file with ``content``, whole or not at all, and durably.

    Raises ``store.cannot_write`` (the old file is unchanged), ``store.unsafe_path``, or
    ``store.not_durable`` (the new file stands, but the disk did not confirm it).
    """
    private_folder(folder_of(path))
    replace_whole(path, content)


def replace_whole(path: AnyPath, content: bytes, mode: int = FILE_MODE) -> None:
    """Do the same in a folder that is not ours, such as an app's: the folder stays as it is.

    ``mode`` is what the file may have had there before. Raises what ``write_private`` raises.
    """
    is_there(path)
    temporary = os.path.join(folder_of(path), f".{os.urandom(8).hex()}.tmp")
    with named("store.cannot_write", path):
        try:
            _write_new(temporary, content, mode)
            os.replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
    with named("store.not_durable", path):
        _sync_folder(folder_of(path))


def append_private(path: AnyPath, line: bytes) -> None:
    """Append ``line`` to a 0600 file, durably, or leave the file as it was.

    Raises ``store.cannot_write`` or ``store.unsafe_path``.
    """
    private_folder(folder_of(path))
    is_there(path)
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | _SAFELY
    with named("store.cannot_write", path), _opened(path, flags) as descriptor:
        status = os.fstat(descriptor)
        refuse_unless_plain(path, status)
        _set_mode(descriptor, status)
        try:
            _write_all(descriptor, line)
            os.fsync(descriptor)
            if not status.st_size:
                _sync_folder(folder_of(path))
        except OSError:
            with suppress(OSError):
                os.ftruncate(descriptor, status.st_size)
            raise


def read_private(
    path: AnyPath, limit: int = 1 << 20, tell: Callable[[Problem], None] | None = None
) -> bytes | None:
    """Give the content of a file of ours, or None where there is none.

    A mode looser than 0600 is tightened; ``tell`` hears ``secrets.was_open`` of it. Raises
    ``store.cannot_read``, ``store.unsafe_path``, or ``store.too_large`` above ``limit`` bytes.
    """
    if not is_there(path):
        return None
    with named("store.cannot_read", path):
        try:
            content = _read(path, limit + 1, tell)
        except FileNotFoundError:  # removed since we looked
            return None
    if len(content) > limit:
        raise ProblemError(problem("store.too_large", path=path, limit=f"{limit >> 10} KiB"))
    return content


@contextmanager
def only_looking() -> Iterator[None]:
    """Let ``read_private`` change nothing: a mode that is too loose stays as it is, untold."""
    before = _LOOKING.set(True)
    try:
        yield
    finally:
        _LOOKING.reset(before)


def remove_private(path: AnyPath) -> bool:
    """Remove a file of ours, durably; tell whether it was there.

    Raises ``store.cannot_write`` or ``store.unsafe_path``.
    """
    if not is_there(path):
        return False
    with named("store.cannot_write", path):
        with suppress(FileNotFoundError):
            os.unlink(path)
        _sync_folder(folder_of(path))
    return True


def sweep_beside(path: AnyPath) -> None:
    """Remove what killed writers left in the folder of ``path``; see ``sweep``."""
    sweep(folder_of(path))


def sweep(folder: AnyPath, older_than: float | None = None) -> None:
    """Remove what killed writers left in ``folder``: call it under the lock that writers take.

    Where writers take no lock, ``older_than`` (a Unix time) tells the dead from the living.
    """
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") and entry.name.endswith(".tmp"):
                born = entry.stat(follow_symlinks=False).st_mtime
                if older_than is None or born < older_than:
                    os.unlink(entry.path)


@contextmanager
def locked(path: AnyPath, timeout: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the lock ``path`` against other threads and processes; it dies with its holder.

    Not reentrant. Raises ``store.busy`` where it was not passed on for ``timeout`` seconds,
    ``store.unsafe_path``, or ``store.cannot_write``.
    """
    import filelock

    private_folder(folder_of(path))
    is_there(path)
    lock = filelock.FileLock(
        path, timeout, FILE_MODE, thread_local=False, fallback_to_soft=False, poll_interval=0.01
    )
    with named("store.cannot_write", path):
        try:
            _wait_for(lock, path)
        except filelock.Timeout:
            busy = problem("store.busy", path=path, seconds=f"{timeout:g}")
            raise ProblemError(busy) from None
    try:
        yield
    finally:
        lock.release()


def _wait_for(lock: BaseFileLock, path: AnyPath) -> None:
    """Wait for the lock, however many are before us, as long as they pass it on.

    Each holder sets the file's time of access. Nothing else does: nobody reads it.
    """
    import filelock

    turn = _turn(path)
    while True:
        try:
            lock.acquire()
            break
        except filelock.Timeout:
            before, turn = turn, _turn(path)
            if turn == before:
                raise
    with suppress(OSError):
        os.utime(path)


def _turn(path: AnyPath) -> int:
    try:
        return os.stat(path).st_atime_ns
    except OSError:
        return 0


def _write_new(path: AnyPath, content: bytes, mode: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with _opened(path, flags) as descriptor:
        _set_mode(descriptor, os.fstat(descriptor), mode)
        _write_all(descriptor, content)
        os.fsync(descriptor)


def _read(path: AnyPath, limit: int, tell: Callable[[Problem], None] | None) -> bytes:
    with _opened(path, os.O_RDONLY | _SAFELY) as descriptor:
        status = os.fstat(descriptor)
        refuse_unless_plain(path, status)
        mode = permissions(status)
        if mode & _OTHERS and not _LOOKING.get():
            os.fchmod(descriptor, FILE_MODE)
            if tell:
                tell(problem("secrets.was_open", path=path, mode=f"{mode:04o}"))
        return _read_all(descriptor, limit)


def _read_all(descriptor: int, limit: int) -> bytes:
    parts = []
    while limit > 0 and (part := os.read(descriptor, min(limit, 1 << 16))):
        parts.append(part)
        limit -= len(part)
    return b"".join(parts)


@contextmanager
def _opened(path: AnyPath, flags: int) -> Iterator[int]:
    descriptor = os.open(path, flags, FILE_MODE)
    try:
        yield descriptor
    except BaseException:
        with suppress(OSError):
            os.close(descriptor)
        raise
    os.close(descriptor)  # where a network disk tells of a write that failed


def _set_mode(descriptor: int, status: os.stat_result, mode: int = FILE_MODE) -> None:
    """Undo what the umask took away, and what others were given."""
    if permissions(status) != mode:
        os.fchmod(descriptor, mode)


def _write_all(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _sync_folder(folder: AnyPath) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
