"""What commands read: a key set by URL or file, a token, a batch of either.

Knows: how much is read of a file, and what a batch line is (cli.md, Output).
Must never: read without a limit, or tell a broken line as if it were none.
"""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from wizard.model import ProblemError
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.identity.jwks import KeySet
    from wizard.model import Problem

_MOST: Final = 1 << 20
"""Bytes of a file with one token, one key or one set that are read; each has its own, lower cap."""

_LONGEST_LINE: Final = 8 << 20


def read_bytes(name: str) -> bytes:
    """Give a file's content (``-``: stdin), at most a megabyte. Raises ``usage.file``."""
    with _opened(name) as file:
        return file.read(_MOST)


def read_text(name: str) -> str:
    """Give a file's text without the white space around it; bytes that aren't UTF-8 stay apart."""
    return read_bytes(name).decode("utf-8", "surrogateescape").strip()


def key_set(source: str, *, allow_private: bool) -> KeySet:
    """Give the set at a URL or in a file; where none comes, an empty one that says why.

    Raises ``usage.file``.
    """
    from wizard.identity.jwks import lint, no_set

    if not is_url(source):
        return lint(read_bytes(source))
    from wizard.identity.fetch import load

    try:
        return load(source, allow_private=allow_private)
    except ProblemError as failure:
        return no_set(failure.problem)


def is_url(source: str) -> bool:
    """Tell a URL from a path."""
    return "://" in source


def batch(name: str) -> Iterator[str | Problem]:
    """Give the strings of a batch file, one a line; in place of a line that is none, why."""
    with _opened(name) as file:
        number = 0
        while line := file.readline(_LONGEST_LINE):
            number += 1
            whole = line.endswith(b"\n") or len(line) < _LONGEST_LINE
            while not whole:
                whole = (file.readline(_LONGEST_LINE) or b"\n").endswith(b"\n")
                line = b""
            yield _string(line, number)


def _string(line: bytes, number: int) -> str | Problem:
    try:
        value: Any = json.loads(line) if line.lstrip()[:1] == b'"' else None
    except ValueError:
        value = None
    return value if isinstance(value, str) else problem("usage.batch", number=number)


@contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    try:
        if name == "-":
            yield sys.stdin.buffer
        else:
            with Path(name).expanduser().open("rb") as file:
                yield file
    except (OSError, ValueError, RuntimeError) as trouble:
        reason = getattr(trouble, "strerror", None) or "There is no such path."
        raise ProblemError(problem("usage.file", path=name, reason=f"{reason}.")) from None
