"""The program on a real pseudo-terminal, line by line."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from tests.conftest import Program

PATIENCE: Final = 30.0


class Terminal:
    """A program on a pseudo-terminal: wait for its words, answer them."""

    def __init__(self, program: Program, *arguments: str, **environ: str) -> None:
        self._master, slave = pty.openpty()
        self._process = subprocess.Popen(
            program.command(*arguments),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=program.folder,
            env=program.environ(**environ),
            start_new_session=True,
        )
        os.close(slave)
        self.seen = ""
        self._read = 0

    def answer(self, prompt: str, line: str) -> None:
        """Wait for the words of a prompt, then type a line."""
        self.wait(prompt)
        os.write(self._master, line.encode() + b"\n")

    def enter(self, *prompts: str) -> None:
        """Answer each of these prompts with Enter alone."""
        for prompt in prompts:
            self.answer(prompt, "")

    def wait(self, words: str) -> None:
        """Wait until the words stand on the terminal, after what was waited for before."""
        deadline = time.monotonic() + PATIENCE
        while words not in self.seen[self._read :]:
            assert time.monotonic() < deadline, f"{words!r} never came:\n{self.seen}"
            assert self._more(), f"It ended before {words!r}:\n{self.seen}"
        self._read = self.seen.index(words, self._read) + len(words)

    def signal(self, number: int) -> None:
        """Send a signal."""
        self._process.send_signal(number)

    def end(self) -> int:
        """Read to the end and give the exit code."""
        while self._more():
            pass
        return self._process.wait(timeout=PATIENCE)

    def close(self) -> None:
        """Leave nothing behind."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        os.close(self._master)

    def _more(self) -> bool:
        ready, _, _ = select.select([self._master], [], [], PATIENCE)
        if not ready:
            return False
        try:
            read = os.read(self._master, 65536)
        except OSError:
            return False
        self.seen += read.decode("utf-8", "replace")
        return bool(read)


class Terminals(Protocol):
    """Start the program on a terminal of its own."""

    def __call__(self, *arguments: str, **environ: str) -> Terminal: ...
