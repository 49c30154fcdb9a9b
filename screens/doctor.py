"""The doctor's screen: the chain drawn as it is checked, the broken link opened, and mended.

Knows: how an examination is shown as it goes.
Must never: change anything that was not shown and said yes to.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from screens.busy import BusyLine
from screens.button import Button
from screens.finding import Finding
from screens.findings import Findings
from screens.frame import Keys
from screens.inside import rows_inside
from screens.line import Line
from screens.plain import plain
from screens.problem import ProblemPanel
from screens.room import RoomScreen, Task
from screens.sheet import Sheet, SheetScreen, diff_style
from screens.ways import Ways

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from wizard.checks.case import Case
    from wizard.checks.mending import Mending
    from wizard.checks.registry import Check, Link
    from wizard.checks.row import Row
    from wizard.checks.standing import Standing
    from wizard.model import Problem

_KEYS: Final[tuple[tuple[str, str, str], ...]] = (
    ("enter", "Open", "screen.unfold"),
    ("esc", "Back", "screen.back"),
    ("r", "Check again", "screen.again"),
    ("m", "Mend", "screen.mend"),
    ("c", "Copy", "screen.copy"),
    ("a", "App folder", "screen.app"),
    ("f1", "Help", "app.help"),
)

_PURPOSE: Final = (
    "Each link in its order: the first broken one is the cause. Looking changes nothing."
)
_COPIED: Final = "Sent to the terminal's clipboard, without secrets. Not every terminal takes it."


class DoctorScreen(RoomScreen):
    """Examines one profile, and its app where a folder is named."""

    TOPIC = "doctor"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "again", "Check again"),
        Binding("m", "mend", "Mend"),
        Binding("c", "copy", "Copy"),
        Binding("a", "app", "App folder"),
    ]
    COMMAND_LIST: ClassVar = (
        ("Check again", "each link of the chain", "again"),
        ("Mend what is safe to mend", "shown first, then done, then checked again", "mend"),
        ("Copy this finding", "without secrets", "copy"),
        ("Look at an app's folder too", "", "app"),
    )

    case: Case | None = None
    rows: tuple[Row, ...] = ()
    _checks: tuple[Check[Case], ...] = ()
    _checking: Link | None = None

    def body(self) -> Iterable[Widget]:
        """Give the chain, what it came to, and the ways on."""
        with Vertical(classes="page"):
            yield Static("Doctor", classes="heading", markup=False)
            yield Static(_PURPOSE, classes="purpose", markup=False)
            yield Line(placeholder="your app's folder, then Enter; leave empty for the chain alone")
            yield Findings(self.wizard.signs, self._inside, "chain")
            yield ProblemPanel(self.wizard.signs, "failed")
            yield BusyLine(self.wizard.signs)
            with Ways("actions"):
                yield Button("Back", classes="back")
                yield Button("Check again", classes="again", primary=True)
                yield Button("Mend", classes="mend")
                yield Button("Copy", classes="copy")
                yield Button("App folder", classes="app")

    def on_mount(self) -> None:
        """Begin at once: who comes here wants to know."""
        self.query_one(Line).display = False
        self.query_one(Findings).focus()
        self.action_again()

    def busy_changed(self) -> None:
        """Offer what makes sense now."""
        for button in self.query(".actions Button").results(Button):
            button.disabled = self.busy and not button.has_class("back")
        mendable = self._can_mend()
        self.query_one(".mend").display = mendable
        self.query_one(Keys).show(each for each in _KEYS if mendable or each[0] != "m")

    def _can_mend(self) -> bool:
        return any(row.remedies and row.state in {"fail", "warn"} for row in self.rows)

    def _say(self, words: str) -> None:
        self.query_one(".purpose", Static).update(plain(words))

    # --- the examination ---

    def action_again(self) -> None:
        """Examine, from the beginning."""
        if not self.busy:
            self._say(_PURPOSE)
            folder = self.query_one(Line).value.strip()
            self.start("Reading the profile", partial(self._examine, folder), self._conclude)

    def _examine(self, folder: str, task: Task) -> None:
        from wizard.checks.doctor import checks_for, examine
        from wizard.checks.opening import open_case

        app = Path(folder) if folder else None
        home = self.home
        case = open_case(home, self.profile, os.environ, task.cancelled, app)
        task.show(partial(self._opened, case, checks_for(case)))
        for row in examine(case, lambda check: task.show(partial(self._begin, check))):
            task.show(partial(self._add, row))

    async def _opened(self, case: Case, checks: tuple[Check[Case], ...]) -> None:
        self.case, self._checks, self.rows = case, checks, ()
        await self.query_one(Findings).close()
        await self._draw()

    async def _begin(self, check: Check[Case]) -> None:
        if self._checking != check.link:
            self._checking = check.link
            await self._draw()
        self.query_one(BusyLine).say(f"Checking: {check.title}")

    def _add(self, row: Row) -> None:
        self.rows = (*self.rows, row)

    async def _conclude(self, _done: None) -> None:
        self._checking = None
        self._say(self._verdict())
        await self._draw()
        await self._open_what_matters()

    def _verdict(self) -> str:
        from wizard.checks.standing import verdict

        told = verdict(self.rows)
        return f"{told} m shows what is safe to mend." if self._can_mend() else told

    async def _open_what_matters(self) -> None:
        standings = self._standings()
        for state in ("fail", "warn"):
            found = next((each for each in standings if each.state == state), None)
            if found:
                await self.query_one(Findings).open(found.link)
                return

    def stopped(self, trouble: Problem | None) -> None:
        """Show that it was called off, or what it ran into; what is known stays."""
        super().stopped(trouble)
        self._checking = None
        if trouble is None:
            self._say("Called off. What was not checked is not known.")
        elif self._knows_all():  # what stood here still stands: a folder was named that is none
            self._say(self._verdict())
            self.query_one(Line).focus()
        else:
            self._say(_PURPOSE)
        self.call_later(self._draw)

    def _knows_all(self) -> bool:
        standings = self._standings()
        return bool(standings) and all(each.complete for each in standings)

    def _standings(self) -> tuple[Standing, ...]:
        from wizard.checks.standing import standings

        return standings(self._checks, self.rows)

    async def _draw(self) -> None:
        findings = [self._finding(each) for each in self._standings()]
        await self.query_one(Findings).show(findings)

    def _finding(self, each: Standing) -> Finding:
        here = each.link == self._checking and not each.complete
        state = each.state if each.complete else None
        return Finding(each.link, each.title, "" if here else each.told, state, here)

    def _inside(self, link: str) -> Iterable[Widget]:
        narrow = self.has_class("-narrow")
        return rows_inside(self._rows_of(link), self.wizard.signs, narrow=narrow)

    def _rows_of(self, link: str) -> tuple[Row, ...]:
        return next((each.rows for each in self._standings() if each.link == link), ())

    # --- mending ---

    def action_mend(self) -> None:
        """Work out what is safe to mend, and show it."""
        if not self.busy:
            self.start("Working out what is safe to mend", self._foresee, self._offer)

    def _foresee(self, _task: Task) -> Mending:
        from wizard.checks.mending import foresee

        return foresee(self.rows)

    async def _offer(self, mending: Mending) -> None:
        if not mending:
            self._say(" ".join(mending.untouchable) or "Nothing here is mended by a machine.")
            return
        told = " ".join(
            ("Nothing else is touched, and all is checked again.", *mending.untouchable)
        )
        sheet = Sheet(
            "This would be done", mending.shown(), told, "Do this", "Leave it", diff_style
        )
        await self.app.push_screen(SheetScreen(sheet), partial(self._answered, mending))

    def _answered(self, mending: Mending, yes: bool | None) -> None:
        if yes:
            self.start("Mending", partial(self._mend, mending), lambda _: self.action_again())
        else:
            self._say("Nothing was changed.")

    def _mend(self, mending: Mending, _task: Task) -> None:
        from wizard.checks.mending import mend

        mend(mending)

    # --- the other ways ---

    async def action_copy(self) -> None:
        """Copy the finding one is at, and show what was copied."""
        from wizard.checks.standing import in_words

        rows = self._rows_of(self.query_one(Findings).chosen)
        if self.case and rows and not self.busy:
            text = in_words(self.case, rows)
            self.app.copy_to_clipboard(text)
            await self.app.push_screen(SheetScreen(Sheet("The finding", text, _COPIED)))

    def action_app(self) -> None:
        """Ask for an app's folder."""
        line = self.query_one(Line)
        line.display = True
        line.focus()

    @on(Input.Submitted)
    def _look_at_app(self, event: Input.Submitted) -> None:
        event.stop()
        event.input.display = bool(event.value.strip())
        self.query_one(Findings).focus()
        self.action_again()

    async def action_unfold(self) -> None:
        """Open the finding one is at, or close it."""
        await self.query_one(Findings).action_unfold()

    @on(Button.Pressed)
    async def _press(self, event: Button.Pressed) -> None:
        for name in ("again", "mend", "copy", "app", "back"):
            if event.button.has_class(name):
                await self.run_action(name)


Page = DoctorScreen
