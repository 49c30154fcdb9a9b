"""Which profile a command works on: the table of cli.md, worktrees and symbolic links included."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.saved import save
from wizard.model import ProblemError
from wizard.profiles.binding import bind, bindings, bound, forget_profile, rename_profile, unbind
from wizard.profiles.resolution import required, resolve

if TYPE_CHECKING:
    from wizard.profiles.home import Home


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Give a git repository with one commit."""
    root = tmp_path / "app"
    root.mkdir()
    git(root, "init", "-q")
    git(root, "commit", "-q", "--allow-empty", "-m", "begin")
    return root


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@b.c")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("deciding", "expected"),
    [
        ("flag variable folder active", ("flag", "flag")),
        ("flag", ("flag", "flag")),
        ("variable folder active", ("variable", "environment")),
        ("variable active", ("variable", "environment")),
        ("folder active", ("folder", "folder")),
        ("folder", ("folder", "folder")),
        ("active", ("active", "active")),
        ("", None),
    ],
)
def test_flag_goes_before_variable_before_folder_before_active(
    home: Home, tmp_path: Path, deciding: str, expected: tuple[str, str] | None
) -> None:
    if "active" in deciding:
        save(home, "active")
    if "folder" in deciding:
        bind(home, tmp_path, "folder")
    environ = {"ANON_WIZARD_PROFILE": "variable"} if "variable" in deciding else {}

    found = resolve(home, environ, "flag" if "flag" in deciding else None, tmp_path)

    assert (found and (found.name, found.by)) == expected


def test_where_nothing_decides_that_is_a_problem(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ProblemError, match=r"profile\.none_active"):
        required(home, {}, None)


def test_a_folder_that_was_removed_binds_nothing(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    bind(home, gone, "acme")
    monkeypatch.chdir(gone)
    gone.rmdir()

    assert resolve(home, {}, None) is None


@pytest.mark.parametrize(
    ("place", "profile"),
    [(".", "outer"), ("a", "outer"), ("a/b", "inner"), ("a/b/c/d", "inner"), ("a/bb", "outer")],
)
def test_the_longest_bound_folder_wins(
    home: Home, tmp_path: Path, place: str, profile: str
) -> None:
    (tmp_path / "a/b/c/d").mkdir(parents=True)
    (tmp_path / "a/bb").mkdir()
    bind(home, tmp_path, "outer")
    bind(home, tmp_path / "a/b", "inner")

    found = bound(home, tmp_path / place)

    assert found
    assert found.profile == profile


def test_a_folder_bound_through_a_link_is_bound_by_its_real_path(
    home: Home, tmp_path: Path
) -> None:
    real, link = tmp_path / "real", tmp_path / "link"
    real.mkdir()
    link.symlink_to(real)

    assert bind(home, link, "acme") == real
    assert bound(home, real)
    assert bound(home, link)


def test_a_path_that_leads_through_a_link_counts_where_the_real_one_is_not_bound(
    home: Home, tmp_path: Path
) -> None:
    work, data = tmp_path / "work", tmp_path / "data"
    work.mkdir()
    data.mkdir()
    (work / "app").symlink_to(data)
    bind(home, work, "acme")

    by_link = bound(home, data, logical=str(work / "app"))
    assert by_link
    assert by_link.profile == "acme"
    assert bound(home, data) is None


def test_the_shells_idea_of_the_place_is_believed_only_where_it_is_the_same(
    home: Home, tmp_path: Path
) -> None:
    bind(home, tmp_path, "acme")
    assert bound(home, tmp_path.parent, logical=str(tmp_path)) is None


def test_a_linked_worktree_counts_as_its_main_checkout(
    home: Home, tmp_path: Path, repository: Path
) -> None:
    tree = tmp_path / "elsewhere" / "feature"
    git(repository, "worktree", "add", "-q", str(tree))
    (tree / "web").mkdir()
    bind(home, repository, "acme")

    found = bound(home, tree / "web")

    assert found
    assert (found.profile, found.worktree_of) == ("acme", str(repository))


def test_a_binding_inside_the_repository_beats_one_above_its_worktree(
    home: Home, tmp_path: Path, repository: Path
) -> None:
    tree = tmp_path / "feature"
    git(repository, "worktree", "add", "-q", str(tree))
    bind(home, tmp_path, "above")
    bind(home, repository, "main")
    assert (found := bound(home, tree))
    assert found.profile == "main"

    bind(home, tree, "own")
    assert (found := bound(home, tree))
    assert found.profile == "own"


def test_the_same_subfolder_of_the_main_checkout_counts(
    home: Home, tmp_path: Path, repository: Path
) -> None:
    (repository / "web").mkdir()
    tree = tmp_path / "feature"
    git(repository, "worktree", "add", "-q", str(tree))
    (tree / "web").mkdir()
    bind(home, repository / "web", "acme")

    assert bound(home, tree / "web")
    assert bound(home, tree) is None


def test_a_folder_that_only_claims_to_be_a_worktree_is_not_believed(
    home: Home, tmp_path: Path, repository: Path
) -> None:
    tree, forged = tmp_path / "feature", tmp_path / "forged"
    git(repository, "worktree", "add", "-q", str(tree))
    forged.mkdir()
    (forged / ".git").write_bytes((tree / ".git").read_bytes())
    bind(home, repository, "acme")

    assert bound(home, tree)
    assert bound(home, forged) is None


@pytest.mark.parametrize("mark", ["", "gitdir: ", "gitdir: /nowhere", "\0\xff", "gitdir: ../app"])
def test_a_strange_git_file_is_no_worktree(home: Home, tmp_path: Path, mark: str) -> None:
    (tmp_path / ".git").write_text(mark)
    bind(home, tmp_path.parent, "above")

    found = bound(home, tmp_path)

    assert found
    assert found.profile == "above"


def test_renaming_and_forgetting_a_profile_changes_its_bindings_alone(
    home: Home, tmp_path: Path
) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
        bind(home, tmp_path / name, name)

    rename_profile(home, "one", "uno")
    gone = forget_profile(home, "two")

    assert gone == (str(tmp_path / "two"),)
    assert set(bindings(home).values()) == {"uno", "three"}
    assert unbind(home, tmp_path / "three")
    assert not unbind(home, tmp_path / "three")


def test_only_a_folder_can_be_bound(home: Home, tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match=r"binding\.no_folder"):
        bind(home, tmp_path / "none", "acme")


def test_a_path_that_is_no_text_can_be_bound(home: Home, tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"\xff-odd")
    odd.mkdir()
    bind(home, odd, "acme")
    assert bound(home, odd)


@pytest.mark.parametrize("content", [b"", b"[]", b'{"folders": []}', b'{"folders": {"/": 1}}'])
def test_a_broken_list_is_said_and_kept(home: Home, tmp_path: Path, content: bytes) -> None:
    Path(home.folders()).parent.mkdir(parents=True)
    Path(home.folders()).write_bytes(content)
    Path(home.folders()).chmod(0o600)

    with pytest.raises(ProblemError, match=r"store\.corrupt"):
        bound(home, tmp_path)
    assert Path(home.folders()).read_bytes() == content
