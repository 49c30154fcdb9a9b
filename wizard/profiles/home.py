"""Where everything of ours lies: the map, and nothing but the map.

Knows: the three folders, and which file in them holds what.
Must never: touch the disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.profiles.names import encode

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Home:
    """The wizard's folders: ``config`` (profiles), ``data`` (secrets), ``state`` (all the rest)."""

    config: Path
    data: Path
    state: Path

    @classmethod
    def find(cls, environ: Mapping[str, str]) -> Home:
        """Give the folders below ``ANON_WIZARD_HOME``, else where this system keeps such things."""
        moved = environ.get("ANON_WIZARD_HOME")
        if moved:
            root = Path(moved).expanduser().absolute()
            return cls(root / "config", root / "data", root / "state")
        from platformdirs import PlatformDirs

        places = PlatformDirs("anon-wizard", appauthor=False)
        return cls(places.user_config_path, places.user_data_path, places.user_state_path)

    def profiles(self) -> Path:
        """Give the folder of the saved profiles."""
        return self.config / "profiles"

    def profile(self, name: str) -> Path:
        """Give the file of one saved profile (TOML)."""
        return self.profiles() / f"{encode(name)}.toml"

    def active(self) -> Path:
        """Give the pointer file that names the active profile."""
        return self.config / "active"

    def secrets(self, name: str) -> Path:
        """Give the file of one profile's secrets, where they lie in a file."""
        return self.data / "secrets" / f"{encode(name)}.json"

    def keyring_items(self, name: str) -> Path:
        """Give the file that tells which keyring item holds one profile's secrets."""
        return self.data / "keyring" / f"{encode(name)}.json"

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
