"""What going to the next step costs: its page stands there already."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from screens.base import PAGES, BasePage
from tests.screens.stage import opened

if TYPE_CHECKING:
    from tests.screens.stage import Stage
    from wizard.profiles.home import Home


async def test_the_next_page_is_mounted_before_it_is_needed(home: Home) -> None:
    async with opened(home) as stage:
        there = mounted(stage)
        for here, after in pairwise(PAGES[:4]):
            assert stage.page() == here
            there = mounted(stage)
            assert set(there) == {*PAGES[: PAGES.index(here) + 1], after}
            await stage.press("enter")
            await stage.at(after)
            assert mounted(stage)[after] is there[after]
        await stage.press("escape")
        assert mounted(stage)[stage.page()] is there[stage.page()]


def mounted(stage: Stage) -> dict[str, BasePage]:
    """Give the pages that can be shown at once."""
    pages = stage.app.screen.query(BasePage).results(BasePage)
    return {page.id or "": page for page in pages if page.is_mounted}
