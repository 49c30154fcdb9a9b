"""Which files of which apps were filled from a profile, so that a change can be brought to them.

Knows: paths and the framework that was asked for, never a value.
Must never: stop anybody's work: a broken list reads as empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.model import ProblemError, Record
from wizard.paths import is_file
from wizard.profiles.shape import ShapeError, plain, shaped

if TYPE_CHECKING:
    from wizard.profiles.home import Home


class Filled(Record):
    """One file of an app: its absolute path, and the framework (empty: none was named)."""

    path: str
    framework: str = ""


class _List(Record):
    version: int
    files: tuple[Filled, ...]


def filled(home: Home, profile: str) -> tuple[Filled, ...]:
    """Give the files that were filled from ``profile`` and are still there."""
    return tuple(file for file in _read(home, profile) if is_file(file.path))


def remember(home: Home, profile: str, file: Filled) -> None:
    """Remember that ``file`` was filled; raises what saving raises."""
    from wizard.profiles.files import locked, sweep_beside
    from wizard.profiles.json_files import write_object

    path = home.filled(profile)
    with locked(home.state_lock()):
        sweep_beside(path)
        known = _read(home, profile)
        if file not in known:
            others = tuple(other for other in known if other.path != file.path)
            write_object(path, plain(_List(1, (*others, file))))


def rename_profile(home: Home, profile: str, new: str) -> None:
    """Let what was filled from ``profile`` count as filled from ``new``."""
    for file in _read(home, profile):
        remember(home, new, file)
    forget_profile(home, profile)


def forget_profile(home: Home, profile: str) -> None:
    """Forget the list of a profile that goes; the files themselves are the user's."""
    from wizard.profiles.files import locked, remove_private

    with locked(home.state_lock()):
        remove_private(home.filled(profile))


def _read(home: Home, profile: str) -> tuple[Filled, ...]:
    from wizard.profiles.json_files import read_object

    try:
        content = read_object(home.filled(profile))
        return shaped(_List, content).files if content else ()
    except (ProblemError, ShapeError):
        return ()
