"""Names that no file can have: typed, pasted, or of users that there are none of."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wizard.model import ProblemError
from wizard.paths import absolute_path, is_file, is_folder, named_path, real_path
from wizard.profiles import bundle
from wizard.steps.user import check_path

ODD = ("~nobody-of-that-name/x", "a" * 300, "/".join("a" * 200 for _ in range(30)), "x\0y")


@pytest.mark.parametrize("name", ODD, ids=range(len(ODD)))
def test_what_cannot_be_there_is_not_there(name: str) -> None:
    for path in (named_path(name), absolute_path(name), real_path(name)):
        assert not is_file(path)
        assert not is_folder(path)
    wrong = check_path(name)
    assert wrong
    assert wrong.code == "usage.file"
    with pytest.raises(ProblemError, match=r"bundle\.unreadable"):
        bundle.read(name)


def test_a_home_is_found_as_a_shell_finds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ada")
    assert named_path("~/app") == Path("/home/ada/app")
    assert named_path("app") == Path("app")


def test_links_are_followed_also_where_they_run_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "circle").symlink_to("circle")
    assert real_path(tmp_path / "link" / "x") == tmp_path / "real" / "x"
    assert not is_folder(real_path(tmp_path / "circle"))


@pytest.mark.usefixtures("gone")
def test_nothing_breaks_where_the_folder_one_is_in_is_gone() -> None:
    assert not is_folder(real_path("x"))
    assert not os.path.lexists(absolute_path("x"))
