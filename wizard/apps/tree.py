"""The files of an app's folder, found and read within bounds.

Knows: which folders hold what others wrote (packages, builds, repositories), and are passed over.
Must never: follow a symbolic link, open a pipe or a device, or read without a limit.
"""

from __future__ import annotations

import os
import stat
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from wizard.model import ProblemError
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_FILES: Final = 20_000
DEEPEST: Final = 12
SECONDS: Final = 10.0
"""For walking; a network disk must not hold the doctor up."""
LARGEST: Final = 1 << 20
"""Bytes of a file that is read; whatever people write by hand is smaller."""

_PASSED_OVER: Final = frozenset(
    {
        *("node_modules", "bower_components", "vendor", "Pods", "Carthage", "DerivedData"),
        *(".git", ".hg", ".svn", ".venv", "venv", "__pycache__", ".tox", ".mypy_cache"),
        *("dist", "build", "out", "target", "coverage", ".next", ".nuxt", ".output", ".svelte-kit"),
        *(".cache", ".parcel-cache", ".turbo", ".vercel", ".plasmo", ".expo", ".gradle", ".yarn"),
    }
)
_SAFELY: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True)
class App:
    """A folder that was walked. ``files`` are plain files by relative path, sorted.

    ``unseen`` says why not all of it was looked at; empty when all was. ``links`` are symbolic
    links, which were passed over.
    """

    folder: Path
    files: tuple[str, ...]
    unseen: str = ""
    links: tuple[str, ...] = ()
    _texts: dict[str, str | None] = field(default_factory=dict, repr=False, compare=False)

    def path(self, name: str) -> Path:
        """Give where a file lies."""
        return self.folder / name

    def raw(self, name: str) -> bytes | None:
        """Give a file's content now; None for one that is gone, too large, or no plain file."""
        try:
            descriptor = os.open(self.path(name), _SAFELY)
        except OSError:
            return None
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return None
            content = file.read(LARGEST + 1)
        return content if len(content) <= LARGEST else None

    def text(self, name: str) -> str | None:
        """Give a file as text, read once; None where ``raw`` gives none, or it is binary."""
        if name not in self._texts:
            content = self.raw(name)
            binary = content is None or b"\0" in content[:8192]
            self._texts[name] = None if binary else (content or b"").decode("utf-8", "replace")
        return self._texts[name]

    def named(self, *names: str) -> tuple[str, ...]:
        """Give the files of one of these names, wherever they lie."""
        return tuple(file for file in self.files if file.rpartition("/")[2] in names)


def scan(folder: Path) -> App:
    """Walk an app's folder. Raises ``app.no_folder``; what cannot be read below it is left out."""
    try:
        root = folder.expanduser().resolve(strict=True)
        os.scandir(root).close()
    except (OSError, RuntimeError, ValueError) as trouble:
        reason = f"{getattr(trouble, 'strerror', None) or 'It cannot be found'}."
        raise ProblemError(problem("app.no_folder", path=folder, reason=reason)) from None
    walk = _Walk(root, time.monotonic() + SECONDS)
    files = tuple(sorted(walk.files()))
    return App(root, files, walk.unseen, tuple(walk.links))


class _Walk:
    """One walk through a folder, breadth first, so that what lies on top is always seen."""

    def __init__(self, root: Path, ends: float) -> None:
        self._root = root
        self._ends = ends
        self.unseen = ""
        self.links: list[str] = []

    def files(self) -> Iterator[str]:
        """Give the plain files by relative path, until a bound is met."""
        waiting, count = [""], 0
        for prefix in waiting:
            for entry in self._entries(prefix):
                name = f"{prefix}{entry.name}"
                if entry.is_symlink():
                    self.links.append(name)
                elif entry.is_dir(follow_symlinks=False):
                    self._note_folder(waiting, f"{name}/")
                elif entry.is_file(follow_symlinks=False):
                    count += 1
                    yield name
                if self._is_over(count):
                    return

    def _entries(self, prefix: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(self._root / prefix) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError:
            self.unseen = f"The folder {prefix} cannot be read."
            return []

    def _note_folder(self, waiting: list[str], prefix: str) -> None:
        if prefix.rstrip("/").rpartition("/")[2] in _PASSED_OVER:
            return
        if prefix.count("/") > DEEPEST:
            self.unseen = f"It is nested more than {DEEPEST} folders deep."
        else:
            waiting.append(prefix)

    def _is_over(self, count: int) -> bool:
        if count >= MOST_FILES:
            self.unseen = f"It has more than {MOST_FILES} files."
        elif time.monotonic() > self._ends:
            self.unseen = f"Walking it took more than {SECONDS:.0f} seconds."
        else:
            return False
        return True
