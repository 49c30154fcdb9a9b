"""A profile as a file to hand on: all that was saved, without its secrets.

Knows: how a profile is written for others and read back, unknown fields and comments included.
Must never: write a secret into such a file, or let one replace a profile of another environment:
the keys of the replaced one would be sent to the new one's host.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wizard.environments import environment
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles.document import corrupt, newer, read, text_of
from wizard.profiles.migrations import present_version
from wizard.profiles.secrets import open_secrets
from wizard.profiles.shapes_of_secrets import without_secrets
from wizard.profiles.store import LIMIT, ProfileStore

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.model import Profile
    from wizard.profiles.home import Home
    from wizard.profiles.secrets import SecretStore

API_KEY = "api_key"


@dataclass(frozen=True, slots=True)
class Exported:
    """The text to hand on. ``left_out``: so many things in it looked like a secret."""

    text: str
    left_out: int


@dataclass(frozen=True, slots=True)
class Import:
    """A file that was understood: what it describes, and the bytes that will be saved."""

    profile: Profile
    raw: bytes


def exported(home: Home, name: str) -> Exported:
    """Give the profile's own text with its name in it. Raises what loading raises."""
    import tomlkit

    store = ProfileStore(home)
    profile = store.load(name)
    document = tomlkit.parse(store.text(name))
    document["name"] = name
    text, left_out = without_secrets(tomlkit.dumps(document), _stored_values(home, profile))
    return Exported(text, left_out)


def _stored_values(home: Home, profile: Profile) -> tuple[str, ...]:
    """Give the secrets that somebody could have written into the profile by hand."""
    try:
        stored = open_secrets(profile.secret_store, home).everything(profile.name)
        return tuple(secret.reveal() for secret in stored.values())
    except ProblemError:
        return ()  # a locked keyring: what looks like a secret is left out all the same


def understood(path: Path, raw: bytes, name: str | None) -> Import:
    """Read what ``exported`` wrote, under ``name`` or the name in it.

    Raises ``profile.corrupt``, ``profile.newer``, ``profile.name``, ``import.no_name`` and
    ``import.foreign_host``.
    """
    table = _table(path, raw)
    called = name or table.pop("name", None)
    table.pop("name", None)
    if not isinstance(called, str):
        raise ProblemError(problem("import.no_name", path=path))
    kept = _dumped(table)
    document = read(path, str(called), kept)
    if document.version > present_version():
        raise newer(path, document.version)
    _refuse_foreign_host(document.profile)
    return Import(document.profile, kept)


def _table(path: Path, raw: bytes) -> Any:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    if len(raw) > LIMIT:
        raise corrupt(path, f"It has more than {LIMIT >> 10} KiB.")
    try:
        return tomlkit.parse(text_of(raw))
    except (UnicodeDecodeError, TOMLKitError, ValueError, RecursionError):
        raise corrupt(path, "It is not TOML.") from None


def _dumped(table: Any) -> bytes:
    import tomlkit

    return tomlkit.dumps(table).encode("utf-8")


def _refuse_foreign_host(profile: Profile) -> None:
    """Stop a file that names Anon's environment and another's host: the key would go there."""
    place = environment(profile.environment)
    theirs = environment(profile.base_url)
    fits = theirs.private if place.local else theirs.base_url == place.base_url
    if not fits:
        details = {"environment": place.name, "base_url": profile.base_url}
        raise ProblemError(problem("import.foreign_host", **details))


def save(home: Home, wanted: Import, *, replace: bool) -> str:
    """Save it, byte for byte the same each time.

    Raises ``import.exists`` unless ``replace``, ``profile.other_environment`` where the profile it
    would replace belongs to another environment, and what saving raises.
    """
    store = ProfileStore(home)
    name = wanted.profile.name
    if store.exists(name):
        if not replace:
            raise ProblemError(problem("import.exists", profile=name))
        _refuse_other_environment(store.load(name), wanted.profile)
    return store.put(name, wanted.raw)


def _refuse_other_environment(old: Profile, new: Profile) -> None:
    if old.environment != new.environment:
        details = {"theirs": old.environment, "ours": new.environment}
        raise ProblemError(problem("profile.other_environment", profile=old.name, **details))


def missing_secrets(secrets: SecretStore, profile: Profile) -> tuple[str, ...]:
    """Give the names of the secrets that this profile needs and its store does not hold.

    The local sandbox's are worthless and made anew by a setup: none is missing there.
    """
    if environment(profile.environment).local:
        return ()
    needed = (API_KEY, f"service_key.{profile.service_id}" if profile.service_id else "")
    held = secrets.names(profile.name)
    return tuple(name for name in needed if name and name not in held)
