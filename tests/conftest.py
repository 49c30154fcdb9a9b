"""What every test stands on: a home of its own, and the program as a user starts it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from wizard.profiles.home import Home
from wizard.resources import ROOT
from wizard.sandbox.ports import DEFAULT_PORT

if TYPE_CHECKING:
    from pathlib import Path

USUAL_PORT = pytest.StashKey[socket.socket]()
SECRETS_OF_A_SHELL = ("ANON_", "REACT_APP_ANON", "VITE_ANON", "NEXT_PUBLIC_ANON")


def pytest_configure(config: pytest.Config) -> None:
    """Hold the sandbox's usual port for all of the run, so that every home gets one of its own.

    Else one home's sandbox takes it while another's is down, and that one has to move.
    """
    if not hasattr(config, "workerinput"):
        with suppress(OSError):  # whoever has it holds it for us
            config.stash[USUAL_PORT] = socket.create_server(("127.0.0.1", DEFAULT_PORT))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Give the usual port back."""
    if held := config.stash.get(USUAL_PORT, None):
        held.close()


@dataclass(frozen=True)
class Ran:
    """One run of the program: exit code, stdout and stderr."""

    code: int
    out: str
    err: str

    def json(self) -> dict[str, Any]:
        """Give the one document on stdout."""
        document: dict[str, Any] = json.loads(self.out)
        return document


@dataclass(frozen=True)
class Program:
    """``anon-wizard`` as a process of its own, in a home and a folder of its own."""

    home: Path
    folder: Path

    def environ(self, **more: str) -> dict[str, str]:
        """Give the environment of a run: no variable of Anon's but those given."""
        clean = {k: v for k, v in os.environ.items() if not k.startswith(SECRETS_OF_A_SHELL)}
        clean.pop("ANON_WIZARD_PROFILE", None)
        return {
            **clean,
            "HOME": str(self.home),
            "ANON_WIZARD_HOME": str(self.home / "wizard"),
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "default",
            "PYTHONDONTWRITEBYTECODE": "",
            **more,
        }

    def command(self, *arguments: str) -> list[str]:
        """Give the words that start the program."""
        return [sys.executable, "-m", "wizard", *arguments]

    def __call__(self, *arguments: str, stdin: str = "", **environ: str) -> Ran:
        """Run it to its end, without a terminal."""
        done = subprocess.run(
            self.command(*arguments),
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=self.folder,
            env=self.environ(**environ),
            timeout=100,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Give the program in an empty home and an empty folder."""
    home, folder = tmp_path / "home", tmp_path / "folder"
    home.mkdir()
    folder.mkdir()
    return Program(home, folder)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Give an empty home for parts under test."""
    return Home.find({"ANON_WIZARD_HOME": str(tmp_path / "home")})


@pytest.fixture(autouse=True)
def _no_real_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the real home, and from the shell's own Anon variables."""
    for name in [name for name in os.environ if name.startswith(SECRETS_OF_A_SHELL)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ANON_WIZARD_HOME", str(tmp_path / "home" / "wizard"))
