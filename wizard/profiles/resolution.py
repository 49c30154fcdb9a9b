"""Which profile a command works on, and why (cli.md, “Which profile”).

Knows: the order --profile > ANON_WIZARD_PROFILE > bound folder > active.
Must never: load anything heavy: the shell prompt waits for this module.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, Literal

from wizard.model import ProblemError, Record
from wizard.problems import problem
from wizard.profiles.binding import bound
from wizard.profiles.store import ProfileStore
from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.paths import AnyPath
    from wizard.profiles.home import Home

VARIABLE: Final = "ANON_WIZARD_PROFILE"

Decider = Literal["flag", "environment", "folder", "active"]


class Resolved(Record):
    """A profile's name and what decided it; the profile need not exist.

    ``folder`` is the bound folder where ``by`` is ``folder``, and ``worktree_of`` the main checkout
    that it was found by.
    """

    name: str
    by: Decider
    folder: str = ""
    worktree_of: str = ""

    def why(self) -> str:
        """Say in one line what decided."""
        name = printable(self.name)
        if self.by == "flag":
            return f"--profile decides the profile: {name}"
        if self.by == "environment":
            return f"{VARIABLE} decides the profile: {name}"
        if self.by == "folder":
            return f"The folder {printable(self.folder)}{self._seen_from()} is bound to: {name}"
        return f"The active profile is: {name} (nothing else decides here)"

    def _seen_from(self) -> str:
        return " (this is a git worktree of it)" if self.worktree_of else ""


def resolve(
    home: Home, environ: Mapping[str, str], flag: str | None, folder: AnyPath | None = None
) -> Resolved | None:
    """Give the profile to work on; None where nothing decides.

    ``folder`` is where the user works (default: the working directory). Raises ``store.corrupt``
    and the like where the bindings or the pointer can't be read.
    """
    return _named(environ, flag) or resolve_here(home, environ, folder) or _active(home)


def resolve_anywhere(home: Home, environ: Mapping[str, str], flag: str | None) -> Resolved | None:
    """Give the profile that counts wherever one stands, bound folders aside."""
    return _named(environ, flag) or _active(home)


def _named(environ: Mapping[str, str], flag: str | None) -> Resolved | None:
    if flag:
        return Resolved(flag, "flag")
    named = environ.get(VARIABLE)
    return Resolved(named, "environment") if named else None


def resolve_here(
    home: Home, environ: Mapping[str, str], folder: AnyPath | None = None
) -> Resolved | None:
    """Give the profile that the folder is bound to, whatever else might decide."""
    place = folder or working_directory()
    here = bound(home, place, "" if folder else environ.get("PWD", "")) if place else None
    return Resolved(here.profile, "folder", here.folder, here.worktree_of) if here else None


def required(home: Home, environ: Mapping[str, str], flag: str | None) -> Resolved:
    """Give the profile to work on; raises ``profile.none_active`` where nothing decides."""
    resolved = resolve(home, environ, flag)
    if resolved is None:
        raise ProblemError(problem("profile.none_active"))
    return resolved


def working_directory() -> str | None:
    """Give where we are; None where that folder was removed."""
    try:
        return os.getcwd()
    except OSError:
        return None


def _active(home: Home) -> Resolved | None:
    name = ProfileStore(home).active()
    return Resolved(name, "active") if name else None
