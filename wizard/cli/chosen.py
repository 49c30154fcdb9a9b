"""The profile that a command works on, and the word about it.

Must never: let anything but the active pointer decide in silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.profiles.resolution import Resolved, required
from wizard.profiles.store import ProfileStore
from wizard.text import command

if TYPE_CHECKING:
    from wizard.cli.command import Call
    from wizard.model import Profile
    from wizard.profiles.variables import Values


def chosen(call: Call) -> Resolved:
    """Give the profile's name and what decided it; say so unless it is the active one.

    A name that follows the action (``options.name``) comes before all else, and needs no word.
    Raises ``profile.none_active``.
    """
    if named := getattr(call.options, "name", None):
        return Resolved(named, "flag")
    resolved = required(call.home, call.environ, call.options.profile)
    if resolved.by != "active":
        call.say(resolved.why())
    return resolved


def chosen_profile(call: Call) -> Profile:
    """Give the profile itself, whose ids alone count.

    An ``ANON_*`` variable that differs from them is told, and not used (cli.md). Raises
    ``profile.unknown`` and what else loading raises.
    """
    from wizard.profiles.variables import ids_of

    profile = loaded(call)
    announce_unused(call, ids_of(profile))
    return profile


def loaded(call: Call) -> Profile:
    """Give the profile, for a caller that tells of the ``ANON_*`` variables itself.

    Raises what ``chosen_profile`` raises.
    """
    return ProfileStore(call.home).load(chosen(call).name)


def further(call: Call, *words: str) -> str:
    """Give another command about the same profile, as it is to be typed in the same place."""
    named = ("--profile", call.options.profile) if call.options.profile else ()
    return command("anon-wizard", *words, *named)


def setup_of(profile: Profile) -> str:
    """Give the setup of that very profile; without its name, setup goes by the environment's."""
    return command("anon-wizard", "setup", "--profile", profile.name)


def announce_unused(call: Call, values: Values) -> None:
    """Say of each variable of Anon's that is set to something else that it is not used."""
    from wizard.profiles.variables import VARIABLES, as_text

    for variable in VARIABLES:
        ours, theirs = as_text(values.of(variable)), call.environ.get(variable.name)
        if ours and theirs and ours != theirs and not variable.suggested:
            call.say(f"{variable.name} in the environment differs from the profile; it is not used")
