"""What was answered with 200 is there after a kill -9 at any instant."""

from __future__ import annotations

import os
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPException
from typing import TYPE_CHECKING

import pytest

from tests.sandbox.conftest import caller
from wizard.sandbox import LocalSandbox

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sandbox.conftest import Anon

ROUNDS = 100 if "ANON_WIZARD_TORTURE" in os.environ else 5
BODY = {"name": "p", "description": ""}


def make_until_killed(anon: Anon, made: list[str], enough: threading.Event, kill_at: int) -> None:
    with suppress(OSError, HTTPException):
        while True:
            made.append(anon.made("/org/userPool", BODY)["id"])
            if len(made) >= kill_at:
                enough.set()


def one_round(state: Path, kill_at: int) -> list[str]:
    """Make pools from four threads, kill the sandbox in the middle, and give what was answered."""
    made: list[str] = []
    enough = threading.Event()
    with LocalSandbox(state) as running, ThreadPoolExecutor(4) as threads:
        assert running.child
        for _ in range(4):
            threads.submit(make_until_killed, caller(running), made, enough, kill_at)
        assert enough.wait(60)
        running.child.process.kill()
    return made


def lost(state: Path, made: list[str]) -> list[str]:
    with LocalSandbox(state) as running:
        anon = caller(running)
        return [id_ for id_ in made if anon("GET", f"/org/userPool/{id_}").status != 200]


@pytest.mark.timeout(1800)
def test_nothing_that_was_answered_is_lost(tmp_path: Path) -> None:
    state = tmp_path / "state.sqlite"
    dice = random.Random(20260612)  # noqa: S311 — instants of a test, the same each time
    made: list[str] = []
    for _ in range(ROUNDS):
        made += one_round(state, dice.randrange(1, 80))
        assert lost(state, made) == []
