"""Paths as users name them: typed, pasted, or given as a flag.

Knows: ``~`` as shells read it, and what the system says to names that no file can have.
Must never: raise for a name, however odd: what cannot be there is simply not there; load pathlib
before there is such a name: that takes as long as all the work of a command a shell prompt waits
for.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

AnyPath = str | os.PathLike[str]
"""A path, however it is spelled."""


def named_path(name: AnyPath) -> Path:
    """Give the path that a user named; the ``~`` of an unknown user stays, as in a shell."""
    from pathlib import Path

    path = Path(name)
    with suppress(RuntimeError):  # no such user, or none with a home
        path = path.expanduser()
    return path


def absolute_path(name: AnyPath) -> Path:
    """Give the same from the root on; relative still, where the folder that we are in is gone."""
    path = named_path(name)
    with suppress(OSError):
        path = path.absolute()
    return path


def real_path(name: AnyPath) -> Path:
    """Give the same with its links followed, as far as they lead anywhere."""
    from pathlib import Path

    path = absolute_path(name)
    with suppress(OSError, ValueError):
        path = Path(os.path.realpath(path))
    return path


def is_file(path: AnyPath) -> bool:
    """Tell whether a file is there; ``Path.is_file`` raises for a name that is too long."""
    return os.path.isfile(path)


def is_folder(path: AnyPath) -> bool:
    """Tell whether a folder is there; ``Path.is_dir`` raises for a name that is too long."""
    return os.path.isdir(path)
