"""What commands read: a token, or a batch of tokens or key sets.

Knows: what a batch line is (cli.md, Output).
Must never: read without a limit, or tell a broken line as if it were none.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final

from wizard.problems import problem
from wizard.reading import opened, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.model import Problem

_LONGEST_LINE: Final = 8 << 20


def read_text(name: str) -> str:
    """Give a file's text without the white space around it; bytes that aren't UTF-8 stay apart.

    Where a person is to type it (``-``), that is said.
    """
    if name == "-" and sys.stdin and sys.stdin.isatty():
        print("Paste it here; Enter and Ctrl-D end it.", file=sys.stderr, flush=True)
    return read_bytes(name).decode("utf-8", "surrogateescape").strip()


def batch(name: str) -> Iterator[str | Problem]:
    """Give the strings of a batch file, one a line; in place of a line that is none, why."""
    with opened(name) as file:
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
