"""Every screen as text, at two sizes. ``GOLDEN=write`` takes what is shown as right."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.screens.stage import LARGE, SMALL, opened, unchanging
from tests.screens.story import tell

if TYPE_CHECKING:
    from wizard.profiles.home import Home

GOLDEN = Path(__file__).parent.parent / "golden"


def compare(name: str, text: str) -> str | None:
    """Give what is to be said where a screen differs from its golden text."""
    file = GOLDEN / f"{name}.txt"
    shown = unchanging(text)
    if os.environ.get("GOLDEN") == "write":
        file.write_text(shown, encoding="utf-8")
    if file.read_text(encoding="utf-8") == shown:
        return None
    return f"--- {file.name} ---\n{file.read_text(encoding='utf-8')}\n--- shown ---\n{shown}"


async def test_tab_goes_through_every_page_in_reading_order(home: Home) -> None:
    astray: list[str] = []
    async with opened(home, LARGE) as stage:

        async def picture(name: str) -> None:
            places = [each.region.offset.transpose for each in stage.app.screen.focus_chain]
            if places != sorted(places):
                astray.append(name)

        await tell(stage, picture)
    assert not astray


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
async def test_every_screen_of_the_setup_looks_as_it_did(home: Home, size: tuple[int, int]) -> None:
    different: list[str] = []
    async with opened(home, size) as stage:

        async def picture(name: str) -> None:
            said = compare(f"{name}-{size[0]}x{size[1]}", stage.text())
            if said:
                different.append(said)

        await tell(stage, picture)
    assert not different, "\n".join(different)
