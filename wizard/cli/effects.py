"""After a change of the profile: which variables changed in which app, and an offer to write them.

Must never: write an app's file unasked, or show a secret.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wizard.cli.asking import agreed, interactive
from wizard.model import ProblemError
from wizard.profiles.app_files import fill
from wizard.profiles.effects import changed, stale_files
from wizard.profiles.filled import filled
from wizard.profiles.secrets import open_secrets
from wizard.profiles.variables import values_of
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator
    from pathlib import Path

    from wizard.cli.command import Call
    from wizard.model import Problem, Profile
    from wizard.profiles.effects import Stale
    from wizard.profiles.variables import Values, Variable


@dataclass(frozen=True, slots=True)
class Effects:
    """What changed, and the apps' files that say something else.

    ``written`` are the paths that do so no longer; ``problems`` say why others could not be.
    """

    variables: tuple[Variable, ...]
    stale: tuple[Stale, ...]
    written: frozenset[Path] = frozenset()
    problems: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give them as data."""
        return {
            "variables": [{"name": each.name, "side": each.side} for each in self.variables],
            "files": [
                {
                    "path": str(each.filling.path),
                    "changed": [*each.filling.changed, *each.filling.added],
                    "written": each.filling.path in self.written,
                }
                for each in self.stale
            ],
        }

    def lines(self) -> Iterator[str]:
        """Give them in words."""
        if self.variables:
            yield "Changed variables:"
        yield from (f"  {each.side:<9}  {each.name}" for each in self.variables)
        for each in self.stale:
            names = ", ".join((*each.filling.changed, *each.filling.added))
            done = "Written to" if each.filling.path in self.written else "Still old in"
            yield f"{done} {printable(each.filling.path)}: {names}"
        if self.variables and len(self.written) < max(1, len(self.stale)):
            yield "Bring them to an app: anon-wizard env --write FILE [--framework NAME]"


def add_write(parser: ArgumentParser) -> None:
    """Let ``parser`` take ``--write-apps``."""
    parser.add_argument(
        "--write-apps",
        action="store_true",
        help="bring the change to every file that env --write filled before",
    )


def stored_values(call: Call, profile: Profile) -> Values:
    """Give the profile's values; references to 1Password stay references."""
    secrets = open_secrets(profile.secret_store, call.home)
    return values_of(profile, secrets, resolved=False)


def effects(call: Call, before: Values, profile: Profile) -> Effects:
    """Tell what the change means, and write it where that is wanted."""
    variables = changed(before, stored_values(call, profile))
    if not filled(call.home, profile.name):
        return Effects(variables, ())
    values = values_of(profile, open_secrets(profile.secret_store, call.home))
    told = Effects(variables, stale_files(call.home, profile.name, values))
    return _written(call, profile, values, told) if told.stale and _wanted(call, told) else told


def _wanted(call: Call, told: Effects) -> bool:
    if call.options.write_apps or call.options.yes or not interactive():
        return bool(call.options.write_apps)
    paths = ", ".join(printable(each.filling.path) for each in told.stale)
    return agreed(f"Write the change to {paths}?")


def _written(call: Call, profile: Profile, values: Values, told: Effects) -> Effects:
    """Write each file; one that can't be written does not keep the others from it."""
    written, problems = set(), []
    for each in told.stale:
        try:
            fill(call.home, profile.name, values, each.framework, each.filling.path)
            written.add(each.filling.path)
        except ProblemError as stopped:
            problems.append(stopped.problem)
    return replace(told, written=frozenset(written), problems=tuple(problems))
