"""Strangers' text made safe to show.

Knows: which characters a terminal or a reader could be fooled by.
Must never: let a control, bidi or zero-width character of a stranger's through.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from typing import Final

SHOWN_CHARACTERS: Final = 2_000
"""How much of one foreign string is ever shown."""

_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SUSPECT: Final = _INVISIBLE | {"Mn", "Me"}
_COMBINING_IN_A_ROW: Final = 4


def printable(text: object, limit: int = SHOWN_CHARACTERS) -> str:
    r"""Give ``text`` with every deceiving character as a visible escape, on one line, capped.

    Control, format (bidi, zero-width), surrogate, private and unassigned characters become
    ``\x1b``-like escapes; a fifth combining mark in a row does too. Newlines and tabs become
    escapes as well: what is one value stays one line.
    """
    raw = str(text)
    part = raw[:limit]
    shown = part if _is_plain(part) else "".join(_shown(part))
    return shown if len(raw) <= limit else f"{shown}… ({len(raw)} characters)"


def _is_plain(part: str) -> bool:
    """Tell at a glance, for most texts, that no character needs an escape."""
    if part.isascii():
        return part.isprintable()
    return _SUSPECT.isdisjoint(map(unicodedata.category, part))


def _shown(raw: str) -> list[str]:
    parts: list[str] = []
    marks = 0
    for character in raw:
        category = unicodedata.category(character)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        hidden = category in _INVISIBLE or marks > _COMBINING_IN_A_ROW
        parts.append(_escape(character) if hidden else character)
    return parts


def _escape(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def cells(text: str) -> int:
    """Give the columns of a terminal that ``text`` takes: a wide character two, a mark none."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def padded(text: str, width: int) -> str:
    """Give ``text`` with spaces behind it, so that it takes ``width`` columns."""
    return text + " " * (width - cells(text))


def _cells(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def command(*words: str) -> str:
    """Give a command as it is to be typed: words printable, and quoted where a shell needs it."""
    import shlex

    return shlex.join(map(printable, words))


def mask(secret: str) -> str:
    """Give enough of a secret to recognise it by, and too little to use: ``anon_…9f2c``.

    The prefix up to the first underscore is shown where it is short and public by convention; the
    last four characters only of values long enough not to be guessed from them.
    """
    head, separator, tail = secret.partition("_")
    prefix = head + separator if separator and len(head) <= 4 and head.isalpha() else ""
    rest = tail if prefix else secret
    return f"{printable(prefix)}…{printable(rest[-4:])}" if len(rest) >= 16 else f"{prefix}…"


def glyphs() -> dict[str, str]:
    """Give the signs for states, in ASCII where the locale has no UTF-8."""
    return _UNICODE_GLYPHS if unicode_terminal() else _ASCII_GLYPHS


def unicode_terminal() -> bool:
    """Tell whether the terminal's encoding holds more than ASCII."""
    encoding = (getattr(sys.stderr, "encoding", "") or "").lower()
    return encoding.replace("-", "") == "utf8"


_READABLE: Final = 88
"""Columns of a line of prose, at most."""


def columns() -> int:
    """Give the columns of the terminal that talk goes to, 88 at most; 88 where there is none."""
    try:
        told = os.get_terminal_size(2).columns  # 0: the terminal does not know
    except (OSError, ValueError):
        told = 0
    return max(20, min(_READABLE, told or _READABLE))


def wrapped(line: str, hanging: int, width: int = 0) -> str:
    """Give ``line`` folded at spaces; later lines are indented by ``hanging``. Long words stay."""
    import textwrap

    return textwrap.fill(
        line,
        width=width or columns(),
        subsequent_indent=" " * hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


_UNICODE_GLYPHS: Final = {"ok": "✓", "bad": "✗", "here": "●", "open": "○", "note": "!"}
_ASCII_GLYPHS: Final = {"ok": "+", "bad": "x", "here": "*", "open": "-", "note": "!"}
