"""What a terminal may do to the full screen: pastes, sizes, colours, alphabets, bytes."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.terminal import full_screen
from wizard.sandbox import LocalSandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Program
    from tests.terminal import FullScreen
    from wizard.sandbox import Running

COLOURED = re.compile(rb"(?:\A|;)(?:3[1-6]|4[1-6]|9[1-6]|10[1-6])(?:;|\Z)")
MIXED = re.compile(rb"[34]8;2;(\d+);(\d+);(\d+)")
SIGNS = "✓✗●○•⏎“”…▌▁"


@pytest.fixture(scope="module")
def hosted() -> Iterator[Running]:
    """Give a sandbox that stands in for Anon's hosted service."""
    with LocalSandbox() as sandbox:
        yield sandbox


@contextmanager
def at_the_key(program: Program, hosted: Running) -> Iterator[FullScreen]:
    """Open the full screen where it asks for the key."""
    with full_screen(program, ANON_ENV=hosted.url) as terminal:
        terminal.wait("Which Anon")
        terminal.press("enter")
        terminal.wait("Keep the key in")
        yield terminal
        assert b"Traceback" not in terminal.words
        assert b"mistake of its own" not in terminal.words


def leave(terminal: FullScreen) -> None:
    """Leave, and see that it still heeds keys."""
    terminal.press("ctrl+q")
    assert terminal.end() == 0
    assert not terminal.modes_left_on()
    assert terminal.settings_kept()


@pytest.mark.parametrize(
    "pasted",
    [b"anon_first-line\nsecond line\rthird", b"\r\n\r\nanon_first-line\r\n", b"anon_first\r"],
    ids=["three lines", "blank lines around", "a line with its end"],
)
def test_a_paste_fills_in_its_first_line_and_never_submits(
    program: Program, hosted: Running, pasted: bytes
) -> None:
    with at_the_key(program, hosted) as terminal:
        before = len(asked(hosted))
        terminal.paste(pasted)
        terminal.wait("••••••••••")
        if b"second" in pasted:
            terminal.wait("Only the first line")
        leave(terminal)
    assert len(asked(hosted)) == before
    assert b"first-line" not in terminal.words


def test_what_is_typed_on_the_heels_of_tab_is_for_the_next_field(program: Program) -> None:
    with full_screen(program) as terminal:
        terminal.wait("Which Anon")
        terminal.send(b"\t-mine")
        terminal.wait("profile local-mine")
        leave(terminal)


def asked(sandbox: Running) -> list[object]:
    """Give the requests that the sandbox has seen."""
    from wizard.sandbox.calls import ask

    seen: list[object] = ask("GET", f"{sandbox.url}/_sandbox/requests", sandbox.keys["local"])
    return [each for each in seen if "/org/" in str(each)]


def test_a_megabyte_is_cut_and_told(program: Program, hosted: Running) -> None:
    with at_the_key(program, hosted) as terminal:
        terminal.paste(b"k" * (1 << 20))
        terminal.wait("What you pasted is too long")
        leave(terminal)


def test_an_end_of_paste_inside_a_paste_submits_nothing(program: Program, hosted: Running) -> None:
    with at_the_key(program, hosted) as terminal:
        before = len(asked(hosted))
        terminal.paste(b"anon_first\x1b[201~\nsecond")
        terminal.wait("•••")
        terminal.press("f1")
        terminal.wait("esc")
        leave(terminal)
    assert len(asked(hosted)) == before


@pytest.mark.parametrize("size", [(20, 5), (39, 12), (40, 11)], ids=str)
def test_a_window_too_small_says_what_it_needs(program: Program, size: tuple[int, int]) -> None:
    with full_screen(program, size=size) as terminal:
        terminal.wait("needs 40\N{MULTIPLICATION SIGN}12")
        terminal.resize(100, 30)
        terminal.again("Which Anon")
        leave(terminal)


def test_the_size_is_the_terminals_whatever_columns_and_lines_say(program: Program) -> None:
    with full_screen(program, size=(39, 12), COLUMNS="200", LINES="60") as terminal:
        terminal.wait("needs 40\N{MULTIPLICATION SIGN}12")
        terminal.resize(100, 30)
        terminal.again("Which Anon")
        leave(terminal)


def test_a_window_of_one_cell_ends_like_any_other(program: Program) -> None:
    with full_screen(program, size=(1, 1)) as terminal:
        terminal.drawn()
        leave(terminal)


def has_hue(style: bytes) -> bool:
    """Tell whether a style (SGR parameters) has more to it than black, grey and white."""
    mixed = MIXED.findall(style)
    rest = MIXED.sub(b"", style)
    return bool(COLOURED.search(rest)) or any(len(set(each)) > 1 for each in mixed)


@pytest.mark.parametrize("terminal_colours", ["", "truecolor"])
def test_no_color_draws_none(program: Program, terminal_colours: str) -> None:
    with full_screen(program, NO_COLOR="1", COLORTERM=terminal_colours) as terminal:
        terminal.wait("Which Anon")
        leave(terminal)
    assert not any(has_hue(style) for style in re.findall(rb"\x1b\[([\d;]*)m", terminal.raw))


def test_the_c_locale_gets_ascii_in_the_same_places(program: Program) -> None:
    with full_screen(program, LANG="C", LC_ALL="", LC_CTYPE="") as terminal:
        terminal.wait("Leave")  # in the last row: the whole picture has come
        plain = terminal.text
        terminal.press("enter")
        terminal.wait("API key tells")
        leave(terminal)
    assert terminal.raw.isascii()
    with full_screen(program, LANG="C.UTF-8", ANON_WIZARD_HOME=str(program.home / "b")) as terminal:
        terminal.wait("Leave")
        full = terminal.text
        leave(terminal)
    places = [line.find("Which Anon") for line in full.splitlines()]
    assert [line.find("Which Anon") for line in plain.splitlines()] == places
    assert not set(SIGNS) & set(plain)


def test_bytes_that_are_no_text_are_passed_over_and_the_keys_beside_them_are_not(
    program: Program,
) -> None:
    with full_screen(program) as terminal:
        terminal.wait("Which Anon")
        terminal.send(b"\xff\xfe\xc3(\x80\x80\t\xc0\xc1\xf5\r")
        terminal.wait("API key tells")
        leave(terminal)


def test_a_paste_with_such_bytes_stays_a_paste(program: Program, hosted: Running) -> None:
    with at_the_key(program, hosted) as terminal:
        before = len(asked(hosted))
        terminal.paste(b"anon_\xe9" + b"first" * 2000 + b"\nsecond\nthird\n")
        terminal.wait("Only the first line")
        leave(terminal)
    assert len(asked(hosted)) == before


@pytest.mark.parametrize(
    ("raw", "code"), [(b"\x03", 130), (b"x\x03", 130), (b"\x01\x02\x03\x04", 0)], ids=repr
)
def test_only_a_ctrl_c_that_nothing_follows_is_somebodys_wish(
    program: Program, raw: bytes, code: int
) -> None:
    with full_screen(program) as terminal:
        terminal.wait("Which Anon")
        terminal.send(raw)
        if code == 0:
            terminal.press("f1")
            terminal.wait("esc")
            terminal.press("ctrl+q")
        assert terminal.end() == code
