"""The whole wizard as a person has it: a real terminal of 80 by 24, and nothing but keys."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.terminal import full_screen

if TYPE_CHECKING:
    from tests.conftest import Program

HEAVY = {
    "cryptography",
    "httpx",
    "jwt",
    "keyring",
    "markdown_it",
    "segno",
    "sqlite3",
    "starlette",
    "tomlkit",
    "uvicorn",
}

FIRST_PICTURE = """
import asyncio, json, os, sys
from screens.app import Beginning, WizardApp
from wizard.cli import full_screen
from wizard.profiles.home import Home

loaded = []

async def look(pilot):
    await pilot.pause()
    loaded.extend(sorted({name.partition(".")[0] for name in sys.modules}))
    pilot.app.exit()

home = Home.find(os.environ)
app = WizardApp(lambda *_: None, Beginning(home=home))
app.run(headless=True, size=(80, 24), auto_pilot=look)
print(json.dumps(loaded))
"""


def test_a_whole_setup_by_keyboard_ends_in_a_saved_profile(program: Program) -> None:
    with full_screen(program, size=(80, 24)) as terminal:
        for words in (
            "Which Anon",
            "nothing to type",
            "How does Anon verify",
            "will be created",
            "Id of the test user",
            "App to link",
        ):
            terminal.wait(words)
            terminal.press("enter")
        terminal.wait("Open browser")
        terminal.press("tab", "tab", "tab", "enter")
        terminal.wait("instagram is linked (simulated)")
        terminal.press("enter")
        terminal.wait("The chain is complete")
        terminal.press("enter")
        assert terminal.end() == 0
        assert not terminal.modes_left_on()
        assert terminal.settings_kept()
        assert b"Profile" in terminal.words
    shown = program("profile", "show", "--json").json()
    assert shown["status"] == "ok"
    again = program("setup", "--env", "local", "--yes", "--json").json()
    assert again["data"]["created"] == []
    assert again["data"]["link"] == {"app": "instagram", "status": "active", "simulated": True}


def test_leaving_in_the_middle_names_the_command_that_goes_on(program: Program) -> None:
    with full_screen(program, size=(80, 24)) as terminal:
        terminal.wait("Which Anon")
        terminal.press("enter")
        terminal.wait("nothing to type")
        terminal.press("enter")
        terminal.wait("How does Anon verify")
        terminal.press("ctrl+q")
        assert terminal.end() == 0
        assert b"Nothing is lost. Go on with: anon-wizard" in terminal.words
    with full_screen(program, size=(80, 24)) as terminal:
        terminal.wait("How does Anon verify")
        terminal.press("ctrl+c")
        assert terminal.end() == 130


def test_a_paste_with_newlines_fills_in_one_line_and_submits_nothing(program: Program) -> None:
    with full_screen(program, size=(80, 24)) as terminal:
        terminal.wait("Which Anon")
        terminal.press("tab")
        terminal.wait("Ids and answers are saved")
        terminal.paste(b"-one\r\ntwo\rthree\n")
        terminal.wait("Only the first line")
        assert "local-one" in terminal.text
        assert "Which Anon" in terminal.text
        terminal.press("ctrl+q")
        assert terminal.end() == 0


@pytest.mark.parametrize("size", [(39, 12), (40, 11), (20, 5), (1, 1)])
def test_a_window_that_is_too_small_says_so(program: Program, size: tuple[int, int]) -> None:
    with full_screen(program, size=size) as terminal:
        if size > (8, 1):
            terminal.wait("needs 40")
        terminal.resize(80, 24)
        terminal.wait("Which Anon")
        terminal.press("ctrl+q")
        assert terminal.end() == 0


@pytest.mark.parametrize(
    ("environ", "reason"), [({}, "is not a terminal"), ({"TERM": "dumb"}, "is not a terminal")]
)
def test_without_a_terminal_it_names_the_command_to_use(
    program: Program, environ: dict[str, str], reason: str
) -> None:
    ran = program(**environ)
    assert ran.code == 2
    assert reason in ran.err
    assert "anon-wizard setup" in ran.err
    assert "\x1b" not in ran.out + ran.err


def test_a_dumb_terminal_is_not_drawn_on(program: Program) -> None:
    with full_screen(program, TERM="dumb") as terminal:
        assert terminal.end() == 2
        assert b"anon-wizard setup" in terminal.raw
        assert b"\x1b" not in terminal.raw


def test_closed_streams_end_it_like_any_missing_terminal(program: Program) -> None:
    words = " ".join(program.command())
    done = subprocess.run(
        ["sh", "-c", f"exec {words} <&- >&- 2>&-"],
        env=program.environ(),
        cwd=program.folder,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2


def test_the_first_picture_waits_for_nothing_heavy(program: Program) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PICTURE],
        capture_output=True,
        text=True,
        env=program.environ(),
        check=True,
    )
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert "textual" in loaded
    assert not loaded & HEAVY


def test_another_package_named_screens_is_refused_by_name(program: Program) -> None:
    stranger = program.folder / "screens"
    stranger.mkdir()
    (stranger / "__init__.py").write_text("raise SystemExit('loaded')")
    with full_screen(program) as terminal:
        assert terminal.end() == 2
        assert b"do not belong together" in terminal.words


def test_a_crash_shows_no_locals_and_no_traceback(program: Program) -> None:
    canary = "anon_canary-from-the-environment-0123456789"
    crashing = (
        "import os, sys\n"
        "from screens import setup\n"
        "def boom(self):\n"
        "    key = os.environ['ANON_API_KEY']\n"
        "    raise RuntimeError(key)\n"
        "setup.SetupScreen.action_next = boom\n"
        "from wizard.cli import main\n"
        "sys.exit(main([]))\n"
    )
    command = [sys.executable, "-c", crashing]
    with full_screen(program, command=command, ANON_API_KEY=canary) as terminal:
        terminal.wait("Which Anon")
        terminal.press("enter")
        assert terminal.end() == 1
        assert not terminal.modes_left_on()
        assert terminal.settings_kept()
        assert b"Traceback" not in terminal.words
        assert canary.encode() not in terminal.raw
        assert b"install.crashed" in terminal.words
