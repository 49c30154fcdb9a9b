"""The command of a checkout that was never installed: what ``make run`` leaves in ``.venv``."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from wizard.resources import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def test_make_run_leaves_the_command_that_the_screens_name(tmp_path: Path) -> None:
    python = tmp_path / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    command = tmp_path / "venv" / "bin" / "anon-wizard"
    subprocess.run(["make", "-s", f"VENV={tmp_path}/venv", str(command)], cwd=ROOT, check=True)
    away = tmp_path / "wizard"  # a folder of this name is not mistaken for ours
    away.mkdir()
    (away / "__init__.py").write_text("raise SystemExit('not ours')\n")
    for cwd in (tmp_path, away):
        ran = subprocess.run(
            [command, "explain", "key.refused"], cwd=cwd, capture_output=True, text=True, check=True
        )
        assert "refuses the key" in ran.stdout
