"""Secrets that git remembers: found by value, whatever happened to the file since."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from wizard.apps import history, remembered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SECRET = "odd-but-known-value-1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "app"
    made.mkdir()
    return made


def git(folder: Path, *words: str) -> None:
    settings = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=m")
    subprocess.run(["git", *settings, *words], cwd=folder, check=True, capture_output=True)


def committed(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    git(folder, "add", "-f", name)
    git(folder, "commit", "-qm", "one")


def _removed(folder: Path) -> None:
    committed(folder, ".env", f"ANON_API_KEY={SECRET}\n")
    git(folder, "rm", "-q", ".env")
    git(folder, "commit", "-qm", "gone")


def _on_a_branch(folder: Path) -> None:
    git(folder, "commit", "-q", "--allow-empty", "-m", "begin")
    git(folder, "checkout", "-qb", "other")
    committed(folder, ".env", f"ANON_API_KEY={SECRET}\n")
    git(folder, "checkout", "-q", "m")


def _overwritten(folder: Path) -> None:
    committed(folder, ".env", f"ANON_API_KEY={SECRET}\n")
    committed(folder, ".env", "ANON_API_KEY=\n")


@pytest.mark.parametrize("happened", [_removed, _on_a_branch, _overwritten])
def test_it_is_found_whatever_happened_since(
    folder: Path, happened: Callable[[Path], None]
) -> None:
    git(folder, "init", "-q")
    happened(folder)
    found = remembered(folder, {SECRET})
    assert found is not None
    assert [each.file for each in found] == [".env"]
    git(folder, "cat-file", "-e", found[0].commit)


def test_a_secret_that_is_in_use_no_more_is_not_told(folder: Path) -> None:
    git(folder, "init", "-q")
    _removed(folder)
    assert remembered(folder, {"another-secret-of-today"}) == ()


def test_each_file_is_told_once_and_only_those_below_the_folder(folder: Path) -> None:
    git(folder, "init", "-q")
    for name in ("web/.env.local", "web/.npmrc", "api/.env"):
        committed(folder, name, f"a={SECRET}\n")
        committed(folder, name, f"b={SECRET}\n")
    found = remembered(folder / "web", {SECRET})
    assert found is not None
    assert sorted(each.file for each in found) == [".env.local", ".npmrc"]


def test_no_repository_an_empty_one_and_a_broken_one(folder: Path) -> None:
    assert remembered(folder, {SECRET}) == ()
    git(folder, "init", "-q")
    assert remembered(folder, {SECRET}) == ()
    (folder / ".git" / "HEAD").write_text("?", encoding="utf-8")
    assert remembered(folder, {SECRET}) is None


def test_a_huge_file_of_that_name_is_left_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "_LARGEST", 100)
    git(folder, "init", "-q")
    committed(folder, ".env", f"a={SECRET}\n" * 99)
    committed(folder, "b.env", f"b={SECRET}\n")
    found = remembered(folder, {SECRET})
    assert found is not None
    assert [each.file for each in found] == ["b.env"]


def test_a_repository_cannot_run_a_program_of_its_own(folder: Path, tmp_path: Path) -> None:
    git(folder, "init", "-q")
    _removed(folder)
    ran = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {ran}\n", encoding="utf-8")
    program.chmod(0o755)
    for name in ("core.pager", "diff.external", "gpg.program", "core.fsmonitor", "pager.log"):
        git(folder, "config", name, str(program))
    git(folder, "config", "log.showSignature", "true")
    git(folder, "config", "diff.x.textconv", str(program))
    (folder / ".git" / "info" / "attributes").write_text("* diff=x\n", encoding="utf-8")
    assert remembered(folder, {SECRET})
    assert not ran.exists()


def test_it_leaves_the_repository_as_it_is(folder: Path) -> None:
    git(folder, "init", "-q")
    _removed(folder)

    def look() -> dict[str, bytes]:
        files = (path for path in (folder / ".git").rglob("*") if path.is_file())
        return {str(path): path.read_bytes() for path in files}

    before = look()
    remembered(folder, {SECRET})
    assert look() == before
