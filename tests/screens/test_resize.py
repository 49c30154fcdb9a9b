"""A window that is given other rows shows what one that was opened with them does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bench.experiments.largest_form import LARGEST
from tests.bench.programs.standing import stand_at
from tests.screens.stage import opened

if TYPE_CHECKING:
    from wizard.profiles.home import Home

CHANGES = ((24, 40), (40, 24), (40, 19), (19, 20), (20, 19), (26, 27), (27, 26), (33, 34), (34, 33))
"""Rows before and after: across each number of rows from which more is shown."""


@pytest.mark.parametrize(("before", "after"), CHANGES)
@pytest.mark.parametrize("columns", [80, 120])
async def test_a_form_fits_the_rows_it_is_given(
    home: Home, columns: int, before: int, after: int
) -> None:
    async with opened(home, (columns, after), fresh=stand_at(LARGEST)) as stage:
        await stage.at(LARGEST)
        await stage.idle()
        meant = stage.text()
    async with opened(home, (columns, before), fresh=stand_at(LARGEST)) as stage:
        await stage.at(LARGEST)
        await stage.idle()
        assert stage.text() != meant
        await stage.pilot.resize_terminal(columns, after)
        await stage.until(lambda: stage.text() == meant, "the same picture")
