"""A folder with signing keys and their public set, as ``jwks new`` makes it.

Knows: that ``jwks.json`` is for everybody, and that each ``KID.pem`` beside it is for one.
Must never: overwrite or remove a private key, or change the mode of a folder that was there.
"""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any, Final

from wizard.identity.jwks import lint
from wizard.identity.keys import load_private, thumbprint
from wizard.model import ProblemError, Secret
from wizard.problems import problem
from wizard.profiles.guard import FOLDER_MODE, is_there, named

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from wizard.identity.keys import SigningKey

SET: Final = "jwks.json"

_PUBLIC_MODE: Final = 0o644
_PRIVATE_MODE: Final = 0o600
_PLAIN: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
_LARGEST: Final = 256 * 1024


class KeyFolder:
    """One such folder. All methods raise ``store.…`` where the disk refuses."""

    def __init__(self, path: Path) -> None:
        self.path: Final = path
        self.set_path: Final = path / SET

    def exists(self) -> bool:
        """Tell whether there is a set in it."""
        return is_there(self.set_path)

    def published(self) -> list[dict[str, Any]]:
        """Give the published keys, oldest first.

        Raises ``key_folder.none`` where there is no set, and the linter's problem where it is
        broken.
        """
        if not self.exists():
            raise ProblemError(problem("key_folder.none", path=self.path))
        with named("store.cannot_read", self.set_path), self.set_path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
        found = lint(raw)
        if found.verdict == "fail":
            raise ProblemError(found.problems[0])
        keys: list[dict[str, Any]] = json.loads(raw)["keys"]
        return keys

    def private(self, jwk: Mapping[str, Any]) -> SigningKey | None:
        """Give the private half of a published key; None where its file is not here."""
        path = self.private_path(jwk)
        if not is_there(path):
            return None
        with named("store.cannot_read", path):
            return load_private(Secret(path.read_text("utf-8")), str(jwk["kid"]))

    def private_path(self, jwk: Mapping[str, Any]) -> Path:
        """Give the file of a private key: its kid where that is a plain name, else its print."""
        kid = str(jwk["kid"])
        return self.path / f"{kid if _PLAIN.fullmatch(kid) else thumbprint(jwk)}.pem"

    def add(self, key: SigningKey) -> Path:
        """Write a key: first its private half, then the set with it as the last.

        Gives the private file. Raises ``key_folder.taken`` where a key of that name is here.
        """
        jwk = key.public_jwk()
        keys = self.published() if self.exists() else []
        path = self.private_path(jwk)
        if is_there(path) or any(each.get("kid") == key.kid for each in keys):
            raise ProblemError(problem("key_folder.taken", kid=key.kid, path=self.path))
        with named("store.cannot_write", self.path):
            self.path.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
        with named("store.cannot_write", path):
            _write_new(path, key.private_pem().reveal().encode(), _PRIVATE_MODE)
        self.publish([*keys, jwk])
        return path

    def publish(self, keys: list[dict[str, Any]]) -> None:
        """Replace the set by one with these keys, whole or not at all."""
        is_there(self.set_path)
        document = json.dumps({"keys": keys}, indent=2).encode() + b"\n"
        temporary = self.path / f".{os.urandom(8).hex()}.tmp"
        with named("store.cannot_write", self.set_path):
            _write_new(temporary, document, _PUBLIC_MODE)
            try:
                temporary.replace(self.set_path)
            except OSError:
                temporary.unlink()
                raise
            _sync(self.path)


def _write_new(path: Path, content: bytes, mode: int) -> None:
    """Write a file that was not there, durably; what could not be finished is taken away again."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(path, flags, _PRIVATE_MODE)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(descriptor, mode)
            os.fsync(descriptor)
    except BaseException:
        path.unlink()
        raise
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Make the folder's entries durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
