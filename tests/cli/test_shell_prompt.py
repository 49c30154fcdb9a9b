"""The prompt segment as the README puts it into real shells: a name is shown, never run."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.saved import save
from wizard.profiles.home import Home
from wizard.resources import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Program

README = (ROOT / "README.md").read_text(encoding="utf-8")
DRAWN = {
    "bash": (r"^PS1=.*# bash$", ["bash", "--norc", "-c"], 'echo "${PS1@P}"'),
    "zsh": (r"^setopt PROMPT_SUBST.*# zsh$", ["zsh", "-f", "-c"], 'print -P "$PROMPT"'),
    "fish": (r"^function fish_right_prompt.*# fish$", ["fish", "--no-config", "-c"],
        "fish_right_prompt"),
}  # fmt: skip


@pytest.mark.parametrize("shell", DRAWN)
@pytest.mark.parametrize("name", ["acme-dev", "50% $(touch ran) `touch ran` %m \\h"])
def test_the_readmes_line_shows_the_profile(
    program: Program, tmp_path: Path, shell: str, name: str
) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} on this machine")
    line, words, draw = DRAWN[shell]
    found = re.search(line, README, re.MULTILINE)
    assert found
    save(Home.find({"ANON_WIZARD_HOME": str(program.home / "wizard")}), name)
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "anon-wizard").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m wizard "$@"\n')
    (tools / "anon-wizard").chmod(0o755)

    done = subprocess.run(
        [*words, f"{found[0]}\n{draw}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=program.folder,
        env=program.environ(PATH=f"{tools}:/usr/bin:/bin"),
    )

    assert f"{name} (sandbox)" in done.stdout
    assert list(program.folder.iterdir()) == []
