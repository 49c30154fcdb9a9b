"""Where everything of ours lies: the map, and nothing but the map.

Knows: the three folders, and which file in them holds what. Paths are plain texts: a shell prompt
waits for this module, and pathlib would cost it as much as argparse.
Must never: touch the disk.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from wizard.model import Record
from wizard.profiles.names import encode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.model import Problem
    from wizard.paths import AnyPath

NAME: Final = "anon-wizard"


def _unheard(_notice: Problem) -> None:
    """Stand for nobody being there to tell."""


class Home(Record):
    """The wizard's folders: ``config`` (profiles), ``data`` (secrets), ``state`` (all the rest).

    ``tell`` hears what the user must know of a file that was used all the same, such as
    ``secrets.was_open``.
    """

    config: str
    data: str
    state: str
    tell: Callable[[Problem], None] = _unheard

    @classmethod
    def find(cls, environ: Mapping[str, str]) -> Home:
        """Give the folders below ``ANON_WIZARD_HOME``, else where this system keeps such things."""
        moved = environ.get("ANON_WIZARD_HOME")
        if moved:
            return cls.below(moved)
        return _xdg(environ) if sys.platform == "linux" else _platform()

    @classmethod
    def below(cls, root: AnyPath) -> Home:
        """Give the folders in one folder, as ``ANON_WIZARD_HOME`` has them."""
        if not os.path.isabs(root):
            from wizard.paths import absolute_path

            root = absolute_path(root)
        root = _plain(root)
        return cls(f"{root}/config", f"{root}/data", f"{root}/state")

    def profiles(self) -> str:
        """Give the folder of the saved profiles."""
        return f"{self.config}/profiles"

    def profile(self, name: str) -> str:
        """Give the file of one saved profile (TOML)."""
        return f"{self.profiles()}/{encode(name)}.toml"

    def active(self) -> str:
        """Give the pointer file that names the active profile."""
        return f"{self.config}/active"

    def folders(self) -> str:
        """Give the file that binds folders to profiles."""
        return f"{self.config}/folders.json"

    def secrets(self, name: str) -> str:
        """Give the file of one profile's secrets, where they lie in a file."""
        return f"{self.data}/secrets/{encode(name)}.json"

    def keyring_items(self, name: str) -> str:
        """Give the file that tells which keyring item holds one profile's secrets."""
        return f"{self.data}/keyring/{encode(name)}.json"

    def sandbox(self) -> str:
        """Give the state file of the sandbox that this program starts by itself (SQLite)."""
        return f"{self.data}/sandbox.sqlite"

    def keys(self) -> str:
        """Give the file that remembers which environment a key belongs to, without the key."""
        return f"{self.data}/keys.json"

    def journal(self, name: str) -> str:
        """Give the journal of one profile's creating requests."""
        return f"{self.state}/journal/{encode(name)}.jsonl"

    def drafts(self) -> str:
        """Give the folder of the interrupted setups."""
        return f"{self.state}/drafts"

    def draft(self, name: str) -> str:
        """Give the file of one profile's interrupted setup."""
        return f"{self.drafts()}/{encode(name)}.json"

    def proofs(self, name: str) -> str:
        """Give the file of what often changes about one profile: times, last link status."""
        return f"{self.state}/proofs/{encode(name)}.json"

    def handoff(self, name: str) -> str:
        """Give the file of what one profile's way to production has left behind."""
        return f"{self.state}/handoff/{encode(name)}.json"

    def filled(self, name: str) -> str:
        """Give the file that remembers which apps' files were filled from one profile."""
        return f"{self.state}/filled/{encode(name)}.json"

    def looks(self) -> str:
        """Give the file that remembers how the full screen shall look."""
        return f"{self.state}/looks.json"

    def backups(self) -> str:
        """Give the folder of the backups of apps' files that can't lie beside them."""
        return f"{self.state}/backups"

    def profiles_lock(self) -> str:
        """Give the lock of all saved profiles."""
        return f"{self.config}/profiles.lock"

    def secrets_lock(self) -> str:
        """Give the lock of all secrets, wherever they lie."""
        return f"{self.data}/secrets.lock"

    def keys_lock(self) -> str:
        """Give the lock of the list of keys' environments."""
        return f"{self.data}/keys.lock"

    def state_lock(self) -> str:
        """Give the lock of all drafts, proofs and hand-offs."""
        return f"{self.state}/state.lock"

    def journal_lock(self, name: str) -> str:
        """Give the lock of one profile's journal, held while a creating request is under way."""
        return f"{self.state}/journal/{encode(name)}.lock"


def _xdg(environ: Mapping[str, str]) -> Home:
    """Give the folders of the XDG Base Directory Specification 0.8.

    platformdirs says the same, and takes 20 ms to be imported: too much for a shell prompt.
    """

    def base(variable: str, default: str) -> str:
        named = environ.get(variable, "")
        return f"{_plain(named if named.startswith('/') else _own(default))}/{NAME}"

    return Home(
        base("XDG_CONFIG_HOME", ".config"),
        base("XDG_DATA_HOME", ".local/share"),
        base("XDG_STATE_HOME", ".local/state"),
    )


def _plain(path: AnyPath) -> str:
    """Give a folder without its empty steps, and the root as nothing: a ``/`` follows.

    ``..`` may lead through a link, and stays.
    """
    steps = [step for step in os.fspath(path).split("/") if step not in {"", "."}]
    return "/".join(["" if os.path.isabs(path) else os.curdir, *steps])


def _own(below: str) -> str:
    """Give a folder below this user's own."""
    folder = os.path.expanduser(f"~/{below}")
    if folder.startswith("~"):
        raise RuntimeError("This user has no home.")
    return folder


def _platform() -> Home:
    from platformdirs import PlatformDirs

    places = PlatformDirs(NAME, appauthor=False)
    return Home(places.user_config_dir, places.user_data_dir, places.user_state_dir)
