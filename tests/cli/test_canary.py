"""A key's way through ``setup``: it comes to lie where it belongs, and nowhere else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.canary import Trail
from tests.terminal import full_screen
from wizard.sandbox import LocalSandbox
from wizard.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Program
    from wizard.sandbox import Running

CRASHING = Path(__file__).parent.parent / "crashing.py"
CRASHED = b"stopped on a mistake of its own"
FIXED = ("--profile", "acme", "--secret-store", "file", "--jwks", "hosted", "--user", "ada")
BEFORE_IT_IS_KEPT = ("environment", "key")


@pytest.fixture(scope="module")
def hosted() -> Iterator[Running]:
    """Give a sandbox that stands in for Anon's hosted service."""
    with LocalSandbox() as sandbox:
        yield sandbox


@pytest.fixture
def trail(program: Program, tmp_path: Path) -> Trail:
    """Give what is looked at in the end."""
    return Trail(program, tmp_path / "trail")


def run(
    trail: Trail, command: list[str], stdin: str = "", **environ: str
) -> subprocess.CompletedProcess[bytes]:
    """Run it without a terminal, watched."""
    return subprocess.run(
        trail.watched(command),
        input=stdin.encode(),
        env=trail.program.environ(**trail.environ(), **environ),
        cwd=trail.program.folder,
        capture_output=True,
        check=False,
    )


def setup(trail: Trail, sandbox: Running, *more: str) -> list[str]:
    """Give the words of a setup that tells all it may tell."""
    return trail.program.command("setup", "--env", sandbox.url, *FIXED, "--debug", *more)


@pytest.mark.parametrize("way", ["environment", "file", "stdin"])
def test_a_whole_setup_without_questions(
    hosted: Running, trail: Trail, way: str, tmp_path: Path
) -> None:
    key = hosted.keys["local"].reveal()
    given = {"environment": ("--yes",), "stdin": ("--yes", "--api-key-file", "-")}
    theirs = tmp_path / "theirs"  # the user's own file is none of our places
    theirs.write_text(key)
    words = given.get(way, ("--yes", "--api-key-file", str(theirs)))
    environ = {"ANON_API_KEY": key} if way == "environment" else {}
    stdin = key if way == "stdin" else ""
    command = setup(trail, hosted, *words, "--json", "--skip-link")
    done = run(trail, command, stdin, **environ)
    assert done.returncode == 0, done.stderr
    assert b"debug: " in done.stderr
    trail.check(key, done.stdout, done.stderr)


def test_a_whole_setup_at_line_prompts_with_a_browser(hosted: Running, trail: Trail) -> None:
    key = hosted.keys["local"].reveal()
    command = trail.watched(setup(trail, hosted))
    with full_screen(trail.program, command=command, size=(100, 60), **trail.environ()) as terminal:
        terminal.wait("not shown while you type")
        terminal.send(key.encode() + b"\n")
        for prompt in ("App to link", "Redirect URL", "How do you want to link?"):
            terminal.wait(prompt)
            terminal.press("enter")
        assert terminal.end() == 0, terminal.words.decode()
    assert trail.seen.exists(), "no browser was started"
    trail.check(key, terminal.raw, terminal.words)


@pytest.mark.parametrize("step", [step.id for step in STEPS])
def test_a_crash_in_any_step_shows_its_place_and_nothing_else(
    hosted: Running, trail: Trail, step: str
) -> None:
    key = hosted.keys["local"].reveal()
    words = setup(trail, hosted, "--yes", "--skip-link")[3:]
    command = [sys.executable, str(CRASHING), f"step:{step}", *words]
    done = run(trail, command, ANON_API_KEY=key)
    assert done.returncode == 1, done.stderr
    assert CRASHED in done.stderr
    assert b"RuntimeError" in done.stderr
    assert b"Traceback" not in done.stderr
    trail.check(key, done.stdout, done.stderr, kept=step not in BEFORE_IT_IS_KEPT)
