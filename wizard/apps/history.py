"""Secrets in files of variables that git remembers, though they are there no more.

Knows: how git is asked for what was ever committed (git-log(1), git-cat-file(1)).
Must never: hand git a secret, show one, let a repository's settings run a program or fetch
anything, or write to the repository.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.profiles.children import run
from wizard.profiles.gitignore import in_repository

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

SECONDS: Final = 10.0
_MOST_BLOBS: Final = 500
_SHORT: Final = 10  # characters of a commit's name, enough to find it by
_LARGEST: Final = 1 << 16
"""Bytes; no file of variables that people write is larger."""

_FILES: Final = tuple(
    f":(glob)**/{name}" for name in (".env", ".env.*", "*.env", ".envrc", ".npmrc", "*.xcconfig")
)
_ALONE: Final = (
    *("env", "-uGIT_DIR", "-uGIT_WORK_TREE", "-uGIT_INDEX_FILE", "-uGIT_OBJECT_DIRECTORY"),
    *("GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "git", "--no-pager"),
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never"),
    *("-c", "log.showSignature=false"),
)


@dataclass(frozen=True, slots=True)
class Remembered:
    """One version of a file that holds a secret. ``commit`` is short, as git shows it."""

    commit: str
    file: str


@dataclass(frozen=True, slots=True)
class _Blob:
    id: bytes
    commit: str
    file: str


def remembered(folder: Path, secrets: Collection[str]) -> tuple[Remembered, ...] | None:
    """Give the newest committed version of each file below ``folder`` that holds a secret.

    None: git could not tell, or not in time. Empty also where there is no repository.
    """
    if not secrets or not in_repository(folder):
        return ()
    try:
        found = list(_with_secrets(folder, [secret.encode() for secret in secrets]))
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    newest: dict[str, Remembered] = {}
    for each in found:
        newest.setdefault(each.file, each)
    return tuple(newest.values())


def _with_secrets(folder: Path, secrets: list[bytes]) -> Iterator[Remembered]:
    blobs = _committed(folder)
    for blob, content in zip(blobs, _contents(folder, blobs), strict=True):
        if any(secret in content for secret in secrets):
            yield Remembered(blob.commit, blob.file)


def _committed(folder: Path) -> list[_Blob]:
    """Give each version that files of such a name ever had, newest first."""
    listed = _git(
        folder,
        *("log", "--all", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff"),
        *("--diff-filter=AM", "--relative", "--format=%x01%h", "--", *_FILES),
    )
    blobs: dict[tuple[bytes, bytes], _Blob] = {}
    for told in listed.split(b"\x01")[1:]:
        commit, *fields = told.replace(b"\n", b"\0").split(b"\0")
        changes = [field for field in fields if field]
        for change, name in zip(changes[::2], changes[1::2], strict=True):
            blob = change.split(b" ")[3]
            blobs.setdefault((blob, name), _Blob(blob, commit.decode()[:_SHORT], os.fsdecode(name)))
    return list(blobs.values())[:_MOST_BLOBS]


def _contents(folder: Path, blobs: list[_Blob]) -> Iterator[bytes]:
    """Give what each holds; nothing of one that is too large."""
    asked = b"".join(blob.id + b"\n" for blob in blobs)
    sizes = _git(folder, "cat-file", "--batch-check=%(objectsize)", given=asked).split()
    small = [blob for blob, size in zip(blobs, sizes, strict=True) if int(size) <= _LARGEST]
    answer = _git(folder, "cat-file", "--batch", given=b"".join(blob.id + b"\n" for blob in small))
    for size in map(int, sizes):
        if size > _LARGEST:
            yield b""
            continue
        begin = answer.index(b"\n") + 1
        yield answer[begin : begin + size]
        answer = answer[begin + size + 1 :]


def _git(folder: Path, *words: str, given: bytes = b"") -> bytes:
    done = run([*_ALONE, "-C", str(folder), *words], given, SECONDS)
    if done.code != 0:
        raise subprocess.SubprocessError
    return done.stdout
