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
from wizard.profiles.secrets import open_secrets
from wizard.profiles.variables import VARIABLES, values_of

if TYPE_CHECKING:
    from wizard.model import Profile
    from wizard.profiles.filling import Filling
    from wizard.profiles.frameworks import Framework
    from wizard.profiles.home import Home
    from wizard.profiles.variables import Values, Variable


@dataclass(frozen=True, slots=True)
class Stale:
    """One file that was filled from this profile, and says something else by now."""

    filling: Filling
    framework: Framework


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of the profile comes to. ``values`` are those that the stale files lack."""

    variables: tuple[Variable, ...]
    stale: tuple[Stale, ...]
    values: Values


def stored_values(home: Home, profile: Profile) -> Values:
    """Give the profile's values; references to 1Password stay references."""
    return values_of(profile, open_secrets(profile.secret_store, home), resolved=False)


def effect(home: Home, before: Values, profile: Profile) -> Effect:
    """Tell what became of the values ``before``. Raises what the secret store raises."""
    now = stored_values(home, profile)
    variables = changed(before, now)
    if not filled(home, profile.name):
        return Effect(variables, (), now)
    values = values_of(profile, open_secrets(profile.secret_store, home))
    return Effect(variables, stale_files(home, profile.name, values), values)


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
