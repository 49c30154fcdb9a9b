"""A sheet over the page: however long its text, its answers are in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from screens.sheet import Sheet, SheetScreen, diff_style
from tests.screens.stage import SMALL, opened

if TYPE_CHECKING:
    from wizard.profiles.home import Home

ROWS = [f"+ line {number}" for number in range(60)]
LONG = Sheet(
    "This would be written", "\n".join(ROWS), "Masked here.", "Write", "Leave it", diff_style
)


@pytest.mark.parametrize("size", [SMALL, (40, 12)], ids=["80x24", "40x12"])
async def test_a_long_text_scrolls_and_the_answers_stay(home: Home, size: tuple[int, int]) -> None:
    async with opened(home, size) as stage:
        sheet = SheetScreen(LONG)
        await stage.app.push_screen(sheet)
        await stage.until(lambda: "line 0" in stage.text(), "the sheet")
        assert "Masked here." in stage.text()
        assert "Leave it     Write" in stage.text()
        for _ in range(len(ROWS) // 10):
            await stage.pilot.press("pagedown")
            await stage.pilot.pause()
        await stage.until(lambda: "line 59" in stage.text(), "the end of the text")
        assert "Leave it     Write" in stage.text()
