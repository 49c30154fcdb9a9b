"""What a terminal shows after the bytes a program wrote to it.

Knows: synchronized output (DEC mode 2026): a frame counts when the terminal would show it.
Must never: be on the clock; whoever measures takes the time of the bytes, not of this.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from typing import Final

import pyte

_SYNCHRONIZED: Final = re.compile(r"(\x1b\[\?2026[hl])")
_UNKNOWN_TO_PYTE: Final = re.compile(
    r"\x1b\[(?:[<>=]|\?(?![\d;]*[hl]))[\d;]*\$?[a-zA-Z]|\x1bP.*?\x1b\\"
)
_UNFINISHED: Final = re.compile(r"\x1b(?:\[[<=>?\d;$]*|P[^\x1b]*)?\Z")


class Screen:
    """A terminal's screen. ``text`` is what it shows, row by row."""

    def __init__(self, columns: int, rows: int) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._rest = ""
        self._held = False
        self._shown: dict[int, tuple[object, ...]] = {}

    @property
    def text(self) -> str:
        """The characters it shows."""
        return "\n".join(self._screen.display)

    def feed(self, written: bytes) -> bool:
        """Take what was written; tell whether something else is shown now than before."""
        text = self._rest + self._decode(written)
        unfinished = _UNFINISHED.search(text)
        end = unfinished.start() if unfinished else len(text)
        text, self._rest = text[:end], text[end:]
        changed = False
        for part in _SYNCHRONIZED.split(text):
            if _SYNCHRONIZED.fullmatch(part):
                self._held = part.endswith("h")
            else:
                self._stream.feed(_UNKNOWN_TO_PYTE.sub("", part))
            changed = (not self._held and self._changed()) or changed
        return changed

    def _changed(self) -> bool:
        """Tell whether a row looks different, by its characters or by their colours."""
        changed = False
        for row in self._screen.dirty:
            line = self._screen.buffer[row]
            looks = tuple(line[column] for column in range(self._screen.columns))
            changed = changed or self._shown.get(row) != looks
            self._shown[row] = looks
        self._screen.dirty.clear()
        return changed
