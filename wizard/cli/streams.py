"""What the standard streams can take: a terminal in the C locale gets ASCII.

Knows: how Python changes the C locale before anybody looks (PEP 538, PEP 540).
Must never: change what goes into a pipe or a file.
"""

from __future__ import annotations

import sys
from io import TextIOWrapper

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeGuard

_COERCED = ("C.UTF-8", "C.utf8", "UTF-8")  # what PEP 538 sets LC_CTYPE to, in place of C
_PLAIN = ("C", "POSIX")


def settle(environ: Mapping[str, str]) -> None:
    """Let stdout and stderr spell in ASCII what their terminal, or their encoding, does not have.

    What is no text on stdin is passed over.
    """
    plain = is_plain(environ)
    if _is_open(sys.stdin):
        sys.stdin.reconfigure(errors="ignore")
    for stream in (sys.stdout, sys.stderr):
        if _is_open(stream):
            _settle(stream, to_ascii=plain and stream.isatty())


def _is_open(stream: object) -> TypeGuard[TextIOWrapper]:
    return isinstance(stream, TextIOWrapper) and not stream.closed


def _settle(stream: TextIOWrapper, *, to_ascii: bool) -> None:
    if not to_ascii and stream.encoding.lower().replace("-", "") == "utf8":
        stream.reconfigure(errors="backslashreplace")  # half characters of a file's name
        return
    from wizard.ascii import ERRORS, register

    register()
    stream.reconfigure(encoding="ascii" if to_ascii else None, errors=ERRORS)


def is_plain(environ: Mapping[str, str]) -> bool:
    """Tell whether somebody asked for the C locale; where nothing is said, UTF-8 is assumed."""
    everything, ctype = environ.get("LC_ALL", ""), environ.get("LC_CTYPE", "")
    named = environ.get("LANG", "")
    if everything:
        return everything in _PLAIN
    return ctype in _PLAIN or (named in _PLAIN and ctype in {"", *_COERCED})
