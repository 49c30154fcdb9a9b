from __future__ import annotations

import json
import stat
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from wizard.model import ProblemError
from wizard.profiles.journal import Entry, Journal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ONE = Entry(
    key="00000001",
    kind="userPool",
    name="acme-userPool-00000001",
    environment="local",
    base_url="http://127.0.0.1:4010",
    profile="acme",
    hash="ab" * 32,
    state="pending",
    at="2025-11-22T11:07:00Z",
)
TWO = replace(ONE, key="00000002", name="acme-userPool-00000002")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal" / "acme.jsonl"


@pytest.fixture
def journal(path: Path) -> Journal:
    return Journal(path)


def test_each_request_stands_as_its_last_line_tells(journal: Journal, path: Path) -> None:
    assert journal.entries() == ()
    done = replace(ONE, state="done", id="pool_1")
    for entry in (ONE, TWO, done):
        journal.append(entry)
    assert journal.entries() == (done, TWO)
    assert len(path.read_bytes().splitlines()) == 3
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_last_line_torn_anywhere_is_passed_over_and_the_next_append_mends_it(
    journal: Journal, path: Path
) -> None:
    journal.append(ONE)
    journal.append(TWO)
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1
    for cut in range(first, len(whole)):
        path.write_bytes(whole[:cut])
        kept = (ONE, TWO) if cut == len(whole) - 1 else (ONE,)
        assert journal.entries() == kept
        journal.append(replace(ONE, state="done", id="pool_1"))
        assert journal.entries() == (replace(ONE, state="done", id="pool_1"), *kept[1:])
        assert all(json.loads(line) for line in path.read_bytes().splitlines())


@pytest.mark.parametrize(
    "line",
    [
        b"nonsense",
        b"{}",
        b"[]",
        b"\xff",
        b'{"key": "00000001", "kind": "userPool"}',
        json.dumps({**json.loads('{"a": 1}'), "state": "done"}).encode(),
        b"[" * 100_000,
    ],
)
def test_a_journal_that_is_not_understood_is_told_and_never_written(
    journal: Journal, path: Path, line: bytes
) -> None:
    journal.append(ONE)
    content = path.read_bytes() + line + b"\n"
    path.write_bytes(content)
    for act in (journal.entries, lambda: journal.append(TWO)):
        with pytest.raises(ProblemError) as refused:
            act()
        problem = refused.value.problem
        assert problem.code == "journal.corrupt"
        assert problem.exit_code == 4
        assert "line 2" in problem.symptom
        assert str(path) in problem.symptom
    assert path.read_bytes() == content


def test_a_state_of_a_newer_program_is_not_guessed_at(journal: Journal, path: Path) -> None:
    journal.append(ONE)
    path.write_bytes(path.read_bytes().replace(b"pending", b"dreamt"))
    with pytest.raises(ProblemError):
        journal.entries()


def test_members_of_a_newer_program_and_empty_lines_are_passed_over(
    journal: Journal, path: Path
) -> None:
    journal.append(ONE)
    path.write_bytes(b"\n" + path.read_bytes().replace(b"{", b'{"more": [1], '))
    assert journal.entries() == (ONE,)


def test_a_journal_that_is_no_plain_file_is_refused(
    journal: Journal, path: Path, plant: Callable[[Path], Path]
) -> None:
    target = plant(path)
    for act in (journal.entries, lambda: journal.append(ONE)):
        with pytest.raises(ProblemError) as refused:
            act()
        assert refused.value.problem.code == "store.unsafe_path"
    assert target.read_bytes() == b"do not touch"
