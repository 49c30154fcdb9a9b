"""Saving is killed, or its disk fails, at every call to the system: old or new, never between."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wizard.profiles.home import Home
from wizard.profiles.store import ProfileStore
from wizard.resources import ROOT

SAVER = Path(__file__).with_name("saver.py")
TOOL = ROOT.parent / "shared" / "tools" / "crash_save.py"

needs_tool = pytest.mark.skipif(
    not TOOL.exists() or not shutil.which("strace"),
    reason="needs ../shared/tools/crash_save.py and strace",
)

needs_patience = pytest.mark.skipif(
    not os.environ.get("ANON_WIZARD_TORTURE"), reason="the whole set runs in make torture"
)

FILES = {
    "profile": Home.profile,
    "secrets": Home.secrets,
    "draft": Home.draft,
    "proof": Home.proofs,
}
FAULTS = ("KILL", "ENOSPC", "EIO", "EROFS", "EDQUOT")


def crash(tmp_path: Path, what: str, fault: str, *options: str) -> str:
    """Run the tool over one kind of save; give its verdict, and fail where it is bad."""
    place = tmp_path / "home"
    home = Home.find({"ANON_WIZARD_HOME": str(place)})
    path = home.active() if what == "active" else FILES[what](home, "acme")
    save = f"env PYTHONPATH={ROOT} {sys.executable} {SAVER} {what} {place}"
    done = subprocess.run(
        [
            *(sys.executable, TOOL, "--dir", place, "--file", path, "--mode", "--again"),
            *("--set", f"{save} old", "--cmd", f"{save} new", "--fault", fault, *options),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=3000,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@needs_tool
@pytest.mark.parametrize(
    ("what", "fault"), [("profile", "KILL"), ("secrets", "ENOSPC"), ("active", "EIO")]
)
def test_a_sample_of_crashes_leaves_the_old_file_or_the_new(
    tmp_path: Path, what: str, fault: str
) -> None:
    assert crash(tmp_path, what, fault, "--step", "9").strip().endswith("ok")


@needs_tool
@pytest.mark.torture
@needs_patience
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("what", [*FILES, "active"])
def test_every_crash_leaves_the_old_file_or_the_new(tmp_path: Path, what: str, fault: str) -> None:
    assert crash(tmp_path, what, fault, "--random", "20").strip().endswith("ok")


def save_at_once(tmp_path: Path, processes: int, saves: int) -> None:
    """Let many processes count in one profile, and look for what got lost."""
    command = [sys.executable, str(SAVER), "counts", str(tmp_path)]
    environ = {"PYTHONPATH": str(ROOT)}
    pools = [f"pool_{number}" for number in range(processes)]
    running = [subprocess.Popen([*command, f"{pool}:{saves}"], env=environ) for pool in pools]
    assert [process.wait() for process in running] == [0] * processes
    home = Home.find({"ANON_WIZARD_HOME": str(tmp_path)})
    counted = {pool.id: pool.name for pool in ProfileStore(home).load("acme").pools}
    assert counted == dict.fromkeys(pools, str(saves))
    assert [path.name for path in Path(home.profiles()).iterdir()] == ["acme.toml"]


def test_many_wizards_saving_at_once_lose_nothing(tmp_path: Path) -> None:
    save_at_once(tmp_path, processes=6, saves=5)


@pytest.mark.torture
@needs_patience
@pytest.mark.timeout(900)
def test_twenty_wizards_saving_fifty_times_lose_nothing(tmp_path: Path) -> None:
    save_at_once(tmp_path, processes=20, saves=50)
