"""Linked git worktrees: which main checkout a folder is a second view of.

Knows: the files git keeps for a worktree (git-worktree(1), “Details”, and gitrepository-layout(5)).
Must never: run git, or believe a ``.git`` file whose repository does not point back at it: a
folder somebody else made could otherwise claim to be a worktree of yours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST: Final = 4096
_POINTER: Final = "gitdir: "


@dataclass(frozen=True, slots=True)
class Worktree:
    """A linked worktree's root, and the root of the main checkout it belongs to."""

    root: Path
    main: Path


def worktree_of(folder: Path) -> Worktree | None:
    """Give the linked worktree that ``folder`` (absolute, resolved) lies in, or None."""
    for root in (folder, *folder.parents):
        mark = root / ".git"
        if mark.is_dir():
            return None
        if mark.is_file():
            main = _main_checkout(mark)
            return Worktree(root, main) if main else None
    return None


def _main_checkout(mark: Path) -> Path | None:
    pointer = _line(mark)
    if not pointer.startswith(_POINTER):
        return None
    administration = mark.parent / pointer.removeprefix(_POINTER)
    back, common = _line(administration / "gitdir"), _line(administration / "commondir")
    if not (back and common and _same(administration / back, mark)):
        return None
    repository = (administration / common).resolve()
    return repository.parent if repository.name == ".git" else None


def _line(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_LONGEST).decode("utf-8", "surrogateescape").rstrip("\r\n")
    except OSError:
        return ""


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
