"""What a change of a profile means for the apps that use it (FAQ: “re-set that value”).

Knows: which variables got another value, and which apps' files hold the old one.
Must never: show a value, or change a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.model import ProblemError
from wizard.profiles.filled import filled
from wizard.profiles.filling import foresee
from wizard.profiles.frameworks import FRAMEWORKS, PLAIN
from wizard.profiles.variables import VARIABLES

if TYPE_CHECKING:
    from wizard.profiles.filling import Filling
    from wizard.profiles.frameworks import Framework
    from wizard.profiles.home import Home
    from wizard.profiles.variables import Values, Variable


@dataclass(frozen=True, slots=True)
class Stale:
    """One file that was filled from this profile, and says something else by now."""

    filling: Filling
    framework: Framework


def changed(before: Values, after: Values) -> tuple[Variable, ...]:
    """Give the variables whose value differs."""
    return tuple(each for each in VARIABLES if before.of(each) != after.of(each))


def stale_files(home: Home, profile: str, values: Values) -> tuple[Stale, ...]:
    """Give the files that were filled before and would change; what can't be read is left out."""
    found = []
    for file in filled(home, profile):
        framework = FRAMEWORKS.get(file.framework, PLAIN)
        try:
            filling = foresee(Path(file.path), values, framework)
        except ProblemError:
            continue
        if not filling.does_nothing:
            found.append(Stale(filling, framework))
    return tuple(found)
