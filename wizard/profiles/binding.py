"""Folders that are bound to a profile: who works there, works on that profile.

Knows: one JSON object, folder → profile.
Must never: read anything from the folder that could choose a profile by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.model import ProblemError
from wizard.paths import is_folder, real_path
from wizard.problems import problem
from wizard.profiles.guard import is_there

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from wizard.paths import AnyPath
    from wizard.profiles.home import Home
    from wizard.profiles.nearest import Bound

VERSION: Final = 1


def bindings(home: Home) -> Mapping[str, str]:
    """Give all bindings, folder → profile. Raises ``store.corrupt`` and what reading raises."""
    if not is_there(home.folders()):
        return {}
    from wizard.profiles.json_files import read_object

    content = read_object(home.folders()) or {}
    folders = content.get("folders")
    if not isinstance(folders, dict) or not all(isinstance(to, str) for to in folders.values()):
        reason = "It is not the list of bound folders that the wizard writes."
        raise ProblemError(problem("store.corrupt", path=home.folders(), reason=reason))
    return folders


def bind(home: Home, folder: Path, profile: str) -> Path:
    """Bind ``folder`` to ``profile`` and give its real path. Raises ``binding.no_folder``."""
    real = _real(folder)
    _change(home, lambda known: {**known, str(real): profile})
    return real


def unbind(home: Home, folder: Path) -> bool:
    """Take back the binding of exactly this folder; tell whether there was one."""
    real = str(real_path(folder))
    bound = real in bindings(home)
    _change(home, lambda known: {at: to for at, to in known.items() if at != real})
    return bound


def rename_profile(home: Home, profile: str, new: str) -> None:
    """Let every folder bound to ``profile`` be bound to ``new``."""
    _change(home, lambda known: {at: new if to == profile else to for at, to in known.items()})


def forget_profile(home: Home, profile: str) -> tuple[str, ...]:
    """Take back every binding to ``profile``; give the folders."""
    gone = folders_of(home, profile)
    _change(home, lambda known: {at: to for at, to in known.items() if to != profile})
    return gone


def folders_of(home: Home, profile: str) -> tuple[str, ...]:
    """Give the folders bound to ``profile``, sorted."""
    return tuple(sorted(at for at, to in bindings(home).items() if to == profile))


def bound(home: Home, folder: AnyPath, logical: str = "") -> Bound | None:
    """Give the binding that holds in ``folder``; see ``nearest`` for ``logical``."""
    known = bindings(home)
    if not known:
        return None
    from wizard.profiles.nearest import nearest

    return nearest(known, folder, logical)


def _real(folder: Path) -> Path:
    real = real_path(folder)
    if not is_folder(real):
        raise ProblemError(problem("binding.no_folder", path=folder))
    return real


def _change(home: Home, change: Callable[[Mapping[str, str]], dict[str, str]]) -> None:
    """Change the list under its lock; what is unchanged is not written."""
    from wizard.profiles.files import locked
    from wizard.profiles.json_files import write_object

    with locked(home.profiles_lock()):
        known = bindings(home)
        changed = change(known)
        if changed != known:
            write_object(home.folders(), {"version": VERSION, "folders": changed})
