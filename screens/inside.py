"""What stands inside an opened finding: problems first, then what is well.

Knows: how rows of checks are told in full.
Must never: tell the same thing twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from screens.finding import Finding, sign
from screens.plain import lines, plain
from screens.problem import ProblemPanel
from screens.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.geometry import Size

    from screens.signs import Signs
    from wizard.checks.row import Row
    from wizard.checks.standing import Standing
    from wizard.model import Problem


def rows_inside(rows: Iterable[Row], signs: Signs, *, narrow: bool = False) -> Iterable[Widget]:
    """Give what rows tell: first each problem with its cause and fix, then all that is well."""
    reached = [row for row in rows if not row.stands_on]
    for state in ("fail", "warn"):
        for row in reached:
            if row.state == state and row.problem:
                yield panel(row.problem, signs, noted=state == "warn")
                yield from places(row)
    well = [row for row in reached if row.problem is None]
    if well:
        table = Table("rows")
        table.show(_cells(row, signs, narrow=narrow) for row in well)
        yield table


def _cells(row: Row, signs: Signs, *, narrow: bool) -> list[Content]:
    stands = sign(Finding(row.id, row.title, state=row.state), signs)
    title, told = plain(row.title), plain(row.text, "$muted")
    return [stands, Content.assemble(title, "  ", told)] if narrow else [stands, title, told]


def panel(trouble: Problem, signs: Signs, *, noted: bool = False) -> ProblemPanel:
    """Give a problem as a panel of its own; ``noted``: nothing is broken by it."""
    shown = ProblemPanel(signs)
    shown.tell(trouble, noted=noted)
    return shown


def places(row: Row) -> Iterable[Widget]:
    """Give the places where it was found, where there are any."""
    if row.places:
        yield Static(lines(plain(place, "$muted") for place in row.places), classes="places")


class ChainLine(Widget):
    """The whole chain in a few words: each link with its sign, as many on a row as fit."""

    def __init__(self, standings: Iterable[Standing], signs: Signs) -> None:
        super().__init__(classes="chain-line")
        self._links = [_link(each, signs) for each in standings]

    def render(self) -> Content:
        """Draw the rows at the width there is."""
        return lines(self._rows(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Give the rows that it takes at ``width``."""
        del container, viewport
        return len(self._rows(width))

    def _rows(self, width: int) -> list[Content]:
        rows: list[Content] = []
        for link in self._links:
            longer = rows[-1] + plain("  ") + link if rows else link
            if rows and longer.cell_length <= width:
                rows[-1] = longer
            else:
                rows.append(link)
        return rows


def _link(each: Standing, signs: Signs) -> Content:
    stands = sign(Finding(each.link, each.title, state=each.state), signs)
    return Content.assemble(stands, " ", plain(each.title, "$muted"))
