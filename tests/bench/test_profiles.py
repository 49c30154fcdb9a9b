"""What a thousand profiles cost: no other profile is looked at than the one that is meant."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.saved import save
from tests.screens.stage import opened
from wizard.profiles.store import ProfileStore

if TYPE_CHECKING:
    import pytest

    from tests.conftest import Program
    from wizard.profiles.home import Home

MANY: Final = 60
ROWS: Final = 24
"""Of the window: more can't be in sight."""

OPENED = """
import json, os, sys
opened = []
def note(event, arguments):
    if event in ("open", "os.listdir", "os.scandir") and not isinstance(arguments[0], int):
        opened.append(os.fsdecode(arguments[0] or "."))
sys.addaudithook(note)
from wizard.cli import main
code = main(["profile", "use", "p07"])
print("\\nOPENED", json.dumps(opened))
"""


def test_switching_looks_at_no_other_profile(program: Program, home: Home) -> None:
    save_many(home)
    done = subprocess.run(
        [sys.executable, "-c", OPENED],
        capture_output=True,
        text=True,
        env=program.environ(ANON_WIZARD_HOME=str(Path(home.config).parent)),
        cwd=program.folder,
        check=True,
    )
    files = json.loads(done.stdout.rpartition("OPENED")[2])
    assert str(home.active()) in files
    assert not [path for path in files if path.startswith(str(home.profiles()))]


async def test_the_first_screenful_reads_no_more_than_it_shows(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_many(home)
    read: list[str] = []
    load = ProfileStore.load

    def noting(store: ProfileStore, name: str) -> object:
        read.append(name)
        return load(store, name)

    monkeypatch.setattr(ProfileStore, "load", noting)
    async with opened(home, (80, ROWS)) as stage:
        await stage.until(lambda: "not linked" in stage.text() and stage.knows_all(), "the list")
        assert 0 < len(set(read)) < ROWS
        await stage.press("end")
        await stage.until(lambda: f"p{MANY - 1:02}" in read, "the last one")


def save_many(home: Home) -> None:
    """Save as many, fast: the same file under many names."""
    save(home, "p00")
    raw = Path(home.profile("p00")).read_bytes()
    for number in range(1, MANY):
        path = Path(home.profile(f"p{number:02}"))
        path.write_bytes(raw)
        path.chmod(0o600)
