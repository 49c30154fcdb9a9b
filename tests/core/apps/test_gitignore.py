"""Whether git would take a file, and the line that keeps it from that: asked of the real git."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from wizard.profiles.gitignore import ignore, state_of

if TYPE_CHECKING:
    from pathlib import Path


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Give an empty repository."""
    git(tmp_path, "init", "-q")
    return tmp_path


def test_outside_a_repository_nothing_is_taken(tmp_path: Path) -> None:
    assert state_of(tmp_path / ".env") == "no repository"


def test_what_git_would_take_is_told_from_what_it_has_and_what_it_ignores(repository: Path) -> None:
    (repository / ".gitignore").write_text("*.secret\n")
    (repository / "kept").write_text("")
    git(repository, "add", "kept")
    assert state_of(repository / ".env") == "exposed"
    assert state_of(repository / "a.secret") == "ignored"
    assert state_of(repository / "kept") == "tracked"


@pytest.mark.parametrize(
    "name", [".env", "with space ", "a*b", "what?", "[x].env", "!not", "#no comment", "back\\slash"]
)
@pytest.mark.parametrize("before", [None, "", "x", "x\n", "x\r\n"])
def test_one_line_lets_git_ignore_exactly_this_file(
    repository: Path, name: str, before: str | None
) -> None:
    file = repository / ".gitignore"
    if before is not None:
        file.write_bytes(before.encode())
    sub = repository / "sub"
    sub.mkdir()

    assert ignore(repository / name) == file

    assert state_of(repository / name) == "ignored"
    assert state_of(sub / name) == "exposed"
    assert state_of(repository / "another") == "exposed"
    assert file.read_bytes().startswith((before or "").encode())


def test_a_hook_of_git_that_calls_us_does_not_lead_to_another_repository(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path_factory.mktemp("other")
    git(other, "init", "-q")
    (other / ".git/info").mkdir(exist_ok=True)
    (other / ".git/info/exclude").write_text(".env\n")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(repository))
    assert state_of(repository / ".env") == "exposed"


def test_no_program_of_the_repository_is_run(repository: Path) -> None:
    trap = repository / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {repository}/ran\n")
    trap.chmod(0o755)
    git(repository, "config", "core.fsmonitor", str(trap))
    state_of(repository / ".env")
    assert not (repository / "ran").exists()


def test_without_git_it_is_not_known(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert state_of(repository / ".env") == "unknown"
