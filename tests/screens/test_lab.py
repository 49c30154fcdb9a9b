"""The lab's screen: an error is seen, diagnosed and mended, and nothing is left behind."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from screens.home import HomeScreen
from screens.lab import LabScreen
from screens.problem import ProblemPanel
from tests.screens.rooms import NAME, change, entered, press, room, save_profile
from tests.screens.stage import LARGE, SMALL, Stage, opened
from tests.screens.test_golden import compare
from wizard.lab import EXERCISES, Exercise

if TYPE_CHECKING:
    from wizard.profiles.home import Home

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
CORS = next(i for i, each in enumerate(EXERCISES) if each.id == "cors-service-client")


def holds(folder: Path) -> bool:
    """Tell whether anything is in a folder."""
    return any(folder.iterdir())


def told(stage: Stage) -> list[str]:
    """Give the codes of the problems that are told."""
    return [each.trouble.code for each in room(stage).query(ProblemPanel) if each.trouble]


@SIZES
async def test_the_screen_looks_as_it_did(home: Home, size: tuple[int, int]) -> None:
    save_profile(home)
    shown = []
    name = f"{size[0]}x{size[1]}"
    async with entered(home, "l", size) as stage:
        shown.append(compare(f"lab-{name}", stage.text()))
        await press(stage, *["down"] * CORS, "enter")
        shown.append(compare(f"lab-made-{name}", stage.text()))
        await press(stage, "enter")
        shown.append(compare(f"lab-diagnosed-{name}", stage.text()))
        await press(stage, "enter")
        shown.append(compare(f"lab-mended-{name}", stage.text()))
    assert not any(shown), "\n".join(filter(None, shown))


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
async def test_enter_leads_from_the_error_to_its_cure(home: Home, exercise: Exercise) -> None:
    save_profile(home)
    index = EXERCISES.index(exercise)
    async with entered(home, "l", LARGE) as stage:
        await press(stage, *["down"] * index, "enter")
        assert told(stage) == []
        await press(stage, "enter")
        assert told(stage) == [exercise.code]
        await press(stage, "enter")
        assert "Mended: no link is broken." in stage.text()


async def test_it_says_that_it_is_simulated(home: Home) -> None:
    save_profile(home)
    async with entered(home, "l") as stage:
        assert "Simulated" in stage.text()
        assert "profile lab" in stage.text()


async def test_the_mouse_alone_does_it_too(home: Home) -> None:
    save_profile(home)
    async with entered(home, "l", LARGE) as stage:
        await stage.pilot.click(".finding", offset=(3, 0))
        await press(stage)
        for _ in range(2):
            await stage.pilot.click("LabScreen .go")
            await press(stage)
        assert "Mended" in stage.text()
        await stage.pilot.click("LabScreen .go")
        assert "Make it happen" in stage.text()


async def test_leaving_in_the_middle_leaves_nothing_behind(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox = save_profile(home)
    before = Path(home.profile(NAME)).read_bytes()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    async with entered(home, "l") as stage:
        await press(stage, "end", "enter")
        assert holds(tmp_path)
        await stage.pilot.press("escape")
        await stage.until(lambda: isinstance(stage.app.screen, HomeScreen), "the home screen")
        await stage.until(lambda: not holds(tmp_path), "an empty folder")
    assert sandbox.health()["faults"] == []
    assert Path(home.profile(NAME)).read_bytes() == before


async def test_ending_the_program_in_the_lab_leaves_nothing_behind(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_profile(home)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    async with entered(home, "l") as stage:
        await press(stage, "enter")
        await stage.pilot.press("ctrl+q")
    assert not holds(tmp_path)


async def test_only_profiles_of_the_local_sandbox_are_offered_it(home: Home) -> None:
    save_profile(home)
    change(home, environment="sandbox", base_url="https://svc.sandbox.anon.com")
    async with opened(home) as stage:
        await stage.press("l")
        assert not isinstance(stage.app.screen, LabScreen)
        assert "open to profiles of the local sandbox" in stage.text()


async def test_the_smallest_window_can_be_worked_in(home: Home) -> None:
    save_profile(home)
    async with entered(home, "l", (40, 12)) as stage:
        await press(stage, *["down"] * CORS, "enter")
        await press(stage, "enter")
        assert "SdkClients" in stage.text()
        await press(stage, "enter")
        assert "Mended" in stage.text()
