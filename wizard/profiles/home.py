"""Where everything of ours lies: the map, and nothing but the map.

Knows: the three folders, and which file in them holds what.
Must never: touch the disk.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.profiles.names import encode
from wizard.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.model import Problem

NAME: Final = "anon-wizard"


def _unheard(_notice: Problem) -> None:
    """Stand for nobody being there to tell."""


class Home(Record):
    """The wizard's folders: ``config`` (profiles), ``data`` (secrets), ``state`` (all the rest).

    ``tell`` hears what the user must know of a file that was used all the same, such as
    ``secrets.was_open``.
    """

    config: Path
    data: Path
    state: Path
    tell: Callable[[Problem], None] = _unheard

    @classmethod
    def find(cls, environ: Mapping[str, str]) -> Home:
        """Give the folders below ``ANON_WIZARD_HOME``, else where this system keeps such things."""
        moved = environ.get("ANON_WIZARD_HOME")
        if moved:
            root = Path(moved)
            if not root.is_absolute():
                from wizard.paths import absolute_path

                root = absolute_path(root)
            return cls(root / "config", root / "data", root / "state")
        return _xdg(environ) if sys.platform == "linux" else _platform()

    def profiles(self) -> Path:
        """Give the folder of the saved profiles."""
        return self.config / "profiles"

    def profile(self, name: str) -> Path:
        """Give the file of one saved profile (TOML)."""
        return self.profiles() / f"{encode(name)}.toml"

    def active(self) -> Path:
        """Give the pointer file that names the active profile."""
        return self.config / "active"

    def folders(self) -> Path:
        """Give the file that binds folders to profiles."""
        return self.config / "folders.json"

    def secrets(self, name: str) -> Path:
        """Give the file of one profile's secrets, where they lie in a file."""
        return self.data / "secrets" / f"{encode(name)}.json"

    def keyring_items(self, name: str) -> Path:
        """Give the file that tells which keyring item holds one profile's secrets."""
        return self.data / "keyring" / f"{encode(name)}.json"

    def sandbox(self) -> Path:
        """Give the state file of the sandbox that this program starts by itself (SQLite)."""
        return self.data / "sandbox.sqlite"

    def keys(self) -> Path:
        """Give the file that remembers which environment a key belongs to, without the key."""
        return self.data / "keys.json"

    def journal(self, name: str) -> Path:
        """Give the journal of one profile's creating requests."""
        return self.state / "journal" / f"{encode(name)}.jsonl"

    def draft(self, name: str) -> Path:
        """Give the file of one profile's interrupted setup."""
        return self.state / "drafts" / f"{encode(name)}.json"

    def proofs(self, name: str) -> Path:
        """Give the file of what often changes about one profile: times, last link status."""
        return self.state / "proofs" / f"{encode(name)}.json"

    def handoff(self, name: str) -> Path:
        """Give the file of what one profile's way to production has left behind."""
        return self.state / "handoff" / f"{encode(name)}.json"

    def filled(self, name: str) -> Path:
        """Give the file that remembers which apps' files were filled from one profile."""
        return self.state / "filled" / f"{encode(name)}.json"

    def looks(self) -> Path:
        """Give the file that remembers how the full screen shall look."""
        return self.state / "looks.json"

    def backups(self) -> Path:
        """Give the folder of the backups of apps' files that can't lie beside them."""
        return self.state / "backups"

    def profiles_lock(self) -> Path:
        """Give the lock of all saved profiles."""
        return self.config / "profiles.lock"

    def secrets_lock(self) -> Path:
        """Give the lock of all secrets, wherever they lie."""
        return self.data / "secrets.lock"

    def keys_lock(self) -> Path:
        """Give the lock of the list of keys' environments."""
        return self.data / "keys.lock"

    def state_lock(self) -> Path:
        """Give the lock of all drafts, proofs and hand-offs."""
        return self.state / "state.lock"

    def journal_lock(self, name: str) -> Path:
        """Give the lock of one profile's journal, held while a creating request is under way."""
        return self.journal(name).with_suffix(".lock")


def _xdg(environ: Mapping[str, str]) -> Home:
    """Give the folders of the XDG Base Directory Specification 0.8.

    platformdirs says the same, and takes 20 ms to be imported: too much for a shell prompt.
    """

    def base(variable: str, default: str) -> Path:
        named = environ.get(variable, "")
        return Path(named) if named.startswith("/") else Path.home() / default

    return Home(
        base("XDG_CONFIG_HOME", ".config") / NAME,
        base("XDG_DATA_HOME", ".local/share") / NAME,
        base("XDG_STATE_HOME", ".local/state") / NAME,
    )


def _platform() -> Home:
    from platformdirs import PlatformDirs

    places = PlatformDirs(NAME, appauthor=False)
    return Home(places.user_config_path, places.user_data_path, places.user_state_path)
