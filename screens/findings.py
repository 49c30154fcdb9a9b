"""A list of findings, one line each; the one that is opened tells all of itself.

Knows: how one goes along the lines, and that at most one of them is open.
Must never: know what a finding means; whoever shows it says what stands inside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from screens.finding import FindingLine
from screens.plain import plain
from screens.scroll import Scroll

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.binding import BindingType
    from textual.widget import Widget

    from screens.finding import Finding
    from screens.signs import Signs


class Findings(Scroll, can_focus=True):
    """The list. ``inside(id)`` gives the widgets that tell all of a finding."""

    class Moved(Message):
        """The person is at another line now."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", show=False),
        Binding("up,k", "move(-1)", show=False),
        Binding("home", "choose(0)", show=False),
        Binding("end", "choose(-1)", show=False),
        Binding("enter,space", "unfold", show=False),
    ]

    def __init__(
        self, signs: Signs, inside: Callable[[str], Iterable[Widget]], classes: str = ""
    ) -> None:
        super().__init__(classes=classes)
        self._signs = signs
        self._inside = inside
        self._at = 0
        self._opened = ""

    def compose(self) -> Iterable[Widget]:
        """Give the place for what stands inside the opened one; the lines come with ``show``."""
        opened = Vertical(classes="opened")
        opened.display = False
        yield opened

    # --- what it shows ---

    async def show(self, findings: Sequence[Finding], *, aligned: bool = True) -> None:
        """Show the findings as they stand now, in their order."""
        here = self._lines()
        if [line.finding.id for line in here] != [each.id for each in findings]:
            await self._replace(findings)
            here = self._lines()
        width = max((len(each.title) for each in findings), default=0) if aligned else 0
        for line, finding in zip(here, findings, strict=True):
            line.show(finding, width)

    async def _replace(self, findings: Sequence[Finding]) -> None:
        await self.close()
        await self.query(".finding, .group, .bar").remove()
        widgets: list[Widget] = []
        for each in findings:
            if each.heading:
                place = "group" if widgets else "group first"
                widgets.append(Static(plain(each.heading, "bold"), classes=place))
            elif widgets:
                widgets.append(Static("│" if self._signs.unicode else "|", classes="bar"))
            widgets.append(FindingLine(each, self._signs))
        await self.mount(*widgets)
        self._at = 0
        self._mark()

    @property
    def chosen(self) -> str:
        """The id of the line one is at; empty where there is none."""
        every = self._lines()
        return every[self._at].finding.id if self._at < len(every) else ""

    @property
    def opened(self) -> str:
        """The id of the finding that is open; empty where none is."""
        return self._opened

    def _lines(self) -> list[FindingLine]:
        return list(self.query(FindingLine))

    def _mark(self) -> None:
        for index, line in enumerate(self._lines()):
            line.set_class(index == self._at, "chosen")

    # --- going along the lines ---

    def action_move(self, by: int) -> None:
        """Go to the line below or above."""
        self.action_choose(max(0, min(self._at + by, len(self._lines()) - 1)))

    def action_choose(self, index: int) -> None:
        """Go to a line by its place; -1 is the last."""
        every = self._lines()
        if every:
            self._at = index % len(every)
            self._mark()
            self.reveal(every[self._at])
            self.post_message(self.Moved())

    def choose(self, finding_id: str) -> None:
        """Go to the line of that id."""
        ids = [line.finding.id for line in self._lines()]
        if finding_id in ids:
            self.action_choose(ids.index(finding_id))

    async def action_unfold(self) -> None:
        """Open the one that one is at, or close it."""
        if self.chosen == self._opened:
            await self.close()
        else:
            await self.open(self.chosen)

    async def open(self, finding_id: str, *, to_its_end: bool = False) -> None:
        """Show all of a finding below its line; another one that is open closes.

        Of more than there is room for, the beginning is in sight, or the end.
        """
        widgets = list(self._inside(finding_id))
        if not widgets:
            await self.close()
            return
        widgets[-1].add_class("last")
        with self.app.batch_update():  # closed and opened is one change to who looks at it
            await self.close()
            self.choose(finding_id)
            self._opened = finding_id
            line, opened = self._lines()[self._at], self.query_one(".opened", Vertical)
            self.move_child(opened, after=line)
            await opened.mount(*widgets)
            opened.display = True
        self.reveal(*((widgets[-1],) if to_its_end else (opened, line)))

    async def close(self) -> None:
        """Show lines alone."""
        self._opened = ""
        opened = self.query_one(".opened", Vertical)
        opened.display = False
        await opened.remove_children()

    async def on_finding_line_clicked(self, event: FindingLine.Clicked) -> None:
        """Go to the line that was clicked, and open or close it."""
        event.stop()
        self.focus()
        self.choose(event.line.finding.id)
        await self.action_unfold()
