"""Killed anywhere, answers lost: never a silent duplicate, never an unrecorded orphan."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from wizard.sandbox import LocalSandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Program, Ran
    from wizard.sandbox import Running

WHOLE = "ANON_WIZARD_TORTURE" in os.environ
KILLS = 100 if WHOLE else 10
CREATING = ("/org/userPool", "/org/sdkClient")


@pytest.fixture
def hosted() -> Iterator[Running]:
    """Give a fresh sandbox that stands in for Anon's hosted service."""
    with LocalSandbox() as sandbox:
        yield sandbox


def at(sandbox: Running, path: str) -> Any:
    """Ask the sandbox one of its own questions."""
    with urllib.request.urlopen(f"{sandbox.url}/_sandbox/{path}") as answer:
        return json.load(answer)


def arguments(sandbox: Running, *more: str) -> tuple[str, ...]:
    """Give the words of a setup against it."""
    fixed = ("--yes", "--json", "--secret-store", "file", "--jwks", "hosted", "--skip-link")
    return ("setup", "--env", sandbox.url, "--profile", "acme", *fixed, *more)


def setup(program: Program, sandbox: Running, *more: str) -> Ran:
    """Run a setup against it to its end."""
    key = sandbox.keys["local"].reveal()
    return program(*arguments(sandbox, *more), ANON_API_KEY=key)


def posts(sandbox: Running) -> list[str]:
    """Give the paths of the creating requests that were sent."""
    seen = at(sandbox, "requests")
    return [each["path"] for each in seen if each["method"] == "POST" and each["path"] in CREATING]


def held(sandbox: Running) -> dict[str, list[dict[str, Any]]]:
    """Give what its first organization holds, by kind."""
    ours = at(sandbox, "objects")["organizations"][0]
    clients = ours["sdkClients"]
    by_kind = {
        kind: [client for client in clients if client["auth"]["type"] == auth]
        for kind, auth in (("webapp", "userPool"), ("service", "apiKey"))
    }
    return {"userPool": ours["userPools"], **by_kind}


def settled(program: Program, sandbox: Running) -> None:
    """Run to the end, deciding what is asked; then count what there is."""
    ran = setup(program, sandbox)
    doubted: list[str] = []
    for _ in range(4):
        found = ran.json()["problems"]
        lost = [each for each in found if each["code"] == "ledger.answer_lost"]
        if ran.code == 0:
            break
        assert lost, ran.out
        kind = next(kind for kind in ("userPool", "webapp", "service") if kind in lost[0]["fix"])
        doubted.append(kind)
        ran = setup(program, sandbox, "--create-another", kind)
    assert ran.code == 0, ran.out
    for kind, objects in held(sandbox).items():
        allowed = 1 + doubted.count(kind)
        assert 1 <= len(objects) <= allowed, (kind, objects, doubted)
    assert setup(program, sandbox).json()["data"]["created"] == []


@pytest.mark.parametrize("path", ["/org/userPool", "/org/sdkClient"])
def test_a_lost_answer_is_one_request_that_is_asked_about(
    program: Program, hosted: Running, path: str
) -> None:
    hosted.switch_on(f"lost-answer={path}")
    first = setup(program, hosted)
    assert first.json()["problems"][-1]["code"] == "ledger.answer_lost"
    sent = posts(hosted)
    again = setup(program, hosted)
    lost = again.json()["problems"][-1]
    assert lost["code"] == "ledger.answer_lost"
    kind = "userPool" if path == "/org/userPool" else "webapp"
    name = held(hosted)[kind][0]["name"]
    assert name in lost["symptom"]
    assert "20" in lost["symptom"]
    assert posts(hosted) == sent
    assert sent.count(path) == 1


def test_a_lost_object_can_be_adopted_by_its_id(program: Program, hosted: Running) -> None:
    hosted.switch_on("lost-answer=/org/userPool")
    setup(program, hosted)
    hosted.switch_off("lost-answer")
    pool = held(hosted)["userPool"][0]["id"]
    ran = setup(program, hosted, "--adopt", f"userPool={pool}")
    assert ran.code == 0, ran.out
    assert ran.json()["data"]["userPoolId"] == pool
    assert len(held(hosted)["userPool"]) == 1


def test_another_can_be_created_and_the_doubtful_one_is_remembered(
    program: Program, hosted: Running
) -> None:
    hosted.switch_on("lost-answer=/org/userPool")
    setup(program, hosted)
    hosted.switch_off("lost-answer")
    ran = setup(program, hosted, "--create-another", "userPool")
    assert ran.code == 0, ran.out
    journal = (program.home / "wizard/state/journal/acme.jsonl").read_text().splitlines()
    states = {entry["key"]: entry["state"] for entry in map(json.loads, journal)}
    assert sorted(states.values()) == ["done", "done", "done", "left over"]


@pytest.mark.parametrize("boundary", range(1, 8))
def test_killed_at_a_request_it_ends_as_if_it_had_not_been(
    program: Program, hosted: Running, boundary: int
) -> None:
    """Kill when the sandbox has seen the n-th request, whose answer is on its way."""
    hosted.switch_on("delay=0.15:/org/")
    before = len(at(hosted, "requests"))
    child = start(program, hosted)
    while child.poll() is None and len(at(hosted, "requests")) - before < boundary:
        time.sleep(0.005)
    kill(child)
    hosted.switch_off("delay")
    settled(program, hosted)


@pytest.mark.parametrize("seed", range(KILLS))
def test_killed_at_a_random_instant_it_ends_as_if_it_had_not_been(
    program: Program, hosted: Running, seed: int
) -> None:
    child = start(program, hosted)
    time.sleep(random.Random(seed).uniform(0.1, 1.3))  # noqa: S311 — an instant, no secret
    kill(child)
    settled(program, hosted)


def start(program: Program, sandbox: Running) -> subprocess.Popen[bytes]:
    """Start a setup and let it run."""
    return subprocess.Popen(
        program.command(*arguments(sandbox)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=program.folder,
        env=program.environ(ANON_API_KEY=sandbox.keys["local"].reveal()),
        start_new_session=True,
    )


def kill(child: subprocess.Popen[bytes]) -> None:
    """Kill it as a power cut would."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
