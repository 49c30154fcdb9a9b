"""After a change of the profile: which variables changed in which app, and an offer to write them.

Must never: write an app's file unasked, or show a secret.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wizard.cli.asking import agreed, interactive
from wizard.profiles.effects import changed, stale_files
from wizard.profiles.secrets import open_secrets
from wizard.profiles.variables import values_of
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from wizard.cli.command import Call
    from wizard.model import Profile
    from wizard.profiles.effects import Stale
    from wizard.profiles.variables import Values, Variable


@dataclass(frozen=True, slots=True)
class Effects:
    """What changed, and the apps' files that say something else; ``written``: no longer."""

    variables: tuple[Variable, ...]
    stale: tuple[Stale, ...]
    written: bool

    def as_json(self) -> dict[str, Any]:
        """Give them as data."""
        return {
            "variables": [{"name": each.name, "side": each.side} for each in self.variables],
            "files": [
                {
                    "path": str(each.filling.path),
                    "changed": list(each.filling.changed),
                    "written": self.written,
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
            done = "Written to" if self.written else "Still old in"
            yield f"{done} {printable(each.filling.path)}: {names}"
        if self.variables and not self.written:
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
    after = stored_values(call, profile)
    variables = changed(before, after)
    resolved = values_of(profile, open_secrets(profile.secret_store, call.home))
    stale = stale_files(call.home, profile.name, resolved)
    return Effects(variables, stale, bool(stale) and _write(call, profile, resolved, stale))


def _write(call: Call, profile: Profile, values: Values, stale: tuple[Stale, ...]) -> bool:
    from wizard.cli.env.writing import fill

    paths = ", ".join(printable(each.filling.path) for each in stale)
    wanted = call.options.write_apps or (
        interactive() and not call.options.yes and agreed(f"Write the change to {paths}?")
    )
    for each in stale if wanted else ():
        fill(call, profile, values, each.framework, each.filling.path)
    return bool(wanted)
