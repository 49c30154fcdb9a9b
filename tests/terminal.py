"""The program in full screen on a real terminal: press keys, wait for words, read what it wrote."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import termios
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyte

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.conftest import Program

PATIENCE: Final = 40.0
KEYS: Final = {
    "enter": b"\r", "escape": b"\x1b", "tab": b"\t", "shift+tab": b"\x1b[Z", "down": b"\x1b[B",
    "up": b"\x1b[A", "ctrl+c": b"\x03", "ctrl+p": b"\x10", "ctrl+q": b"\x11", "ctrl+r": b"\x12",
    "f1": b"\x1bOP",
}  # fmt: skip

_UNKNOWN_TO_PYTE: Final = re.compile(rb"\x1b\[[<=>][0-9;]*[A-Za-z]|\x1b\[[?0-9;]*\$p")
_UNFINISHED: Final = re.compile(rb"\x1b[\[0-9;?<=>$]*\Z")
_SEQUENCE: Final = re.compile(
    rb"\x1b(?:\[[0-9;?<=>$]*[A-Za-z]|[PX^_\]].*?(?:\x1b\\|\x07)|[=>()B78])"
)
_MODE: Final = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
_ON_AT_FIRST: Final = {b"25", b"7"}  # the cursor is shown, and lines wrap


class FullScreen:
    """One run on a pseudo-terminal of its own; ``raw`` is all that the program wrote."""

    def __init__(
        self, command: Sequence[str], environ: dict[str, str], folder: str, size: tuple[int, int]
    ) -> None:
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._master, slave = pty.openpty()
        termios.tcsetwinsize(slave, (rows, columns))
        self._settings = termios.tcgetattr(slave)
        self.raw = self._unseen = b""
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env={"TERM": "xterm-256color", **environ},
            preexec_fn=partial(os.login_tty, slave),  # noqa: PLW1509 — no threads here, and no other way to a controlling terminal
            pass_fds=(slave,),
        )
        self._slave = slave

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    @property
    def words(self) -> bytes:
        """All that was ever written, without what only moves and colours."""
        return _SEQUENCE.sub(b"", self.raw)

    def wait(self, words: str) -> None:
        """Wait until the screen shows ``words``."""
        assert self.comes(words), f"it ended before {words!r}:\n{self.words!r}"

    def comes(self, words: str) -> bool:
        """Wait until the screen shows ``words``; tell whether they came before the end."""
        deadline = time.monotonic() + PATIENCE
        while words not in self.text:
            assert time.monotonic() < deadline, f"{words!r} never came:\n{self.text}"
            if not self._read(0.5) and self.process.poll() is not None:
                return False
        return True

    def press(self, *keys: str) -> None:
        """Press keys, by name or letter by letter."""
        for key in keys:
            os.write(self._master, KEYS.get(key) or key.encode())

    def send(self, raw: bytes) -> None:
        """Send bytes as a terminal would; what the program writes meanwhile is read."""
        os.set_blocking(self._master, False)
        while raw:
            _, writable, _ = select.select([self._master], [self._master], [], 1)
            raw = raw[os.write(self._master, raw[:1024]) :] if writable else raw
            self._read(0)
        os.set_blocking(self._master, True)

    def paste(self, text: bytes) -> None:
        """Paste as a terminal with bracketed paste does."""
        self.send(b"\x1b[200~" + text + b"\x1b[201~")

    def resize(self, columns: int, rows: int) -> None:
        """Change the window's size."""
        self._screen.resize(rows, columns)
        termios.tcsetwinsize(self._slave, (rows, columns))
        self.process.send_signal(signal.SIGWINCH)

    def stopped(self) -> None:
        """Wait until it has stopped, as Ctrl-Z does it."""
        deadline = time.monotonic() + PATIENCE
        while _state(self.process.pid) != "T":
            assert time.monotonic() < deadline, "it did not stop"
            self._read(0.05)
        while self._read(0.05):
            pass

    def again(self, words: str) -> None:
        """Wait until ``words`` are drawn once more."""
        self._screen.reset()
        self.wait(words)

    def drawn(self) -> None:
        """Wait until it has taken over the screen, and rests."""
        deadline = time.monotonic() + PATIENCE
        while self._read(0.3) or b"\x1b[?2004h" not in self.raw:
            assert time.monotonic() < deadline, f"nothing was drawn:\n{self.raw!r}"

    def hang_up(self) -> int:
        """Take the terminal away, as a lost connection does; give the exit code."""
        os.close(self._slave)
        os.close(self._master)
        self._slave = self._master = -1
        return self.process.wait(PATIENCE)

    def end(self) -> int:
        """Read until it ends by itself; give the exit code."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < deadline, f"it did not end:\n{self.text}"
            self._read(0.1)
        while self._read(0.05):
            pass
        return self.process.returncode

    def modes_left_on(self) -> set[bytes]:
        """Give the terminal modes that are not as they were at first."""
        last = {
            mode: found[2] for found in _MODE.finditer(self.raw) for mode in found[1].split(b";")
        }
        return {mode for mode, way in last.items() if (way == b"h") != (mode in _ON_AT_FIRST)}

    def settings_kept(self) -> bool:
        """Tell whether the terminal's line discipline is as it was."""
        return termios.tcgetattr(self._slave)[:4] == self._settings[:4]

    def close(self) -> None:
        """Leave nothing behind."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for descriptor in {self._master, self._slave} - {-1}:
            os.close(descriptor)

    def _read(self, patience: float) -> bool:
        if not select.select([self._master], [], [], patience)[0]:
            return False
        try:
            chunk = os.read(self._master, 1 << 16)
        except OSError:
            return False
        self.raw += chunk
        seen = self._unseen + chunk
        cut = _UNFINISHED.search(seen)
        end = cut.start() if cut else len(seen)
        self._unseen = seen[end:]
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", seen[:end]))
        return bool(chunk)


def _state(pid: int) -> str:
    """Give a process's state as the kernel tells it (proc(5): R, S, T …)."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]


@contextmanager
def full_screen(
    program: Program,
    *arguments: str,
    size: tuple[int, int] = (100, 30),
    command: Sequence[str] = (),
    **environ: str,
) -> Iterator[FullScreen]:
    """Run ``anon-wizard`` (or another ``command``) on a terminal; it is gone afterwards."""
    words = [*command, *arguments] if command else program.command(*arguments)
    terminal = FullScreen(words, program.environ(**environ), str(program.folder), size)
    try:
        yield terminal
    finally:
        terminal.close()
