"""Terminals that can do little: what the command line does on them, seen from outside."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.terminal import full_screen

if TYPE_CHECKING:
    from tests.conftest import Program

ESCAPE = b"\x1b"


@pytest.mark.parametrize("locale", [{"LANG": "C"}, {"LC_ALL": "C"}, {"LC_ALL": "POSIX"}], ids=str)
@pytest.mark.parametrize(
    "arguments", [("explain", "jwks.not_public"), ("setup", "--yes"), ("--help",)], ids=" ".join
)
def test_a_terminal_in_the_c_locale_gets_ascii(
    program: Program, arguments: tuple[str, ...], locale: dict[str, str]
) -> None:
    environ = {"LC_ALL": "", "LC_CTYPE": "", **locale}
    with full_screen(program, *arguments, size=(100, 30), **environ) as terminal:
        assert terminal.end() in {0, 1}
    assert terminal.raw.isascii()
    assert b"\\u" not in terminal.raw


def test_what_goes_into_a_pipe_stays_as_it_is(program: Program) -> None:
    assert (
        "“"
        in program("explain", "jwks.not_public", LANG="C").err
        + program("explain", "jwks.not_public", LANG="C").out
    )


def test_an_encoding_with_less_than_utf_8_gets_what_it_has(program: Program) -> None:
    ran = subprocess.run(
        program.command("explain", "jwks.not_public"),
        env=program.environ(PYTHONIOENCODING="latin-1"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert b'"Anon endpoints"' in ran.stdout + ran.stderr


@pytest.mark.parametrize("kind", ["dumb", ""])
def test_a_terminal_that_cannot_be_drawn_on_is_told_what_to_use(
    program: Program, kind: str
) -> None:
    with full_screen(program, TERM=kind) as terminal:
        assert terminal.end() == 2
    assert ESCAPE not in terminal.raw
    assert b"anon-wizard setup" in terminal.raw


@pytest.mark.parametrize("closed", [0, 1, 2])
def test_a_closed_stream_is_no_terminal(program: Program, closed: int) -> None:
    line = f"exec {' '.join(program.command())} {closed}<&-"
    with full_screen(program, command=("/bin/sh", "-c", line)) as terminal:
        assert terminal.end() == 2
    assert ESCAPE not in terminal.raw


@pytest.mark.parametrize("arguments", [(), ("setup",)])
def test_piped_input_is_no_terminal(program: Program, arguments: tuple[str, ...]) -> None:
    ran = program(*arguments, stdin="local\n")
    assert ran.code == 2
    assert "--yes" in ran.err
    assert "\x1b" not in ran.err + ran.out


@pytest.mark.parametrize(
    "arguments",
    [("setup",), ("setup", "--yes"), ("profile", "list"), ("token", "inspect", "-"), ("doctor",)],
    ids=" ".join,
)
def test_bytes_that_are_no_text_on_stdin_are_no_crash(
    program: Program, arguments: tuple[str, ...]
) -> None:
    ran = subprocess.run(
        program.command(*arguments),
        input=b"\xff\xfe\x00\x80 \xc3(\n" * 9,
        env=program.environ(),
        cwd=program.folder,
        capture_output=True,
        check=False,
    )
    assert ran.returncode in {0, 1, 2, 3, 4}
    assert b"Traceback" not in ran.stderr
    assert b"stopped on a mistake of its own" not in ran.stderr


@pytest.mark.parametrize("strictness", ["utf-8:strict", "utf-8:surrogateescape"])
def test_bytes_that_are_no_text_at_a_line_prompt_are_passed_over(
    program: Program, strictness: str
) -> None:
    with full_screen(program, "setup", PYTHONIOENCODING=strictness) as terminal:
        terminal.wait("Which Anon")
        terminal.send(b"\xff\xfe\xc3\n")
        terminal.wait("Name of the profile")
        terminal.send(b"\x80ac\xc0me\n")
        terminal.wait("Step 3 of 7")
        terminal.press("ctrl+c")
        assert terminal.end() == 130
    assert b"--profile acme" in terminal.raw


def test_bytes_that_are_no_text_at_a_hidden_prompt_are_passed_over(program: Program) -> None:
    words = ("setup", "--env", "http://127.0.0.1:9", "--profile", "acme")
    with full_screen(program, *words) as terminal:
        terminal.wait("not shown while you type")
        terminal.send(b"\xff\xfe\xc3\n")
        terminal.wait("This does not look like an API key")
        terminal.press("ctrl+c")
        assert terminal.end() == 130
    assert b"mistake of its own" not in terminal.raw
