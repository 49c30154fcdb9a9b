"""Saved profiles: one TOML each, and one pointer to the active one.

Knows: which profiles there are, and that what is on disk is read again under the lock.
Must never: write a profile it does not understand, or look at all profiles to find one.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Final

from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles.files import locked, read_private, remove_private, sweep, write_private
from wizard.profiles.guard import is_there, named
from wizard.profiles.migrations import present_version
from wizard.profiles.names import check_name, named_by

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from wizard.model import Profile
    from wizard.profiles.document import Document
    from wizard.profiles.home import Home

LIMIT: Final = 1 << 20
"""Bytes in a profile; a thousand pools need a fifth of it."""

_NAMED_IN_A_PROBLEM: Final = 12
_POINTER_SECONDS: Final = 60.0  # after which an unfinished pointer's writer is surely dead


class ProfileStore:
    """The saved profiles of one home. Failures carry exit code 4 (a wrong name: 2)."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def names(self) -> tuple[str, ...]:
        """Give the names of all saved profiles, sorted."""
        folder = self._home.profiles()
        with named("store.cannot_read", folder):
            try:
                files = os.listdir(folder)
            except FileNotFoundError:
                return ()
        return tuple(sorted(named_by(files, ".toml")))

    def load(self, name: str) -> Profile:
        """Give a saved profile.

        Raises ``profile.unknown``, ``profile.corrupt``, ``profile.newer`` (a newer format that
        can't be read at all), and what ``read_private`` raises.
        """
        document = self._document(name)
        if document is None:
            raise self._unknown(name)
        return document.profile

    def exists(self, name: str) -> bool:
        """Tell whether there is a profile of that name, readable or not."""
        return not check_name(name) and is_there(self._home.profile(name))

    def path(self, name: str) -> str:
        """Give the file of a profile, for people to look at."""
        return self._home.profile(name)

    def save(self, profile: Profile) -> str:
        """Save ``profile``, keeping the comments and unknown fields of the file; give its path.

        Raises ``profile.corrupt`` or ``profile.newer`` where the present file must not be
        overwritten, and what ``write_private`` and ``locked`` raise.
        """
        return self.update(profile.name, lambda _saved: profile)

    def update(self, name: str, change: Callable[[Profile | None], Profile]) -> str:
        """Save what ``change`` makes of the profile as it is now (None: there is none).

        What others saved meanwhile is not lost: it is read again under the lock. Raises what
        ``save`` and ``change`` raise.
        """
        from wizard.profiles.document import written

        path = self._home.profile(self._checked(name))
        with self._locked():
            old = self._document(name)
            raw = written(path, old, change(old.profile if old else None))
            if old and old.version < present_version():
                write_private(f"{path}.v{old.version}", old.raw)
            write_private(path, raw)
            self._sweep()
        return path

    def text(self, name: str) -> str:
        """Give what is written in a profile's file; raises what ``load`` raises."""
        document = self._document(name)
        if document is None:
            raise self._unknown(name)
        return document.text

    def put(self, name: str, raw: bytes) -> str:
        """Save a profile as the very bytes that describe it, in place of what there is.

        The caller has read them (``document.read``). Raises what ``save`` raises.
        """
        from wizard.profiles.document import newer

        path = self._home.profile(self._checked(name))
        with self._locked():
            old = self._document(name)
            if old and old.version > present_version():
                raise newer(path, old.version)
            write_private(path, raw)
            self._sweep()
        return path

    def delete(self, name: str) -> None:
        """Remove a profile's file, its backups, and the pointer where it is the active one.

        What else belongs to it goes by ``belongings.delete``. Raises ``profile.unknown``.
        """
        with self._locked():
            self._remove(name)

    def copy(self, name: str, new: str) -> None:
        """Save a profile under a second name as well, comments and all.

        Raises what ``may_become`` raises.
        """
        with self._locked():
            self._copy(name, new)

    def active(self) -> str | None:
        """Give the name of the active profile; None where none is, or its file is gone."""
        raw = read_private(self._home.active(), limit=LIMIT)
        name = (raw or b"").decode("utf-8", "replace").removesuffix("\n")
        return name if self.exists(name) else None

    def use(self, name: str) -> None:
        """Make a profile the active one: one atomic pointer, no lock, no look at the others."""
        if not self.exists(name):
            raise self._unknown(name)
        self._point(name)

    def _point(self, name: str) -> None:
        write_private(self._home.active(), f"{name}\n".encode())

    def may_become(self, name: str, new: str) -> bytes:
        """Give the file of ``name``, which may be saved as ``new`` too; else raise.

        Raises ``profile.unknown``, or ``profile.exists`` where ``new`` is another profile's name.
        """
        raw = self._raw(self._checked(name))
        if raw is None:
            raise self._unknown(name)
        there = self._raw(self._checked(new))
        if there not in {None, raw}:
            raise ProblemError(problem("profile.exists", profile=new))
        return raw

    def _copy(self, name: str, new: str) -> None:
        write_private(self._home.profile(new), self.may_become(name, new))
        self._sweep()

    def _remove(self, name: str) -> None:
        from glob import escape, glob

        path = self._home.profile(self._checked(name))
        was_active = self.active() == name
        if not remove_private(path):
            raise self._unknown(name)
        for backup in glob(f"{escape(path)}.v*"):
            remove_private(backup)
        if was_active:
            remove_private(self._home.active())
        self._sweep()

    def _document(self, name: str) -> Document | None:
        from wizard.profiles.document import corrupt, read

        path = self._home.profile(self._checked(name))
        try:
            raw = self._raw(name)
        except ProblemError as error:
            if error.problem.code != "store.too_large":
                raise
            raise corrupt(path, error.problem.cause) from None
        return None if raw is None else read(path, name, raw)

    def _raw(self, name: str) -> bytes | None:
        return read_private(self._home.profile(name), LIMIT)

    def _locked(self) -> AbstractContextManager[None]:
        return locked(self._home.profiles_lock())

    def _sweep(self) -> None:
        sweep(self._home.profiles())
        sweep(self._home.config, older_than=time.time() - _POINTER_SECONDS)

    @staticmethod
    def _checked(name: str) -> str:
        wrong = check_name(name)
        if wrong:
            raise ProblemError(wrong)
        return name

    def _unknown(self, name: str) -> ProblemError:
        names = self.names()
        known = ", ".join(names[:_NAMED_IN_A_PROBLEM]) or "none yet"
        more = len(names) - _NAMED_IN_A_PROBLEM
        known = f"{known} and {more} more" if more > 0 else known
        return ProblemError(problem("profile.unknown", profile=name, known=known))
