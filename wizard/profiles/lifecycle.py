"""Renaming, copying and deleting a profile, wherever this machine knows of it.

Knows: that a profile is a file with belongings (``belongings``), folders bound to it, and a list
of apps' files filled from it.
Must never: touch what is the user's: their apps' files stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.environments import known
from wizard.model import ProblemError
from wizard.profiles import belongings, binding, filled, handoffs
from wizard.profiles.remote import known_remote
from wizard.profiles.store import ProfileStore

if TYPE_CHECKING:
    from wizard.model import Profile
    from wizard.profiles.home import Home
    from wizard.profiles.remote import Remote


@dataclass(frozen=True, slots=True)
class Removal:
    """What goes with a profile, and what stays: to be shown before it is done, and after.

    ``active``: it is the active one, so none is afterwards. ``folders`` are bound to it; ``filled``
    are apps' files that keep its values; ``remote`` is what the server keeps.
    """

    profile: str
    environment: str
    active: bool
    folders: tuple[str, ...]
    filled: tuple[str, ...]
    remote: tuple[Remote, ...]

    @property
    def stays_local(self) -> bool:
        """Whether all that stays on a server is in the local sandbox."""
        places = (known(each.environment) for each in self.remote)
        return all(place is not None and place.local for place in places)


def rename(home: Home, name: str, new: str) -> None:
    """Give a profile another name, with all that belongs to it and all that points at it.

    The old name goes last: after a crash the same call finishes the work. Raises what ``copy``
    raises, but for the profile's own name.
    """
    belongings.arrive(home, name, new)
    if name == new:
        return
    binding.rename_profile(home, name, new)
    filled.rename_profile(home, name, new)
    handoffs.rename_profile(home, name, new)
    belongings.leave(home, name)


def copy(home: Home, name: str, new: str) -> None:
    """Make a second profile of one. Raises ``profile.unknown``, ``.exists``, and saving's."""
    belongings.copy(home, name, new)
    handoffs.part(home, new)


def removal(home: Home, name: str) -> Removal:
    """Foresee what deleting a profile means; nothing is changed. Raises ``journal.corrupt``."""
    profile = _readable(home, name)
    return Removal(
        profile=name,
        environment=profile.environment if profile else "",
        active=ProfileStore(home).active() == name,
        folders=binding.folders_of(home, name),
        filled=tuple(file.path for file in filled.filled(home, name)),
        remote=known_remote(home, name, profile),
    )


def delete(home: Home, name: str) -> None:
    """Remove a profile and all that belongs to it here.

    Raises ``profile.unknown`` where there was nothing at all, and what the secret stores raise.
    """
    belongings.delete(home, name)
    binding.forget_profile(home, name)
    filled.forget_profile(home, name)


def _readable(home: Home, name: str) -> Profile | None:
    """Give the profile where it can be read: one that is corrupt can be deleted, too."""
    try:
        return ProfileStore(home).load(name)
    except ProblemError:
        return None
