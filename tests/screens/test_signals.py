"""The full screen gives the terminal back, whatever ends it.

The tool's fourteen cases take four seconds each: three of them by default, all of them with
``ANON_WIZARD_TORTURE=1``. What the tool does not try stands below it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests import saved
from tests.terminal import full_screen
from wizard.profiles.home import Home
from wizard.resources import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Program

TOOL = ROOT.parent / "shared" / "tools" / "pty_signals.py"
WHOLE = "ANON_WIZARD_TORTURE" in os.environ
SAMPLE = ("SIGTERM", "resize storm", "garbage input")
ALL = 14

needs_tool = pytest.mark.skipif(
    not TOOL.exists(), reason="needs ../shared/tools/pty_signals.py beside the checkout"
)


@pytest.fixture(params=["first run", "profiles saved"])
def started(request: pytest.FixtureRequest, program: Program) -> Program:
    """Give the program as it starts the first time, and with its home screen."""
    if request.param == "profiles saved":
        home = Home.find({"ANON_WIZARD_HOME": str(program.home / "wizard")})
        saved.save(home, "acme")
        saved.save(home, "beta", active=False)
    return program


def sampled(folder: Path) -> Path:
    """Give the tool, with nothing but the sample among its cases."""
    lines = TOOL.read_text(encoding="utf-8").splitlines()
    begin = next(number for number, line in enumerate(lines) if line.startswith("bad = 0"))
    lines.insert(begin, f"cases = {{name: cases[name] for name in {SAMPLE!r}}}")
    copy = folder / "pty_signals.py"
    copy.write_text("\n".join(lines), encoding="utf-8")
    return copy


@needs_tool
@pytest.mark.torture
@pytest.mark.timeout(300)
def test_the_terminal_is_given_back_whatever_happens(started: Program, tmp_path: Path) -> None:
    tool = TOOL if WHOLE else sampled(tmp_path)
    done = subprocess.run(
        [sys.executable, str(tool), "--", *started.command()],
        env=started.environ(SECRETS=f"{saved.API_KEY}\n{saved.SERVICE_KEY}"),
        cwd=started.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    passed = ALL if WHOLE else len(SAMPLE)
    assert f"{passed} passed, 0 failed" in done.stdout


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGQUIT, 131)],
)
def test_a_signal_while_a_step_runs_ends_it_and_the_exit_code_tells_which(
    program: Program, number: signal.Signals, code: int
) -> None:
    with full_screen(program) as terminal:
        terminal.wait("Which Anon")
        terminal.press("enter")
        terminal.wait("Using the local sandbox")
        terminal.process.send_signal(number)
        assert terminal.end() == code
        assert not terminal.modes_left_on()
        assert terminal.settings_kept()
        assert b"Traceback" not in terminal.words


def test_a_terminal_that_goes_away_ends_it_quietly(program: Program) -> None:
    with full_screen(program) as terminal:
        terminal.wait("Which Anon")
        terminal.press("enter")
        terminal.wait("API key tells")
        assert terminal.hang_up() == 129


def test_stopped_and_continued_it_draws_itself_again(program: Program) -> None:
    with full_screen(program) as terminal:
        terminal.wait("Which Anon")
        terminal.process.send_signal(signal.SIGTSTP)
        terminal.stopped()
        assert not terminal.modes_left_on()
        assert terminal.settings_kept()
        terminal.process.send_signal(signal.SIGCONT)
        terminal.again("Which Anon")
        terminal.press("ctrl+q")
        assert terminal.end() == 0


def test_leaving_before_all_is_loaded_is_no_mistake(program: Program) -> None:
    for _ in range(3):
        with full_screen(program) as terminal:
            terminal.wait("Which Anon")
            terminal.press("ctrl+q")
            assert terminal.end() == 0
