"""An app's file filled from a profile, and what keeps that safe: git, a backup, a memory of it.

Must never: write before git was asked whether it would publish the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.model import ProblemError
from wizard.paths import absolute_path, real_path
from wizard.problems import problem
from wizard.profiles.filled import Filled, remember
from wizard.profiles.filling import backup_of, foresee, write
from wizard.profiles.gitignore import state_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from wizard.model import Problem
    from wizard.profiles.effects import Stale
    from wizard.profiles.filling import Filling
    from wizard.profiles.frameworks import Framework
    from wizard.profiles.gitignore import State
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


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What filling a file would do, and how git sees it."""

    filling: Filling
    state: State

    @property
    def exposed(self) -> bool:
        """Whether git has to be told to ignore it first (``gitignore.ignore``)."""
        return self.state == "exposed"


def place_of(name: str) -> Path:
    """Give the absolute path that a user names; a symbolic link that it may be is not followed."""
    path = absolute_path(name)
    return real_path(path.parent) / path.name


def foreseen(path: Path, values: Values, framework: Framework) -> Foreseen:
    """Look at a file before it is filled. Raises ``env.tracked`` and what ``foresee`` raises."""
    filling = foresee(path, values, framework)
    state = "ignored" if filling.does_nothing else state_of(path)
    if state == "tracked":
        raise ProblemError(problem("env.tracked", path=path))
    return Foreseen(filling, state)


def fill(home: Home, profile: str, values: Values, framework: Framework, path: Path) -> Written:
    """Fill one file of an app (``path`` absolute), and remember that it was filled.

    Raises ``env.not_ignored`` and ``env.tracked`` where git would publish it (``gitignore.ignore``
    helps with the first), what ``foresee`` raises, and ``store.…``; then nothing was written.
    """
    found = foreseen(path, values, framework)
    if found.exposed:
        raise ProblemError(problem("env.not_ignored", path=path))
    backup = write(found.filling, backup_of(home, path))
    remember(home, profile, Filled(str(path), framework.name))
    return Written(found.filling, backup, unasked=found.state == "unknown")


def fill_stale(
    home: Home, profile: str, values: Values, stale: Iterable[Stale]
) -> tuple[frozenset[Path], tuple[Problem, ...]]:
    """Fill each file again; one that can't be written does not keep the others from it.

    Gives the paths that were written, and why others were not.
    """
    written, problems = set(), []
    for each in stale:
        try:
            fill(home, profile, values, each.framework, each.filling.path)
            written.add(each.filling.path)
        except ProblemError as stopped:
            problems.append(stopped.problem)
    return frozenset(written), tuple(problems)
