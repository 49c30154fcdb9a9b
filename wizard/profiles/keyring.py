"""Secrets in the system's keyring, and what is done so that none is lost there.

Knows: that a keyring may be absent, locked, hung, plain text, or take a secret and lose it; and
that a crash may come between any two writes.
Must never: import ``keyring`` into this process, wait longer than 3 s, or fall back to a file.

All secrets of a profile are one keyring item. A change writes a *new* item, reads it back, and then
swaps the file that names the item; the old item goes last. The file also names, ahead of time, the
items that are about to come or to go, so a crash leaves the old pair or the new pair, and whatever
is left over is found and removed by the next change, and by the next setup.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.model import ProblemError, Secret
from wizard.problems import problem
from wizard.profiles.files import remove_private, sweep_beside
from wizard.profiles.json_files import read_object, write_object
from wizard.profiles.keyring_calls import SECONDS, KeyringTroubleError, call
from wizard.profiles.secrets import SecretStore, strings
from wizard.profiles.shape import ShapeError, plain, shaped

if TYPE_CHECKING:
    from wizard.profiles.home import Home
    from wizard.profiles.keyring_calls import Call

_PROBE: Final = "probe"
_KEPT_NOTHING: Final = "What was written could not be read back."
_CHANGED: Final = "What it gives back is not what was stored."


@dataclass(frozen=True, slots=True)
class Items:
    """The keyring items of a profile: the one in use (or none), and those that must go."""

    current: str = ""
    stale: tuple[str, ...] = ()


class KeyringSecrets(SecretStore):
    """Secrets in the system's keyring. Raises ``secrets.unavailable`` and ``secrets.lost``."""

    def __init__(self, home: Home) -> None:
        super().__init__(home)
        self._seen = ("", Secret(""))  # an item never changes: what it held need not be asked again

    def where(self) -> str:
        """Say where the secrets lie."""
        return "the system's keyring, under “anon-wizard”"

    def _read(self, profile: str) -> dict[str, str]:
        items = self._items(profile)
        if not items.current:
            return {}
        item, held = self._seen
        if item != items.current:
            (text,) = _asked(_deadline(), ("get", items.current))
            if text is None:
                return {}
            held = Secret(text)
            self._seen = (items.current, held)
        return self._values(profile, held.reveal())

    def _values(self, profile: str, text: str) -> dict[str, str]:
        try:
            return strings(self._home.keyring_items(profile), json.loads(text))
        except (ValueError, RecursionError, ProblemError):
            raise ProblemError(problem("secrets.lost", reason=_CHANGED)) from None

    def _write(self, profile: str, values: dict[str, str]) -> None:
        deadline = _deadline()
        old = self._items(profile)
        fresh = f"{profile} {os.urandom(8).hex()}"
        self._point(profile, Items(old.current, (*old.stale, fresh)))
        _put(deadline, fresh, json.dumps(values))
        stale = tuple(item for item in (*old.stale, old.current) if item)
        self._point(profile, Items(fresh, stale))
        if self._cleared(deadline, stale):
            self._point(profile, Items(fresh))

    def _erase(self, profile: str) -> None:
        items = self._items(profile)
        stale = tuple(item for item in (*items.stale, items.current) if item)
        if stale:
            self._point(profile, Items("", stale))
            _asked(_deadline(), *(("delete", item) for item in stale))
        path = self._home.keyring_items(profile)
        remove_private(path)
        sweep_beside(path)

    def _tidy(self, profile: str) -> None:
        items = self._items(profile)
        if items.stale and self._cleared(_deadline(), items.stale):
            self._point(profile, Items(items.current))

    @staticmethod
    def _cleared(deadline: float, stale: tuple[str, ...]) -> bool:
        """Remove old items; one that won't go now is named in the file, and goes next time."""
        try:
            call(deadline, *(("delete", item) for item in stale))
        except KeyringTroubleError:
            return False
        return True

    def _items(self, profile: str) -> Items:
        path = self._home.keyring_items(profile)
        found = read_object(path)
        try:
            return Items() if found is None else shaped(Items, found)
        except ShapeError as error:
            corrupt = problem("store.corrupt", path=path, reason=error.reason)
            raise ProblemError(corrupt) from None

    def _point(self, profile: str, items: Items) -> None:
        path = self._home.keyring_items(profile)
        sweep_beside(path)
        write_object(path, {"version": 1, **plain(items)})


def trouble() -> str | None:
    """Say why the keyring can't be used now, tried with a worthless value; None: it can."""
    deadline = _deadline()
    item, value = f"{_PROBE} {os.urandom(8).hex()}", os.urandom(8).hex()
    try:
        call(deadline, ("set", item, value))
        found, _ = call(deadline, ("get", item), ("delete", item))
    except KeyringTroubleError as error:
        return error.reason
    return None if found == value else _KEPT_NOTHING


def _put(deadline: float, item: str, text: str) -> None:
    """Write one item, and read it back in another process: some backends only pretend."""
    _asked(deadline, ("set", item, text))
    (found,) = _asked(deadline, ("get", item))
    if found != text:
        reason = _KEPT_NOTHING if found is None else _CHANGED
        raise ProblemError(problem("secrets.lost", reason=reason))


def _asked(deadline: float, *calls: Call) -> list[str | None]:
    try:
        return call(deadline, *calls)
    except KeyringTroubleError as error:
        raise ProblemError(problem("secrets.unavailable", reason=error.reason)) from None


def _deadline() -> float:
    return time.monotonic() + SECONDS
