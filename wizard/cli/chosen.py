"""The profile that a command works on, and the word about it.

Must never: let anything but the active pointer decide in silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.profiles.resolution import Resolved, required
from wizard.profiles.store import ProfileStore

if TYPE_CHECKING:
    from wizard.cli.command import Call
    from wizard.model import Profile


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
    """Give the profile itself; raises ``profile.unknown`` and what else loading raises."""
    return ProfileStore(call.home).load(chosen(call).name)
