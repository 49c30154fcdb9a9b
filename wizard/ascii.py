"""Our texts and signs where a terminal has nothing but ASCII.

Knows: how each of them is spelled there; any other character becomes an escape, or a ``?``.
Must never: let a byte above 127 through.
"""

from __future__ import annotations

import codecs
import unicodedata
from typing import Final

ERRORS: Final = "anon-wizard.ascii"
"""The name of the error handler that ``register`` makes known to ``codecs``."""

_SPELLED: Final = {
    "“": '"', "”": '"', "„": '"', "\u2018": "'", "\u2019": "'", "…": "...", "\u2013": "-",
    "—": "-", "→": "->", "←": "<-", "↑": "^", "↓": "v", "\u00d7": "x", "•": "*", "·": "-",
    "§": "section ", "✓": "+",
    "✗": "x", "●": "*", "○": "o", "⏎": " ", "│": "|", "┃": "|", "▌": "|", "▐": "|", "─": "-",
    "━": "-", "▁": "_", "▔": "-", "█": "#",
}  # fmt: skip


def register() -> None:
    """Make ``ERRORS`` a name that a stream can be given as its ``errors``."""
    codecs.register_error(ERRORS, _spelled)


def _spelled(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    part = error.object[error.start : error.end]
    return "".join(_SPELLED.get(each) or _escape(each) for each in part), error.end


def _escape(character: str) -> str:
    return character.encode("ascii", "backslashreplace").decode("ascii")


class _Cells(dict[int, str]):
    """What each character becomes on a drawn screen, where it must fill as many cells."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = told = character if code < 128 else _in_cells(character)
        return told


def _in_cells(character: str) -> str:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return ""
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return "??"
    return _SPELLED.get(character, "?")[:1]


_CELLS: Final = _Cells()


def drawn(text: str) -> str:
    """Give ``text`` in ASCII, character by character in as many cells as before."""
    return text.translate(_CELLS)
