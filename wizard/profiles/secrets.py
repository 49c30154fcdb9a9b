"""Where a profile's secrets lie, and how they get there.

Knows: that a store holds a few named values a profile, all replaced at once or not at all.
Must never: put a secret anywhere but into its store, or choose another store by itself.

Saving a profile together with its secrets: secrets first, then the profile that names their store,
then remove what an earlier store held. A crash in between leaves the old pair or the new pair.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from wizard.model import ProblemError, Secret
from wizard.problems import problem
from wizard.profiles.files import locked, remove_private, sweep_beside
from wizard.profiles.json_files import read_object, write_object
from wizard.profiles.references import is_reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.paths import AnyPath
    from wizard.profiles.home import Home

Kind = Literal["file", "keyring"]


class SecretStore(ABC):
    """The secrets of all profiles of one home, by profile and name.

    Every method raises ``ProblemError`` with exit code 4 where the store can't be used.
    """

    def __init__(self, home: Home) -> None:
        self._home = home

    def get(self, profile: str, name: str) -> Secret | None:
        """Give the secret itself, or None; a reference to 1Password is resolved now."""
        stored = self.stored(profile, name)
        if stored is None or not is_reference(stored):
            return stored
        from wizard.profiles.onepassword import resolve

        return resolve(stored)

    def stored(self, profile: str, name: str) -> Secret | None:
        """Give what is stored, unresolved: the secret, or the reference that leads to it."""
        value = self._read(profile).get(name)
        return None if value is None else Secret(value)

    def reference(self, profile: str, name: str) -> str | None:
        """Give the ``op://…`` reference that stands for this secret, or None; it is no secret."""
        stored = self.stored(profile, name)
        return stored.reveal() if stored and is_reference(stored) else None

    def names(self, profile: str) -> tuple[str, ...]:
        """Give the names of what is stored for ``profile``, sorted."""
        return tuple(sorted(self._read(profile)))

    def everything(self, profile: str) -> dict[str, Secret]:
        """Give all that is stored for ``profile``, unresolved, by name; it is read once."""
        stored = sorted(self._read(profile).items())
        return {name: Secret(value) for name, value in stored if value}

    def put(self, profile: str, values: Mapping[str, Secret]) -> None:
        """Store ``values`` beside what is stored; all of them or, on a crash, none."""
        with self._locked():
            given = {name: secret.reveal() for name, secret in values.items()}
            self._write(profile, {**self._read(profile), **given})

    def remove(self, profile: str, name: str) -> None:
        """Remove one secret; no matter if there is none."""
        with self._locked():
            rest = {other: value for other, value in self._read(profile).items() if other != name}
            if rest:
                self._write(profile, rest)
            else:
                self._erase(profile)

    def delete(self, profile: str) -> None:
        """Remove all of a profile's secrets, and what a crash may have left of them."""
        with self._locked():
            self._erase(profile)

    def tidy(self, profile: str) -> None:
        """Remove what a crash left beside what is stored, as far as the store lets it go now."""
        with self._locked():
            self._tidy(profile)

    @abstractmethod
    def where(self) -> str:
        """Say where the secrets lie, in words that fit after “kept in”."""

    @abstractmethod
    def _read(self, profile: str) -> dict[str, str]: ...

    @abstractmethod
    def _write(self, profile: str, values: dict[str, str]) -> None: ...

    @abstractmethod
    def _erase(self, profile: str) -> None: ...

    @abstractmethod
    def _tidy(self, profile: str) -> None: ...

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with locked(self._home.secrets_lock()):
            yield


class FileSecrets(SecretStore):
    """Secrets in one 0600 file a profile: not encrypted, readable by this user alone.

    ``home.tell`` hears ``secrets.was_open`` where such a file was open to others; it is no more.
    """

    def where(self) -> str:
        """Say where the secrets lie."""
        return f"a file only you can read, in {self._home.data}/secrets"

    def _read(self, profile: str) -> dict[str, str]:
        path = self._home.secrets(profile)
        found = read_object(path, self._home.tell)
        return {} if found is None else strings(path, found.get("secrets"))

    def _write(self, profile: str, values: dict[str, str]) -> None:
        path = self._home.secrets(profile)
        sweep_beside(path)
        write_object(path, {"version": 1, "secrets": values})

    def _erase(self, profile: str) -> None:
        remove_private(self._home.secrets(profile))
        self._tidy(profile)

    def _tidy(self, profile: str) -> None:
        sweep_beside(self._home.secrets(profile))


def strings(path: AnyPath, value: object) -> dict[str, str]:
    """Give ``value`` as an object of strings; raises ``store.corrupt`` where it is none."""
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        reason = "It does not hold named texts, as the wizard writes them."
        raise ProblemError(problem("store.corrupt", path=path, reason=reason))
    return dict(value)


def open_secrets(kind: str, home: Home) -> SecretStore:
    """Give the store of that kind (``file`` or ``keyring``); nothing is touched yet."""
    if kind == "keyring":
        from wizard.profiles.keyring import KeyringSecrets

        return KeyringSecrets(home)
    return FileSecrets(home)


def keyring_trouble() -> str | None:
    """Say why the system's keyring can't be used now; None: it can. Takes at most 3 s."""
    from wizard.profiles.keyring import trouble

    return trouble()
