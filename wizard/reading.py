"""Reading what the user names by path: a key, a token, a key set, answers.

Knows: ``-`` for stdin, and how much is ever read.
Must never: read without a limit, or fail without naming the path.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final

from wizard.model import ProblemError
from wizard.paths import named_path
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT: Final = 1 << 20
"""Bytes of a file that are read; what reads a token or a key has its own, lower cap."""


@contextmanager
def opened(path: str) -> Iterator[IO[bytes]]:
    """Open a file that the user named (``-``: stdin). Raises ``usage.file``."""
    try:
        if path == "-":
            yield sys.stdin.buffer
        else:
            with named_path(path).open("rb") as file:
                yield file
    except (OSError, ValueError, RuntimeError) as trouble:
        reason = getattr(trouble, "strerror", None) or "There is no such path"
        raise ProblemError(problem("usage.file", path=path, reason=f"{reason}.")) from None


def read_bytes(path: str) -> bytes:
    """Give a file's content, at most ``LIMIT`` of it. Raises ``usage.file``."""
    with opened(path) as file:
        return file.read(LIMIT)


def read_text(path: str) -> str:
    """Give a file's text. Raises ``usage.file``, also where it is not UTF-8."""
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ProblemError(problem("usage.file", path=path, reason="It is not text.")) from None
