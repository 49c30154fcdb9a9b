"""``anon-wizard setup`` line by line, on a real terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol

import pytest

from wizard.sandbox import LocalSandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Program

MOVES = re.compile(r"\x1b|\r(?!\n)")
PATIENCE = 30.0


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


@pytest.fixture
def terminal(program: Program) -> Iterator[Terminals]:
    """Give terminals that are closed at the end."""
    with ExitStack() as stack:

        def start(*arguments: str, **environ: str) -> Terminal:
            started = Terminal(program, *arguments, **environ)
            stack.callback(started.close)
            return started

        yield start


def test_enter_alone_makes_a_working_local_setup(terminal: Terminals) -> None:
    person = terminal("setup")
    person.answer("Which Anon", "")
    person.answer("Name of the profile", "")
    person.answer("How does Anon verify", "")
    person.answer("Claim that holds", "")
    person.answer("Id of the test user", "")
    person.answer("App to link", "")
    person.answer("Redirect URL", "")
    person.answer("How do you want to link?", "3")
    assert person.end() == 0, person.seen
    assert "Saved as profile “local”" in person.seen


def test_nothing_moves_the_cursor(terminal: Terminals) -> None:
    person = terminal("setup", "--skip-link", "--app", "uber", "--redirect-url", "")
    for _ in range(4):
        person.answer("]: ", "")
    person.answer("demo-user]: ", "ada")
    assert person.end() == 0, person.seen
    assert not MOVES.search(person.seen), MOVES.search(person.seen)


def test_a_question_mark_explains_and_asks_again(terminal: Terminals) -> None:
    person = terminal("setup")
    person.answer("Which Anon", "?")
    person.wait("needs no account")
    person.answer("Number, or ? for help", "")
    person.wait("Name of the profile")


def test_ctrl_c_leaves_with_130_and_the_way_to_go_on(terminal: Terminals) -> None:
    person = terminal("setup", "--profile", "my app")
    person.wait("Which Anon")
    person.signal(signal.SIGINT)
    assert person.end() == 130
    assert "anon-wizard setup --profile 'my app'" in person.seen


def test_what_was_typed_before_leaving_is_not_asked_again(terminal: Terminals) -> None:
    person = terminal("setup", "--profile", "acme")
    person.answer("Which Anon", "")
    person.answer("How does Anon verify", "")
    person.answer("Claim that holds", "email")
    person.wait("Id of the test user")
    person.signal(signal.SIGTERM)
    assert person.end() == 143
    again = terminal("setup", "--profile", "acme", "--skip-link")
    again.answer("Id of the test user", "")
    assert "Which Anon" not in again.seen
    assert "Claim that holds" not in again.seen


def test_a_wrong_key_is_asked_for_again_and_never_shown(terminal: Terminals) -> None:
    with LocalSandbox() as hosted:
        fixed = ("--env", hosted.url, "--profile", "acme", "--secret-store", "file")
        person = terminal("setup", *fixed, "--jwks", "hosted", "--user", "ada", "--skip-link")
        person.answer("API key (not shown while you type)", "anon_wrong-key-canary")
        person.wait("Anon refuses the key")
        person.answer("[t]ry again, [q]uit", "t")
        person.answer("API key (not shown while you type)", hosted.keys["local"].reveal())
        person.answer("App to link", "")
        person.answer("Redirect URL", "")
        assert person.end() == 0, person.seen
    assert "canary" not in person.seen
    assert hosted.keys["local"].reveal() not in person.seen


def test_the_link_page_comes_back_to_the_users_own_app(terminal: Terminals) -> None:
    from wizard.sandbox import walk

    person = terminal("setup", "--no-browser", "--redirect-url", "http://127.0.0.1:9/done")
    for prompt in ("Which Anon", "Name of the profile", "How does Anon verify", "Claim that"):
        person.answer(prompt, "")
    person.answer("Id of the test user", "")
    person.answer("App to link", "")
    person.answer("How do you want to link?", "1")
    url = re.findall(r"http://localhost:\S+", person.seen)[0]
    person.answer("The address the browser ended at", walk(url))
    assert person.end() == 0, person.seen
    assert "✓ Link            instagram" in person.seen
