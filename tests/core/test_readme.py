"""What the README promises and the program refers to."""

from __future__ import annotations

import re

import pytest

from wizard.cli.commands import COMMANDS
from wizard.problems import CATALOGUE
from wizard.resources import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
HEADINGS = set(re.findall(r"^###? (.+)$", README, re.MULTILINE))


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_where_a_problem_sends_its_reader_there_is_something_to_read(code: str) -> None:
    section = re.fullmatch(r"README, “(.+)”", CATALOGUE[code].see)
    assert section is None or section[1] in HEADINGS


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_stands_in_the_readme(command: object) -> None:
    assert f"`anon-wizard {getattr(command, 'name', '')}" in README


def test_the_readme_leads_with_the_two_commands() -> None:
    first_block = README.split("```")[1]
    assert "make run" in first_block
    assert "make test" in first_block


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"!\[.*?\]\((.+?)\)", README)
    assert pictures
    assert not [name for name in pictures if not (ROOT / name).is_file()]
