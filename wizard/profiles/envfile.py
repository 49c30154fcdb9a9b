r"""An app's file of variables, changed in place: nothing but the values asked for moves.

Knows: where in such a file a value begins and ends (dotenv, a sourced shell file, xcconfig).
Must never: touch a comment, an order, a quote, an ``export``, a line end or a byte order mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.profiles.dotenv import QUOTES, Reader, quoted, unquoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_BOM: Final = "\ufeff"
_HEAD: Final = re.compile(r"[ \t]*(?P<export>export[ \t]+)?(?P<name>[A-Za-z_]\w*)[ \t]*=[ \t]*")
_REST: Final = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?=\r?\n|\r|$)")
_COMMENT: Final = re.compile(r"(?:^|(?<=[ \t]))#")
_XCODE_COMMENT: Final = re.compile(r"//")
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")
_REFERENCE: Final = re.compile(r"\$(?:\{(\w+)\}|(\w+))")


@dataclass(frozen=True, slots=True)
class Line:
    """One assignment. ``start`` and ``end`` are where its value is written, quotes included.

    ``value`` is what readers make of what is ``written``.
    """

    name: str
    written: str
    value: str
    start: int
    end: int
    exported: bool

    @property
    def quote(self) -> str:
        """The quote it is written in, empty for none."""
        return self.written[0] if self.written[:1] in QUOTES and self.written else ""

    @property
    def reference(self) -> str:
        """The variable that it takes its whole value from (``$NAME``), or nothing."""
        if self.quote == "'":
            return ""
        found = _REFERENCE.fullmatch(self.value)
        return (found[1] or found[2]) if found else ""


@dataclass(frozen=True, slots=True)
class EnvFile:
    """A file taken apart. ``text`` is all of it; bytes that are no UTF-8 survive as they are."""

    text: str
    lines: tuple[Line, ...]

    def values(self) -> dict[str, str]:
        """Give each name's value; the last one counts, as it does for shells and dotenv."""
        return {line.name: line.value for line in self.lines}


def parse(raw: bytes, reader: Reader = Reader.DOTENV) -> EnvFile:
    """Take a file apart. Never raises: what is no assignment is left alone."""
    text = raw.decode("utf-8", "surrogateescape")
    lines, place = [], len(_BOM) if text.startswith(_BOM) else 0
    while place < len(text):
        line = _assignment(text, place, reader)
        if line:
            lines.append(line)
            place = line.end
        place = _after_line(text, place)
    return EnvFile(text, tuple(lines))


def _after_line(text: str, place: int) -> int:
    found = _LINE.match(text, place)
    return max(found.end() if found else len(text), place + 1)


def _assignment(text: str, place: int, reader: Reader) -> Line | None:
    head = _HEAD.match(text, place)
    if not head:
        return None
    start = head.end()
    xcode = reader is Reader.XCCONFIG
    end = (0 if xcode else _quoted_end(text, start)) or _bare_end(
        text, start, _XCODE_COMMENT if xcode else _COMMENT
    )
    if start == end:  # an empty value: what comes goes right behind the “=”
        start = end = head.end() - len(head[0]) + len(head[0].rstrip(" \t"))
    written = text[start:end]
    value = written.replace("/$()/", "//") if xcode else unquoted(written)
    return Line(head["name"], written, value, start, end, bool(head["export"]))


def _quoted_end(text: str, start: int) -> int:
    """Find the end of a value in quotes, over line ends too; 0 where it is not all in one pair."""
    quote = text[start : start + 1]
    if not quote or quote not in QUOTES:
        return 0
    place = start + 1
    while (place := text.find(quote, place)) >= 0:
        escaped = quote == '"' and _backslashes(text, place) % 2
        if not escaped:
            return place + 1 if _REST.match(text, place + 1) else 0
        place += 1
    return 0


def _backslashes(text: str, place: int) -> int:
    return place - len(text[:place].rstrip("\\"))


def _bare_end(text: str, start: int, opens_comment: re.Pattern[str]) -> int:
    """Find the end of a value without quotes, or of a shell word pieced together from several."""
    whole = _LINE.match(text, start)
    line = (whole[0] if whole else "").rstrip("\r\n")
    comment = opens_comment.search(line)
    return start + len((line[: comment.start()] if comment else line).rstrip(" \t"))


def edited(
    file: EnvFile, wanted: Mapping[str, str], added: Iterable[tuple[str, str]], reader: Reader
) -> bytes:
    """Give the file with each line of a ``wanted`` name set, and ``added`` at its end.

    Raises ``env.not_representable``.
    """
    text, place, parts = file.text, 0, []
    for line in file.lines:
        if line.name in wanted and line.value != wanted[line.name]:
            speaks = Reader.SHELL if line.exported and reader is Reader.DOTENV else reader
            parts += [text[place : line.start]]
            parts += [quoted(line.name, wanted[line.name], speaks, line.quote)]
            # Right behind “=”, dotenv takes “#” for a comment, and a shell for part of the value.
            parts += [" "] if text[line.end : line.end + 1] == "#" else []
            place = line.end
    parts.append(text[place:])
    return ("".join(parts) + _tail(file, added, reader)).encode("utf-8", "surrogateescape")


def _tail(file: EnvFile, added: Iterable[tuple[str, str]], reader: Reader) -> str:
    ends = "\r\n" if file.text.count("\r\n") * 2 > file.text.count("\n") else "\n"
    export = "export " if file.lines and all(line.exported for line in file.lines) else ""
    speaks = Reader.SHELL if export and reader is Reader.DOTENV else reader
    lines = [f"{export}{name}={quoted(name, value, speaks)}{ends}" for name, value in added]
    broken = file.text.removeprefix(_BOM) and not file.text.endswith(("\n", "\r"))
    return (ends if lines and broken else "") + "".join(lines)
