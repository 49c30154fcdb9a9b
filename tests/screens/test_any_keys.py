"""Whatever keys and clicks come, however fast: the wizard neither breaks off nor stands still.

Some seeds run by default, many with ``ANON_WIZARD_TORTURE=1``.
"""

from __future__ import annotations

import os
from random import Random
from typing import TYPE_CHECKING, Final

import pytest

from screens.button import Button
from screens.frame import FrameScreen
from screens.help import HelpScreen
from tests.screens.rooms import NAME, save_profile
from tests.screens.stage import opened

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.screens.stage import Stage
    from wizard.profiles.home import Home

WHOLE: Final = "ANON_WIZARD_TORTURE" in os.environ
SEEDS: Final = range(200) if WHOLE else range(6)
ACTS: Final = 25
PAUSES: Final = (0, 0, 0, 0.005, 0.02, 0.05, 0.15)
"""Seconds between two acts: none, as of a key that is held down, or as long as a page needs."""

CLICK: Final = "click"
OFTEN: Final[Mapping[str, int]] = {
    "enter": 9,
    "escape": 7,
    "tab": 3,
    "down": 2,
    CLICK: 3,
    **dict.fromkeys(("shift+tab", "up", "x", "f1", "ctrl+p", "pagedown", "pageup"), 1),
    **dict.fromkeys("dlhjpovnra", 1),
}
"""Acts, and how often each is chosen."""


def act(stage: Stage, chance: Random) -> None:
    """Do one thing that a person could do."""
    app = stage.app
    chosen = chance.choices(list(OFTEN), list(OFTEN.values()))[0]
    if chosen == CLICK:
        seen = [each for each in app.screen.query(Button) if each.is_on_screen]
        if seen:
            chance.choice(seen).press()
    else:
        app.simulate_key(chosen)


async def resized(stage: Stage, chance: Random) -> None:
    """Have the window another size, now and then."""
    if chance.random() < 0.05:
        await stage.pilot.resize_terminal(chance.choice([60, 80, 120]), chance.choice([14, 24, 40]))


async def lives(stage: Stage) -> None:
    """Wait until the wizard shows its help when it is asked to, as it does on every screen."""
    await stage.idle()
    while not isinstance(stage.app.screen, FrameScreen):
        await stage.press("escape")
    await stage.pilot.press("f1")
    await stage.until(lambda: isinstance(stage.app.screen, HelpScreen), "the help")


@pytest.mark.parametrize("seed", SEEDS)
async def test_no_keys_break_the_wizard(
    home: Home, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # some of what is chosen writes a file
    chance = Random(seed)  # noqa: S311 — keys of a test, the same each time
    has_profile = chance.random() < 0.6
    if has_profile:
        save_profile(home)
    async with opened(home) as stage:
        if has_profile:
            await stage.until(lambda: NAME in stage.text(), "the list of profiles")
        for _ in range(ACTS):
            act(stage, chance)
            await resized(stage, chance)
            await stage.pilot.pause(chance.choice(PAUSES))
            if stage.app._exit:  # "Leave" was chosen, or the last page left
                return
        await lives(stage)
