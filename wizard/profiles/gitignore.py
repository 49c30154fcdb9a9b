"""Whether git would take a file into a commit, and a line in ``.gitignore`` against that.

Knows: how git is asked (git-check-ignore(1), git-ls-files(1)).
Must never: hand git a secret of ours, or let a repository's settings run a program.
"""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Final, Literal

from wizard.profiles.children import run
from wizard.profiles.guard import named

if TYPE_CHECKING:
    from pathlib import Path

State = Literal["no repository", "ignored", "exposed", "tracked", "unknown"]
"""``exposed``: the next “git add .” would take it. ``unknown``: git can't be asked here."""

SECONDS: Final = 10.0
_SAFE: Final = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null")
_MISLEADING: Final = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")
"""What git hooks set, and what would make git look at another repository than the folder's."""


def state_of(path: Path) -> State:
    """Tell how git sees ``path`` (absolute), which need not be there yet."""
    folder = path.parent
    if not in_repository(folder):
        return "no repository"
    ignored = _git(folder, "check-ignore", "-q", "--", path.name)
    if ignored == 0:
        return "ignored"
    if ignored != 1:
        return "unknown"
    tracked = _git(folder, "ls-files", "--error-unmatch", "--", path.name)
    return "tracked" if tracked == 0 else "exposed"


def in_repository(folder: Path) -> bool:
    """Tell whether a folder (absolute) lies in a git repository."""
    return any(os.path.lexists(above / ".git") for above in (folder, *folder.parents))


def ignore(path: Path) -> Path:
    """Add ``path`` to the ``.gitignore`` beside it, and give that file. Raises ``store.…``."""
    file = path.parent / ".gitignore"
    with named("store.cannot_write", file), file.open("a+b") as ignored:
        ignored.seek(0)
        before = ignored.read()
        ignored.write(with_line(before, path.name).removeprefix(before))
    return file


def with_line(before: bytes, name: str) -> bytes:
    """Give a ``.gitignore`` that also names a file beside it; line ends are those it has."""
    line = _escaped(name).encode("utf-8", "surrogateescape")
    if line in before.splitlines():
        return before
    end = b"\r\n" if b"\r\n" in before else b"\n"
    begin = b"" if not before or before.endswith(b"\n") else end
    return before + begin + line + end


def _escaped(name: str) -> str:
    """Write a name so that git takes it for itself (gitignore(5), “Pattern format”)."""
    special = "".join(f"\\{each}" if each in "\\*?[ " else each for each in name)
    return f"/{special}"


def _git(folder: Path, *words: str) -> int | None:
    """Run git and give its exit code; None where it can't be run."""
    misleading = [f"-u{name}" for name in _MISLEADING]
    command = ["env", *misleading, "git", "-C", str(folder), *_SAFE, *words]
    try:
        return run(command, b"", SECONDS).code
    except (OSError, subprocess.TimeoutExpired):
        return None
