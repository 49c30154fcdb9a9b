"""What going to the next step costs: its page stands there already."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from screens.base import BasePage
from screens.pages import PAGES
from tests.screens.stage import opened

if TYPE_CHECKING:
    from tests.screens.stage import Stage
    from wizard.profiles.home import Home


async def test_the_pages_before_and_after_are_mounted_before_they_are_needed(home: Home) -> None:
    async with opened(home) as stage:
        for here, after in pairwise(PAGES[:4]):
            assert stage.page() == here
            there = near(stage)
            await stage.press("enter")
            await stage.at(after)
            assert near(stage)[after] is there[after]
        for before in reversed(PAGES[:3]):
            there = near(stage)
            await stage.press("escape")
            await stage.at(before)
            assert near(stage)[before] is there[before]


def near(stage: Stage) -> dict[str, BasePage]:
    """Give the pages that can be shown at once: no more than the neighbours of this one."""
    pages = stage.app.screen.query(BasePage).results(BasePage)
    there = {page.id or "": page for page in pages if page.is_mounted}
    place = PAGES.index(stage.page())
    assert set(there) == set(PAGES[max(0, place - 1) : place + 2])
    return there
