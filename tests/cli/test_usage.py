"""``--help`` is kept as text; it says what argparse would."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.usage import lines, written
from wizard.cli.usage import file_of
from wizard.resources import assets, read_text

if TYPE_CHECKING:
    from tests.conftest import Program

LINES = tuple(lines())


@pytest.mark.parametrize("words", LINES, ids=lambda words: " ".join(words) or "anon-wizard")
def test_the_kept_text_is_the_one_that_argparse_writes(words: tuple[str, ...]) -> None:
    # Word for word; newer Pythons break the lines elsewhere.
    assert read_text(file_of(words)).split() == written(words).split(), "make usage"


def test_no_text_is_kept_for_a_command_that_is_gone() -> None:
    kept = {path.name for path in (assets() / "usage").iterdir()}
    assert kept == {file_of(words).removeprefix("usage/") for words in LINES}


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_is_told_on_stdout_and_ends_well(program: Program, flag: str) -> None:
    ran = program("profile", "use", flag)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == read_text("usage/profile use.txt")


def test_a_narrow_terminal_gets_help_as_wide_as_it_is(program: Program) -> None:
    kept = read_text("usage/profile.txt")
    told = program("profile", "--help", COLUMNS="50").out
    assert told.split()[0] == kept.split()[0]
    assert len(told.splitlines()) > len(kept.splitlines())


def test_a_command_that_is_not_there_has_no_help(program: Program) -> None:
    assert program("profiles", "--help").code == 2
    assert program("profile", "lose", "--help").code == 2
