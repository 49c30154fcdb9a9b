"""A narrow window: no button out of sight, no way that is a key's alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from screens.button import Button
from tests.saved import save
from tests.screens.rooms import entered, save_profile
from tests.screens.stage import Stage, opened

if TYPE_CHECKING:
    from wizard.profiles.home import Home

LEAST = (40, 12)
NARROW = (40, 24)


def cut(stage: Stage) -> list[str]:
    """Give the labels of the buttons that the window does not show whole."""
    screen = stage.app.screen
    shown = [each for each in screen.query(".actions Button").results(Button) if each.display]
    assert shown
    rows = stage.text().splitlines()
    return [
        each.label.plain
        for each in shown
        if each.label.plain not in rows[each.region.y]
        or each.region.intersection(screen.region) != each.region
    ]


async def test_the_home_screen_shows_each_button_whole(home: Home) -> None:
    save(home, "acme")
    async with opened(home, LEAST) as stage:
        await stage.until(lambda: "acme" in stage.text(), "the list")
        assert cut(stage) == []


async def test_so_it_does_while_one_searches(home: Home) -> None:
    for number in range(9):
        save(home, f"acme-{number}")
    async with opened(home, LEAST) as stage:
        await stage.until(lambda: "acme-8" in stage.text(), "the list")
        await stage.press("slash")
        assert cut(stage) == []


async def test_the_profile_shows_each_button_whole_and_the_mouse_reaches_the_last(
    home: Home,
) -> None:
    save(home, "acme")
    async with opened(home, LEAST) as stage:
        await stage.until(lambda: "acme" in stage.text(), "the list")
        await stage.press("p")
        await stage.until(lambda: "Environment" in stage.text(), "the profile")
        assert cut(stage) == []
        await stage.pilot.click(".delete")
        await stage.until(lambda: stage.app.screen.query_one(".goes").display, "what goes")


@pytest.mark.parametrize("key", ["d", "h", "l"])
async def test_a_room_shows_each_button_whole_where_it_is_tall_enough(home: Home, key: str) -> None:
    save_profile(home)
    async with entered(home, key, NARROW) as stage:
        assert cut(stage) == []
