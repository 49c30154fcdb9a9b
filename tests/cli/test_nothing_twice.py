"""Killed anywhere, answers lost: never a silent duplicate, never an unrecorded orphan."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import time
import urllib.request
from typing import TYPE_CHECKING, Any, get_args

import pytest

from tests.cli.between import When, between
from tests.terminal import full_screen
from wizard.sandbox import LocalSandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Program, Ran
    from wizard.sandbox import Running

WHOLE = "ANON_WIZARD_TORTURE" in os.environ
KILLS = 100 if WHOLE else 10
REQUESTS = 5
MOMENTS = get_args(When) if WHOLE else ("before its answer is",)
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


def arguments(url: str, *more: str) -> tuple[str, ...]:
    """Give the words of a setup against that Anon."""
    fixed = ("--yes", "--json", "--secret-store", "file", "--jwks", "hosted", "--skip-link")
    return ("setup", "--env", url, "--profile", "acme", *fixed, *more)


def setup(program: Program, sandbox: Running, *more: str, url: str = "") -> Ran:
    """Run a setup against it to its end."""
    key = sandbox.keys["local"].reveal()
    return program(*arguments(url or sandbox.url, *more), ANON_API_KEY=key)


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


def settled(program: Program, sandbox: Running, url: str = "") -> None:
    """Run to the end, deciding as a person does who can look; then count what there is.

    A service client whose key was lost with the answer is of no use: it is the one that stays over.
    """
    ran, orphans = setup(program, sandbox, url=url), 0
    for _ in range(6):
        if ran.code == 0:
            break
        trouble = ran.json()["problems"][-1]
        orphans += trouble["code"] == "ledger.adopted_key"
        ran = setup(program, sandbox, *decision(trouble, held(sandbox)), url=url)
    assert ran.code == 0, ran.out
    numbers = {kind: len(objects) for kind, objects in held(sandbox).items()}
    assert numbers == {"userPool": 1, "webapp": 1, "service": 1 + orphans}
    assert setup(program, sandbox, url=url).json()["data"]["created"] == []
    listed = program("undo", "--profile", "acme").err
    for each in (each for objects in held(sandbox).values() for each in objects):
        assert each["name"] in listed


def decision(trouble: dict[str, Any], held: dict[str, list[dict[str, Any]]]) -> tuple[str, str]:
    """Give the flag that decides about a lost answer: its object's id, or another one."""
    if trouble["code"] == "ledger.adopted_key":
        return "--create-another", "service"
    assert trouble["code"] == "ledger.answer_lost", trouble
    kind, name = re.findall(r"create (\w+) “(.+?)”", trouble["symptom"])[0]
    made = [each["id"] for each in held[kind] if each["name"] == name]
    return ("--adopt", f"{kind}={made[0]}") if made else ("--create-another", kind)


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


def lost_service_key(program: Program) -> str:
    """Take the service client's key out of the store, as if its answer had been lost; give it."""
    path = program.home / "wizard/data/secrets/acme.json"
    content = json.loads(path.read_text())
    name = next(name for name in content["secrets"] if name.startswith("service_key."))
    key: str = content["secrets"].pop(name)
    path.write_text(json.dumps(content))
    return key


def test_the_key_of_a_service_client_that_is_there_is_asked_for(
    program: Program, hosted: Running
) -> None:
    first = setup(program, hosted).json()["data"]
    key = lost_service_key(program)
    stopped = setup(program, hosted)
    assert stopped.code == 1
    assert stopped.json()["problems"][-1]["code"] == "ledger.adopted_key"
    assert "--service-key-file" in stopped.json()["problems"][-1]["fix"]
    wrong, right = program.folder / "wrong", program.folder / "right"
    wrong.write_text("anon_not-the-key-of-any-client")
    right.write_text(f"{key}\n")
    refused = setup(program, hosted, "--service-key-file", str(wrong))
    assert refused.json()["problems"][-1]["code"] == "key.refused"
    assert setup(program, hosted).json()["problems"][-1]["code"] == "ledger.adopted_key"
    again = setup(program, hosted, "--service-key-file", str(right))
    assert again.code == 0, again.out
    assert again.json()["data"]["serviceClientId"] == first["serviceClientId"]
    assert again.json()["data"]["created"] == []
    assert lost_service_key(program) == key
    assert len(held(hosted)["service"]) == 1


def test_at_line_prompts_the_key_is_asked_for(program: Program, hosted: Running) -> None:
    setup(program, hosted)
    key = lost_service_key(program)
    words = ("setup", "--profile", "acme", "--skip-link")
    with full_screen(program, *words, size=(100, 60)) as terminal:
        terminal.wait("[t]ry again")
        terminal.press("enter")
        terminal.wait("Key of the service client (not shown")
        terminal.send(f"{key}\r".encode())
        terminal.wait("Step 5 of 7")
        terminal.press("ctrl+c")
        assert terminal.end() == 130
    assert key.encode() not in terminal.raw
    assert lost_service_key(program) == key


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


def test_the_requests_of_a_setup_are_these(program: Program, hosted: Running) -> None:
    with between(hosted.url) as way:
        way.let_live()
        assert setup(program, hosted, url=way.url).code == 0
        assert len(way.seen) == REQUESTS, way.seen


@pytest.mark.parametrize("when", MOMENTS)
@pytest.mark.parametrize("boundary", range(1, REQUESTS + 1))
def test_killed_at_a_request_it_ends_as_if_it_had_not_been(
    program: Program, hosted: Running, boundary: int, when: When
) -> None:
    with between(hosted.url) as way:
        child = start(program, hosted, way.url)
        way.kill_at(boundary, when, child)
        assert child.wait() == -signal.SIGKILL
        way.let_live()
        settled(program, hosted, way.url)


@pytest.mark.parametrize("seed", range(KILLS))
def test_killed_at_a_random_instant_it_ends_as_if_it_had_not_been(
    program: Program, hosted: Running, seed: int
) -> None:
    child = start(program, hosted)
    time.sleep(random.Random(seed).uniform(0.1, 1.3))  # noqa: S311 — an instant, no secret
    kill(child)
    settled(program, hosted)


def start(program: Program, sandbox: Running, url: str = "") -> subprocess.Popen[bytes]:
    """Start a setup and let it run."""
    return subprocess.Popen(
        program.command(*arguments(url or sandbox.url)),
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
