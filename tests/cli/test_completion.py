"""Completion as the real shells do it, with the names of the profiles that are there now."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.saved import save
from wizard.profiles.home import Home
from wizard.resources import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Program

BASH = """
eval "$(anon-wizard completion bash)"
complete -p anon-wizard >/dev/null
COMP_LINE="$1"; COMP_POINT=${#COMP_LINE}; COMP_TYPE=9; COMP_WORDS=(anon-wizard)
_python_argcomplete anon-wizard
printf '%s\\n' "${COMPREPLY[@]}"
"""

FISH = "anon-wizard completion fish | source; complete -C $argv[1]"

ZSH = """
autoload -U compinit; compinit -u -D
eval "$(anon-wizard completion zsh)"
_describe() { shift; printf '%s\\n' "${completions[@]%%:*}" }
words=(anon-wizard); BUFFER="$1"; CURSOR=${#BUFFER}
_python_argcomplete
"""

SHELLS: dict[str, list[str]] = {
    "bash": ["bash", "--norc", "-c", BASH, "bash"],
    "zsh": ["zsh", "-f", "-c", ZSH, "zsh"],
    "fish": ["fish", "--no-config", "-c", FISH],
}


@pytest.fixture
def completed(program: Program, tmp_path: Path) -> Callable[[str, str], set[str]]:
    """Let a real shell complete a line; give the words it offers."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "anon-wizard").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m wizard "$@"\n')
    (tools / "anon-wizard").chmod(0o755)
    home = Home.find({"ANON_WIZARD_HOME": str(program.home / "wizard")})
    save(home, "acme-dev")
    save(home, "acme prod")

    def complete(shell: str, line: str) -> set[str]:
        if shutil.which(shell) is None:
            pytest.skip(f"there is no {shell} on this machine")
        done = subprocess.run(
            [*SHELLS[shell], line],
            capture_output=True,
            text=True,
            check=False,
            cwd=program.folder,
            env=program.environ(PATH=f"{tools}:/usr/bin:/bin", PYTHONPATH=str(ROOT), TERM="dumb"),
        )
        words = (each.split("\t")[0].strip() for each in done.stdout.splitlines())
        return {word.replace("\\ ", " ") for word in words if word}

    return complete


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("anon-wizard prof", {"profile"}),
        ("anon-wizard profile re", {"rename"}),
        ("anon-wizard profile use ", {"acme-dev", "acme prod"}),
        ("anon-wizard profile use acme-", {"acme-dev"}),
        ("anon-wizard --profile acme-", {"acme-dev"}),
        ("anon-wizard env --profile acme-", {"acme-dev"}),
        ("anon-wizard setup --from acme-", {"acme-dev"}),
        ("anon-wizard env --framework p", {"plasmo"}),
        ("anon-wizard client add --kind ", {"webapp", "service"}),
        ("anon-wizard completion ", {"bash", "zsh", "fish"}),
    ],
)
def test_a_line_is_completed(
    completed: Callable[[str, str], set[str]], shell: str, line: str, offered: set[str]
) -> None:
    assert completed(shell, line) == offered


def test_how_to_switch_it_on_is_told(program: Program) -> None:
    told = program("completion", "--help").out
    assert "~/.bashrc" in told
    assert "~/.zshrc" in told
    assert "config/fish/completions" in told


def test_only_the_named_command_is_loaded(program: Program) -> None:
    script = (
        "import os, sys; os.dup2(1, 8); from wizard.cli import main\n"
        "import argcomplete; real = argcomplete.autocomplete\n"
        "def seen(parser, **options):\n"
        "    sys.stderr.write(' '.join(m for m in sys.modules if m.startswith('wizard.')))\n"
        "    real(parser, **options)\n"
        "argcomplete.autocomplete = seen; main([])"
    )
    line = "anon-wizard profile use "
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env=program.environ(_ARGCOMPLETE="1", COMP_LINE=line, COMP_POINT=str(len(line))),
    )
    loaded = set(done.stderr.split())
    assert "wizard.cli.profile.using" in loaded
    assert not loaded & {"wizard.cli.env", "wizard.cli.setup", "wizard.steps", "wizard.api"}
