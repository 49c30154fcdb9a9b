"""``anon-wizard sandbox``: by itself, until Ctrl-C."""

from __future__ import annotations

import json
import signal
import subprocess
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

import pytest

from wizard.http import exchange
from wizard.sandbox.known_faults import FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Program


@contextmanager
def started(program: Program, *flags: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        program.command("sandbox", *flags),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=program.folder,
        env=program.environ(),
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def document(process: subprocess.Popen[str]) -> dict[str, Any]:
    """Read the one document that is printed when the sandbox is ready."""
    assert process.stdout
    lines = ""
    for line in process.stdout:
        lines += line
        if line == "}\n":
            break
    read: dict[str, Any] = json.loads(lines)
    return read


def until(stream: IO[str] | None, word: str) -> str:
    """Read what is printed, up to the line with that word."""
    assert stream
    told = ""
    for line in stream:
        told += line
        if word in line:
            break
    return told


def ended(process: subprocess.Popen[str], number: int) -> tuple[int, str, str]:
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err


def status(url: str, key: str) -> int:
    headers = {"Authorization": f"Bearer {key}"}
    return exchange("GET", f"{url}/org/userPool/x", headers=headers).status


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_it_tells_one_document_runs_and_ends_with_the_signal(
    program: Program, number: int, code: int
) -> None:
    with started(program, "--json", "--port", "0") as process:
        told = document(process)
        assert told["status"] == "ok"
        data = told["data"]
        assert status(data["url"], data["keys"]["local"]) == 404
        assert status(data["url"], data["sessionTokens"]["local-prod"]) == 404
        returned, out, err = ended(process, number)
    assert (returned, out) == (code, "")
    assert "Traceback" not in err
    with pytest.raises(Exception, match="network"):
        exchange("GET", data["url"])


def test_a_person_reads_where_it_is_and_that_its_keys_are_worthless(program: Program) -> None:
    with started(program, "--port", "0", "--state", ":memory:") as process:
        told = until(process.stdout, "worthless")
        assert "Ctrl-C ends it" in until(process.stderr, "Ctrl-C")
        assert ended(process, signal.SIGINT)[0] == 130
    assert told.startswith("The local Anon sandbox answers at http://127.0.0.1:")
    assert "local-prod" in told


def test_it_runs_over_the_state_that_the_wizard_uses_and_a_second_joins(program: Program) -> None:
    with started(program, "--json", "--port", "0") as first:
        url = document(first)["data"]["url"]
        with started(program, "--json", "--fault", "cors") as second:
            joined = document(second)["data"]
            assert (joined["url"], joined["attached"]) == (url, True)
            assert faults(url) == ["cors"]
            assert ended(second, signal.SIGINT)[0] == 130
        assert faults(url) == [], "who leaves takes its faults along"
        assert ended(first, signal.SIGINT)[0] == 130


@pytest.mark.parametrize("asked", [("--port", "1"), ("--auth", "api-key")], ids=" ".join)
def test_a_second_that_asks_for_another_way_to_run_is_told(
    program: Program, asked: tuple[str, str]
) -> None:
    with started(program, "--json", "--port", "0") as first:
        port = document(first)["data"]["url"].rpartition(":")[2]
        told = program("sandbox", "--json", *asked)
        assert told.code == 2
        (problem,) = told.json()["problems"]
        assert problem["code"] == "sandbox.runs_otherwise"
        assert {"--port": f"--port {port}", "--auth": "--auth any"}[asked[0]] in problem["symptom"]


def faults(url: str) -> list[str]:
    health = json.loads(exchange("GET", f"{url}/_sandbox/health").body)
    return list(health["faults"])


def test_who_joined_is_told_when_it_ends(program: Program) -> None:
    with started(program, "--json", "--port", "0") as first:
        document(first)
        with started(program) as second:
            assert "joins it" in until(second.stdout, "answers at")
            ended(first, signal.SIGINT)
            _, err = second.communicate(timeout=30)
    assert second.returncode == 3
    assert "has ended" in err


def test_it_remembers_between_two_runs(program: Program) -> None:
    seen = []
    for _ in range(2):
        with started(program, "--json", "--state", "mine.sqlite") as process:
            seen.append(document(process)["data"])
            ended(process, signal.SIGINT)
    assert seen[0] == seen[1]
    assert (program.folder / "mine.sqlite").stat().st_mode & 0o777 == 0o600


def test_the_faults_are_listed_with_what_they_imitate(program: Program) -> None:
    listed = program("sandbox", "--list-faults")
    assert listed.code == 0
    for fault in FAULTS.values():
        assert fault.imitates in listed.out
    documents = program("sandbox", "--list-faults", "--json").json()["data"]["faults"]
    assert {one["name"] for one in documents} == set(FAULTS)


@pytest.mark.parametrize(
    "flags",
    [
        ("--fault", "nobody"),
        ("--fault", "status=200:/a"),
        ("--port", "70000"),
        ("--port", "x"),
        ("--auth", "none"),
    ],
)
def test_wrong_flags_are_usage_errors(program: Program, flags: tuple[str, ...]) -> None:
    assert program("sandbox", *flags).code == 2


def test_a_port_in_use_is_named(program: Program) -> None:
    with started(program, "--json", "--port", "0", "--state", ":memory:") as process:
        port = document(process)["data"]["url"].rpartition(":")[2]
        other = program("sandbox", "--port", port, "--state", ":memory:")
    assert other.code == 3
    assert port in other.err


def test_a_state_that_is_none_is_named(program: Program) -> None:
    (program.folder / "notes.txt").write_text("not a database, and never was one\n" * 50)
    ran = program("sandbox", "--state", "notes.txt")
    assert ran.code == 4
    assert "notes.txt" in ran.err
    assert (program.folder / "notes.txt").read_text().startswith("not a database")
