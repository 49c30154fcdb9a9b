"""A program on a real pseudo-terminal: what it shows and when, and what a key costs.

Knows: how bytes get their time: read as soon as they come, looked at only once they rest.
Must never: count its own work as the program's.
"""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import termios
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

from tests.bench import cost
from tests.bench.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

COLUMNS, ROWS = 100, 30
PATIENCE: Final = 30.0  # seconds for anything to show
KEY_PATIENCE: Final = 2.0

_RESTS: Final = 0.03  # seconds without a byte, after which a screen has come to rest
_ASKS_FOR_SYNC: Final = b"\x1b[?2026$p"
_HAS_SYNC: Final = b"\x1b[?2026;2$y"

KEYS: Final = {
    "enter": b"\r",
    "escape": b"\x1b",
    "tab": b"\t",
    "down": b"\x1b[B",
    "up": b"\x1b[A",
    "backspace": b"\x7f",
    "ctrl+q": b"\x11",
}


class Chunk(NamedTuple):
    """What was read at once: when, and the CPU seconds that the program had used by then."""

    at: float
    cpu: float
    written: bytes


class Silent(Exception):  # noqa: N818 — the name is the sentence
    """What was waited for never showed."""


class Terminal:
    """One run of a program. Times are seconds since it was started."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str], folder: Path) -> None:
        self._screen = Screen(COLUMNS, ROWS)
        self._chunks: list[Chunk] = []
        self._shown: Chunk | None = None
        self._ended = False
        self.began = time.perf_counter()
        self.pid, self._master = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(command[0], list(command), {**environ, "TERM": "xterm-256color"})  # noqa: S606 — no shell is wanted
        termios.tcsetwinsize(self._master, (ROWS, COLUMNS))

    @property
    def text(self) -> str:
        """What is on the screen."""
        return self._screen.text

    def ready(self, pattern: str) -> float:
        """Wait until the screen shows ``pattern``; give the time at which it did."""
        return self._until(pattern, self.began, PATIENCE)

    def press(self, key: str) -> float | None:
        """Press a key at rest; give the seconds until the screen changed (None: it did not)."""
        self.rest()
        pressed = self._write(key)
        self._gather(KEY_PATIENCE)
        changes = [chunk.at for chunk in self._taken() if self._screen.feed(chunk.written)]
        return changes[0] - pressed if changes else None

    def press_until(self, key: str, pattern: str) -> float:
        """Press a key at rest; give the seconds until the screen shows ``pattern``."""
        self.rest()
        return self._until(pattern, self._write(key), PATIENCE)

    def type(self, key: str) -> None:
        """Press a key at rest, and wait for nothing."""
        self.rest()
        self._write(key)

    def rest(self) -> None:
        """Wait until nothing is being drawn."""
        self._gather(0)
        for chunk in self._taken():
            self._screen.feed(chunk.written)

    def watch(self, seconds: float) -> None:
        """Let time pass, reading what is drawn."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self._gather(left)
            for chunk in self._taken():
                self._screen.feed(chunk.written)

    def ended(self) -> None:
        """Wait until the program has ended by itself."""
        deadline = time.perf_counter() + PATIENCE
        while not self._ended:
            self._gather(KEY_PATIENCE)
            if time.perf_counter() > deadline:
                raise Silent("the program never ended")
        os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)

    def end(self) -> None:
        """End the program, kindly at first."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self._gone(number):
                break
        os.close(self._master)

    def _gone(self, number: int) -> bool:
        os.kill(self.pid, number)
        deadline = time.perf_counter() + KEY_PATIENCE
        while time.perf_counter() < deadline:
            self._gather(0)
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                return True
        return False

    def _write(self, key: str) -> float:
        pressed = time.perf_counter()
        os.write(self._master, KEYS.get(key) or key.encode())
        return pressed

    def _until(self, pattern: str, since: float, patience: float) -> float:
        wanted = re.compile(pattern, re.DOTALL)
        deadline = time.perf_counter() + patience
        shown: Chunk | None = None
        while shown is None:
            self._gather(0.5)
            for chunk in self._taken():
                changed = self._screen.feed(chunk.written)
                if changed and shown is None and wanted.search(self._screen.text):
                    shown = chunk
            if shown is None and (self._ended or time.perf_counter() > deadline):
                how = "until the program ended" if self._ended else f"in {patience:g} s"
                raise Silent(f"{pattern!r} did not come {how}:\n{self._screen.text}")
        self._shown = shown
        return shown.at - since

    def _taken(self) -> list[Chunk]:
        chunks, self._chunks = self._chunks, []
        return chunks

    def _gather(self, patience: float) -> None:
        """Read until nothing has come for a moment; wait at most ``patience`` for the first."""
        wait = max(patience, _RESTS)
        while not self._ended and select.select([self._master], [], [], wait)[0]:
            try:
                chunk = os.read(self._master, 1 << 16)
            except OSError:  # the program has closed its side
                chunk = b""
            self._chunks.append(Chunk(time.perf_counter(), self.cpu(), chunk))
            self._ended = not chunk
            if _ASKS_FOR_SYNC in chunk:
                os.write(self._master, _HAS_SYNC)
            wait = _RESTS

    # --- what it costs ---

    def cpu_when_shown(self) -> float:
        """Give the CPU seconds that had been used when what was last waited for was shown."""
        return self._shown.cpu if self._shown else 0.0

    def cpu(self) -> float:
        """Give the CPU seconds that the program has used, children that live included."""
        return sum(cost.cpu(pid) for pid in cost.family(self.pid))

    def peak(self) -> float:
        """Give the most memory (MiB, resident) that the program itself has had."""
        return cost.peak(self.pid)


@contextmanager
def on_terminal(
    command: Sequence[str], environ: Mapping[str, str], folder: Path
) -> Iterator[Terminal]:
    """Run a program on a terminal; it is gone afterwards."""
    terminal = Terminal(command, environ, folder)
    try:
        yield terminal
    finally:
        terminal.end()
