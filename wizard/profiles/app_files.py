"""An app's file filled from a profile, and what keeps that safe: git, a backup, a memory of it.

Must never: write before git was asked whether it would publish the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles.filled import Filled, remember
from wizard.profiles.filling import backup_of, foresee, write
from wizard.profiles.gitignore import state_of

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.profiles.filling import Filling
    from wizard.profiles.frameworks import Framework
    from wizard.profiles.home import Home
    from wizard.profiles.variables import Values


@dataclass(frozen=True, slots=True)
class Written:
    """What was done to a file. ``backup`` is there if one was made just now.

    ``unasked``: git could not be asked whether it ignores the file.
    """

    filling: Filling
    backup: Path | None
    unasked: bool


def fill(home: Home, profile: str, values: Values, framework: Framework, path: Path) -> Written:
    """Fill one file of an app (``path`` absolute), and remember that it was filled.

    Raises ``env.not_ignored`` and ``env.tracked`` where git would publish it (``gitignore.ignore``
    helps with the first), what ``foresee`` raises, and ``store.…``; then nothing was written.
    """
    filling = foresee(path, values, framework)
    state = "ignored" if filling.does_nothing else state_of(path)
    if state in {"exposed", "tracked"}:
        code = "env.tracked" if state == "tracked" else "env.not_ignored"
        raise ProblemError(problem(code, path=path))
    backup = write(filling, backup_of(home, path))
    remember(home, profile, Filled(str(path), framework.name))
    return Written(filling, backup, unasked=state == "unknown")
