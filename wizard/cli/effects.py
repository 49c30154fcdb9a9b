"""After a change of the profile: which variables changed in which app, and an offer to write them.

Must never: write an app's file unasked, or show a secret.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wizard.cli.asking import agreed, interactive
from wizard.profiles.app_files import fill_stale
from wizard.profiles.effects import effect
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

    def lines(self, how: str) -> Iterator[str]:
        """Give them in words; ``how`` is the command that brings the change to those files."""
        if self.variables:
            yield "Changed variables:"
        yield from (f"  {each.side:<9}  {each.name}" for each in self.variables)
        for each in self.stale:
            names = ", ".join((*each.filling.changed, *each.filling.added))
            done = "Written to" if each.filling.path in self.written else "Still old in"
            yield f"{done} {printable(each.filling.path)}: {names}"
        if len(self.written) < len(self.stale):
            yield f"Bring the change there: {how}"
        elif self.variables and not self.stale:
            yield "Bring them to an app: anon-wizard env --write FILE [--framework NAME]"


def add_write(parser: ArgumentParser) -> None:
    """Let ``parser`` take ``--write-apps``."""
    parser.add_argument(
        "--write-apps",
        action="store_true",
        help="bring the change to every file that env --write filled before",
    )


def effects(call: Call, before: Values, profile: Profile) -> Effects:
    """Tell what the change means, and write it where that is wanted."""
    found = effect(call.home, before, profile)
    told = Effects(found.variables, found.stale)
    if not (told.stale and _wanted(call, told)):
        return told
    written, problems = fill_stale(call.home, profile.name, found.values, found.stale)
    return replace(told, written=written, problems=problems)


def _wanted(call: Call, told: Effects) -> bool:
    if call.options.write_apps or call.options.yes or not interactive():
        return bool(call.options.write_apps)
    paths = ", ".join(printable(each.filling.path) for each in told.stale)
    return agreed(f"Write the change to {paths}?")
