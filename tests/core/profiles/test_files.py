from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import filelock
import pytest

from wizard.model import Problem, ProblemError
from wizard.profiles.files import (
    append_private,
    locked,
    read_private,
    remove_private,
    sweep,
    write_private,
)
from wizard.resources import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.fixture(params=[0o000, 0o022, 0o077, 0o777], ids=oct)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_files_are_0600_and_folders_0700_whatever_the_umask(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file"
    write_private(path, b"1")
    append_private(path.with_name("journal"), b"2")
    with locked(path.with_name("lock")):
        pass
    assert [mode(tmp_path / "a"), mode(path.parent)] == [0o700, 0o700]
    assert {mode(each) for each in path.parent.iterdir()} == {0o600}
    assert read_private(path) == b"1"


def test_a_bare_name_is_a_file_where_we_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.chdir(tmp_path)
    write_private("file", b"1")
    append_private("file", b"2")
    with locked("lock"):
        assert (tmp_path / "file").read_bytes() == read_private("file") == b"12"
    assert remove_private("file")
    assert not (tmp_path / "file").exists()


def test_a_file_is_never_open_to_others_not_even_while_it_is_born(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes: list[int] = []
    write = os.write

    def watched(descriptor: int, content: bytes) -> int:
        modes.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        return write(descriptor, content)

    before = os.umask(0)
    monkeypatch.setattr(os, "write", watched)
    write_private(tmp_path / "x" / "file", b"secret")
    os.umask(before)
    assert modes == [0o600]


def test_what_was_written_is_read_and_removed_again(tmp_path: Path) -> None:
    path = tmp_path / "x" / "file"
    assert read_private(path) is None
    write_private(path, b"one")
    write_private(path, b"two")
    append_private(path, b" three")
    assert read_private(path) == b"two three"
    assert remove_private(path) is True
    assert remove_private(path) is False
    assert list(path.parent.iterdir()) == []


def test_a_looser_file_is_tightened_and_the_user_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x" / "keys"
    write_private(path, b"key")
    path.chmod(0o644)
    told: list[Problem] = []
    assert read_private(path, tell=told.append) == b"key"
    assert mode(path) == 0o600
    assert [problem.code for problem in told] == ["secrets.was_open"]
    assert "0644" in told[0].cause
    assert read_private(path, tell=told.append) == b"key"
    assert len(told) == 1


def test_a_looser_folder_is_tightened(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir(0o755)
    write_private(tmp_path / "x" / "file", b"")
    assert mode(tmp_path / "x") == 0o700


@pytest.mark.parametrize(
    "use",
    [
        read_private,
        lambda path: write_private(path, b"ours"),
        lambda path: append_private(path, b"ours"),
        remove_private,
        lambda path: locked(path).__enter__(),
    ],
    ids=["read", "write", "append", "remove", "lock"],
)
def test_what_is_no_plain_file_of_ours_is_refused_by_name_and_left_alone(
    tmp_path: Path, plant: Callable[[Path], Path], use: Callable[[Path], object]
) -> None:
    path = tmp_path / "x" / "file"
    target = plant(path)
    before = path.lstat()
    with pytest.raises(ProblemError) as refused:
        use(path)
    assert refused.value.problem.code == "store.unsafe_path"
    assert str(path) in refused.value.problem.symptom
    assert refused.value.problem.exit_code == 4
    assert target.read_bytes() == b"do not touch"
    assert mode(target) == 0o644
    assert path.lstat()[:6] == before[:6]


@pytest.mark.parametrize("target", ["missing", "a file", "foreign"])
def test_a_folder_that_is_none_of_ours_is_refused(tmp_path: Path, target: str) -> None:
    real = tmp_path / target
    if target == "a file":
        real.write_bytes(b"")
    if target == "foreign":
        if os.geteuid():
            pytest.skip("only root can give a folder to somebody else")
        real.mkdir()
        os.chown(real, 12345, 12345)
    (tmp_path / "x").symlink_to(real)
    with pytest.raises(ProblemError) as refused:
        write_private(tmp_path / "x" / "file", b"")
    assert refused.value.problem.code == "store.unsafe_path"


def test_a_users_own_symlinked_folder_is_fine_and_keeps_its_mode(tmp_path: Path) -> None:
    dotfiles = tmp_path / "dotfiles"
    dotfiles.mkdir(0o755)
    (tmp_path / "config").symlink_to(dotfiles)
    write_private(tmp_path / "config" / "file", b"1")
    assert read_private(dotfiles / "file") == b"1"
    assert mode(dotfiles) == 0o755
    assert mode(dotfiles / "file") == 0o600


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "x" / "file"
    write_private(path, b"12345")
    assert read_private(path, limit=5) == b"12345"
    with pytest.raises(ProblemError) as refused:
        read_private(path, limit=4)
    assert refused.value.problem.code == "store.too_large"


@pytest.mark.parametrize("call", ["open", "write", "fsync", "close", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT])
def test_a_failed_write_names_path_and_cause_and_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    path = tmp_path / "x" / "file"
    write_private(path, b"old")

    def fail(*_arguments: object, **_named: object) -> int:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(os, call, fail)
        with pytest.raises(ProblemError) as failed:
            write_private(path, b"new")
    problem = failed.value.problem
    assert problem.code == "store.cannot_write"
    assert problem.exit_code == 4
    assert str(path) in problem.symptom
    assert os.strerror(number) in problem.cause
    assert path.read_bytes() == b"old"
    write_private(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_folder_that_cannot_be_synced_is_told_as_saved_but_not_sure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x" / "file"
    sync = os.fsync

    def fail_on_folders(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", fail_on_folders)
    with pytest.raises(ProblemError) as failed:
        write_private(path, b"new")
    assert failed.value.problem.code == "store.not_durable"
    assert path.read_bytes() == b"new"


def test_a_failed_append_leaves_the_journal_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x" / "journal"
    append_private(path, b"one\n")
    write = os.write

    def half(descriptor: int, content: bytes) -> int:
        if len(content) <= 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(descriptor, content[:2])

    monkeypatch.setattr(os, "write", half)
    with pytest.raises(ProblemError) as failed:
        append_private(path, b"two\n")
    assert failed.value.problem.code == "store.cannot_write"
    assert path.read_bytes() == b"one\n"


def test_a_write_that_is_cut_short_by_the_system_is_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, content: write(descriptor, content[:1]))
    write_private(tmp_path / "x" / "file", b"whole")
    assert (tmp_path / "x" / "file").read_bytes() == b"whole"


def test_sweeping_removes_only_what_dead_writers_left(tmp_path: Path) -> None:
    write_private(tmp_path / "x" / "file", b"1")
    (tmp_path / "x" / ".0011.tmp").write_bytes(b"half a secr")
    (tmp_path / "x" / "mine.tmp").write_bytes(b"")
    sweep(tmp_path / "x", older_than=1.0)
    assert len(list((tmp_path / "x").iterdir())) == 3
    sweep(tmp_path / "x")
    assert sorted(path.name for path in (tmp_path / "x").iterdir()) == ["file", "mine.tmp"]
    sweep(tmp_path / "nowhere")


def test_a_lock_is_waited_for_and_then_told_busy(tmp_path: Path) -> None:
    path = tmp_path / "x" / "lock"
    with locked(path), pytest.raises(ProblemError) as refused, locked(path, timeout=0.05):
        pass
    assert refused.value.problem.code == "store.busy"
    with locked(path, timeout=0.05):
        pass


def test_a_lock_that_is_passed_on_is_waited_for_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three times the lock has gone to somebody else when the patience is over, then no more."""
    path = tmp_path / "x" / "lock"
    turns = iter(range(3))

    def acquire(lock: filelock.FileLock) -> None:
        if (turn := next(turns, None)) is not None:
            os.utime(path, ns=(turn, turn))
        raise filelock.Timeout(lock.lock_file)

    with locked(path):
        monkeypatch.setattr(filelock.FileLock, "acquire", acquire)
        with pytest.raises(ProblemError) as refused, locked(path):
            pass
    assert refused.value.problem.code == "store.busy"
    assert next(turns, None) is None


def test_who_gets_a_lock_shows_it_to_those_who_wait(tmp_path: Path) -> None:
    path = tmp_path / "x" / "lock"
    with locked(path):
        os.utime(path, ns=(0, 0))
    with locked(path):
        assert path.stat().st_atime_ns
    assert path.stat().st_size == 0


def test_a_lock_excludes_other_threads(tmp_path: Path) -> None:
    inside: list[int] = []
    most = 0

    def work() -> None:
        nonlocal most
        for _ in range(5):
            with locked(tmp_path / "x" / "lock"):
                inside.append(1)
                most = max(most, len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_a_lock_dies_with_its_holder(tmp_path: Path) -> None:
    path = tmp_path / "x" / "lock"
    program = (
        "import sys; from pathlib import Path; from wizard.profiles.files import locked\n"
        f"with locked(Path({str(path)!r})):\n"
        "    print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(ProblemError), locked(path, timeout=0.05):
            pass
        holder.kill()
    with locked(path, timeout=1.0):
        pass
