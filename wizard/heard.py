"""Phrases of errors, and how they are found again in a text that has been through a terminal.

Knows: quotes, case, line breaks and escapes that differ between what was printed and pasted.
Must never: use a regular expression on a stranger's text that can backtrack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import Formatter
from typing import Final

_GAP: Final = 300
"""Characters that may lie between two parts of a phrase."""

_TRIES: Final = 1_000  # places where a phrase may begin and not go on
_SHORTEST: Final = 8  # letters of a phrase that can tell anything by itself
_ESCAPES: Final = (("\\n", " "), ("\\t", " "), ('\\"', '"'), ("\\u201c", '"'), ("\\u201d", '"'))
_QUOTES: Final = str.maketrans(
    dict.fromkeys("“”„", '"')
    | dict.fromkeys("\u2018\u2019`", "'")
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad")
)
_SPACE: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Heard:
    """A phrase in parts; between two of them stands what ``names`` calls it (empty: unnamed)."""

    parts: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def score(self) -> int:
        """How much it tells: its letters, and a little for each further part that had to fit."""
        return sum(map(len, self.parts)) + 8 * (len(self.parts) - 1)

    @property
    def tells(self) -> bool:
        """Whether it is long enough to recognise anything by."""
        return sum(map(len, self.parts)) >= _SHORTEST

    def find(self, low: str, shown: str) -> dict[str, str] | None:
        """Give what the named gaps hold, or None where the phrase is not in the text.

        ``low`` is ``folded(shown)``; the gaps are taken from ``shown``, where the case is kept.
        """
        if not all(part in low for part in self.parts):
            return None
        first, *rest = self.parts
        start = low.find(first)
        for _ in range(_TRIES):
            gaps = _gaps(low, start + len(first), rest)
            if gaps is not None:
                return self._told(shown if len(shown) == len(low) else low, gaps)
            start = low.find(first, start + len(first))
            if start < 0:
                break
        return None

    def _told(self, text: str, gaps: list[tuple[int, int]]) -> dict[str, str]:
        pairs = zip(self.names, gaps, strict=True)
        return {name: text[slice(*gap)].strip(" \"'.,:") for name, gap in pairs if name}


def _gaps(low: str, end: int, parts: list[str]) -> list[tuple[int, int]] | None:
    """Give where the gaps before ``parts`` lie, each part at its first place after the last."""
    gaps = []
    for part in parts:
        at = low.find(part, end, end + _GAP + len(part))
        if at < 0:
            return None
        gaps.append((end, at))
        end = at + len(part)
    return gaps


def phrase(text: str) -> Heard:
    """Read a phrase in which ``…`` stands for anything."""
    return _heard([(part, "") for part in text.split("…")])


def template(text: str) -> Heard:
    """Read a text of the catalogue: its ``{names}`` are the gaps."""
    return _heard([(part, name or "") for part, name, _, _ in Formatter().parse(text)])


def fields_of(text: str) -> set[str]:
    """Give the ``{names}`` in a text of the catalogue."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def plain(text: str) -> str:
    """Give ``text`` with straight quotes, single spaces, and common escapes read."""
    for escape, meant in _ESCAPES:
        text = text.replace(escape, meant)
    return _SPACE.sub(" ", text.translate(_QUOTES))


def folded(text: str) -> str:
    """Give ``text`` without its case."""
    return text.lower()


def _heard(pieces: list[tuple[str, str]]) -> Heard:
    """Join pieces (a part, and the name of the gap after it); parts that say nothing go."""
    parts: list[str] = []
    names: list[str] = []
    between = ""
    for part, name in pieces:
        cleaned = folded(plain(part)).strip()
        if any(character.isalnum() for character in cleaned):
            names += [between] if parts else []
            parts.append(cleaned)
            between = name
        else:
            between = between or name if not cleaned.strip(" \"'.:,()") else ""
    return Heard(tuple(parts) or ("\0",), tuple(names))
