"""The README's example of a fixture is one that works."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from wizard.resources import ROOT

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = re.compile(r"```python\n(import pytest\n.+?)```", re.DOTALL)
TEST = """
from wizard.http import exchange

def test_it_answers(anon):
    headers = {"Authorization": "Bearer " + anon.keys["local"].reveal()}
    assert exchange("GET", anon.url + "/org/userPool/x", headers=headers).status == 404
    assert anon.issue_token("ada").reveal().count(".") == 2
    assert exchange("GET", anon.jwks_uri).status == 200
"""


def test_the_fixture_in_the_readme_gives_a_sandbox(tmp_path: Path) -> None:
    found = EXAMPLE.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert found
    (tmp_path / "test_theirs.py").write_text(found[1] + TEST)
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_theirs.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    assert "1 passed" in ran.stdout
