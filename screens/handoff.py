"""The hand-off's screen: how far it is to production, what blocks, and what only a person can say.

Knows: how the checklist is shown as it is gone through, and how a person answers an item.
Must never: record a word that nobody gave, or write a packet that nobody asked for.
"""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from screens.busy import BusyLine
from screens.button import Button
from screens.finding import Finding
from screens.findings import Findings
from screens.frame import Keys
from screens.inside import panel, places
from screens.line import Line
from screens.plain import plain
from screens.problem import ProblemPanel
from screens.room import RoomScreen, Task
from screens.sheet import Sheet, SheetScreen
from screens.ways import Ways
from screens.word import WordForm
from wizard.paths import real_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from screens.signs import Signs
    from wizard.checks.registry import Check
    from wizard.handoff.item import Item, Result
    from wizard.handoff.look import Look
    from wizard.model import Problem

_KEYS: Final = (
    ("enter", "Open", "screen.unfold"),
    ("esc", "Back", "screen.back"),
    ("n", "Next open", "screen.next_open"),
    ("r", "Check this", "screen.recheck"),
    ("w", "Write packet", "screen.packet"),
    ("a", "App folder", "screen.app"),
    ("f1", "Help", "app.help"),
)

_BAR: Final = 24  # cells
_PURPOSE: Final = "What must be so before real users come."
_WRITTEN: Final = "Nothing was sent. Look through it, then hand it to Anon by Slack or e-mail."


class Progress(Static):
    """How many items are settled, as a bar and in numbers."""

    def __init__(self, signs: Signs) -> None:
        super().__init__(classes="progress")
        self._mark = "━" if signs.unicode else "="

    def show(self, done: int, total: int) -> None:
        """Show ``done`` of ``total``."""
        part = _BAR * done // max(1, total)
        bar = plain(self._mark * part, "$accent")
        rest = plain(self._mark * (_BAR - part), "$panel")
        words = plain(f"  {done} of the {total} looked at are settled", "$muted")
        self.update(Content.assemble(bar, rest, words))


class HandoffScreen(RoomScreen):
    """The production checklist of one profile."""

    TOPIC = "handoff"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "next_open", "Next open"),
        Binding("r", "recheck", "Check this"),
        Binding("R,shift+r", "again", "Check all"),
        Binding("w", "packet", "Write packet"),
        Binding("a", "app", "App folder"),
    ]
    COMMAND_LIST: ClassVar = (
        ("Next open item", "what blocks, or waits for a person", "next_open"),
        ("Check this item again", "", "recheck"),
        ("Check all again", "", "again"),
        ("Write the packet", "for the prod-key request", "packet"),
        ("Name an app's folder", "it is remembered", "app"),
    )

    look: Look | None = None

    def body(self) -> Iterable[Widget]:
        """Give the progress, the list, and the ways on."""
        signs = self.wizard.signs
        with Vertical(classes="page"):
            yield Static("Hand-off", classes="heading", markup=False)
            yield Static(_PURPOSE, classes="purpose", markup=False)
            yield Progress(signs)
            yield Line(placeholder="the folder of an app, then Enter").add_class("apps")
            yield Line(placeholder="the folder for the packet, then Enter").add_class("folder")
            yield Findings(signs, self._inside)
            yield ProblemPanel(signs, "failed")
            yield BusyLine(signs)
            with Ways("actions"):
                yield Button("Back", classes="back")
                yield Button("Next open", classes="next-open", primary=True)
                yield Button("Check", classes="recheck")
                yield Button("Check all", classes="again")
                yield Button("App", classes="app")
                yield Button("Packet", classes="packet")

    def on_mount(self) -> None:
        """Begin at once: who comes here wants to know."""
        self._items: tuple[Item, ...] = ()
        self._results: dict[str, Result] = {}
        self._checking = ""
        self.query_one(Keys).show(_KEYS)
        for line in self.query(Line):
            line.display = False
        self.query_one(Findings).focus()
        self.action_again()

    def busy_changed(self) -> None:
        """Offer what makes sense now."""
        for button in self.query(".actions Button").results(Button):
            button.disabled = self.busy and not button.has_class("back")

    # --- going through the list ---

    def action_again(self) -> None:
        """Go through the whole list."""
        self._check((), ())

    def action_recheck(self) -> None:
        """Check the item again that one is at."""
        self._check((), (self.query_one(Findings).chosen,))

    def _check(self, folders: tuple[Path, ...], only: tuple[str, ...]) -> None:
        if not self.busy and (not only or only[0]):
            work = partial(self._go_through, folders, only)
            self.start("Reading the profile", work, self._conclude)

    def _go_through(self, folders: tuple[Path, ...], only: tuple[str, ...], task: Task) -> Look:
        from wizard.handoff.checklist import ITEMS, go_through
        from wizard.handoff.opening import Opener, open_look

        opener = Opener(self.home, os.environ, task.cancelled)
        look = open_look(opener, self.profile, folders)
        task.show(partial(self._begin_list, ITEMS, anew=not only))
        for result in go_through(look, only, lambda item: task.show(partial(self._begin, item))):
            task.show(partial(self._add, result))
        return look

    async def _begin_list(self, items: tuple[Item, ...], *, anew: bool) -> None:
        self._items = items
        if anew:
            self._results = {}
            await self.query_one(Findings).close()
        await self._draw()

    async def _begin(self, item: Check[Look]) -> None:
        self._checking = item.id
        self.query_one(BusyLine).say(f"Checking: {item.title}")
        await self._draw()

    def _add(self, result: Result) -> None:
        self._results[result.item.id] = result

    async def _conclude(self, look: Look) -> None:
        self.look = look
        await self._settle()
        findings = self.query_one(Findings)
        if findings.opened:
            await findings.open(findings.opened)

    async def _settle(self) -> None:
        self._checking = ""
        await self._draw()
        self._tell_progress()

    def stopped(self, trouble: Problem | None) -> None:
        """Show that it was called off, or what it ran into; what is known stays."""
        super().stopped(trouble)
        self.call_later(self._settle)

    # --- what it shows ---

    def _tell_progress(self) -> None:
        from wizard.handoff.telling import progress, settled

        results = tuple(self._results.values())
        rehearsal = self.look is not None and self.look.rehearsal
        words = progress(results, rehearsal=rehearsal) if results else _PURPOSE
        self.query_one(".purpose", Static).update(plain(words))
        self.query_one(Progress).show(*settled(results))

    async def _draw(self) -> None:
        await self.query_one(Findings).show(list(self._lines()), aligned=False)

    def _lines(self) -> Iterable[Finding]:
        from wizard.handoff.telling import GROUPS

        for kind, heading in GROUPS.items():
            items = [each for each in self._items if each.kind == kind]
            for item in items:
                yield self._line(item, heading if item is items[0] else "")

    def _line(self, item: Item, heading: str) -> Finding:
        result = self._results.get(item.id)
        row = result.row if result else None
        told = row.text if row and row.state == "fail" else ""
        here = item.id == self._checking
        return Finding(item.id, item.title, told, row.state if row else None, here, heading)

    def _inside(self, item_id: str) -> Iterable[Widget]:
        result = self._results.get(item_id)
        if result is None:
            return
        row, word = result.row, result.word
        if row.problem:
            yield panel(row.problem, self.wizard.signs)
        else:
            yield Static(plain(row.text), classes="said")
        yield from places(row)
        if result.item.ask and (word or row.state == "ask"):
            yield WordForm(item_id, known=word is not None)

    # --- the ways on ---

    async def action_next_open(self) -> None:
        """Go to the next item that blocks, and open it."""
        findings = self.query_one(Findings)
        ids = [each.id for each in self._lines()]
        here = ids.index(findings.chosen) if findings.chosen in ids else 0
        for each in (*ids[here + 1 :], *ids[: here + 1]):
            result = self._results.get(each)
            if result and result.blocks:
                await self._unfold(each)
                return

    async def action_unfold(self) -> None:
        """Open the item one is at, or close it."""
        findings = self.query_one(Findings)
        await findings.action_unfold()

    async def _unfold(self, item_id: str) -> None:
        findings = self.query_one(Findings)
        await findings.open(item_id)
        findings.focus()

    def action_back(self) -> None:
        """Leave the form for the list, else call off what runs, else leave the room."""
        findings = self.query_one(Findings)
        if isinstance(self.focused, Line) and not self.busy:
            self._hide_lines()
            findings.focus()
        else:
            super().action_back()

    def _hide_lines(self) -> None:
        for line in self.query(".page > Line"):
            line.display = False

    # --- a person's word ---

    @on(WordForm.Said)
    def _say(self, event: WordForm.Said) -> None:
        event.stop()
        item, by, note = event.item, event.by, event.note

        def say(task: Task) -> Look:
            from wizard.handoff import saying
            from wizard.profiles.handoffs import Word

            saying.say(self._fresh_look(task), Word(item, by, note, int(time.time())))
            return self._go_through((), (item,), task)

        self.start("Recording it", say, self._conclude_word)

    @on(WordForm.TakenBack)
    def _take_back(self, event: WordForm.TakenBack) -> None:
        event.stop()
        item = event.item

        def take_back(task: Task) -> Look:
            from wizard.handoff import saying

            saying.take_back(self._fresh_look(task), item)
            return self._go_through((), (item,), task)

        self.start("Taking it back", take_back, self._conclude)

    def _fresh_look(self, task: Task) -> Look:
        from wizard.handoff.opening import Opener, open_look

        return open_look(Opener(self.home, os.environ, task.cancelled), self.profile)

    async def _conclude_word(self, look: Look) -> None:
        await self.query_one(Findings).close()
        self.query_one(Findings).focus()
        await self._conclude(look)

    # --- the packet and the apps ---

    def action_app(self) -> None:
        """Ask for an app's folder."""
        self._ask(".apps")

    def action_packet(self) -> None:
        """Ask for the packet's folder."""
        if self.look and not self.busy:
            self._ask(".folder")

    def _ask(self, which: str) -> None:
        self._hide_lines()
        line = self.query_one(which, Line)
        line.display = True
        line.focus()

    @on(Input.Submitted, ".apps")
    def _take_app(self, event: Input.Submitted) -> None:
        event.stop()
        named = event.value.strip()
        self._hide_lines()
        self.query_one(Findings).focus()
        known = self.look.folders if self.look else ()
        if named:
            self._check((*known, real_path(named)), ())

    @on(Input.Submitted, ".folder")
    def _take_packet_folder(self, event: Input.Submitted) -> None:
        event.stop()
        folder = event.value.strip()
        self._hide_lines()
        self.query_one(Findings).focus()
        if folder and self.look:
            write = partial(_write, self.look, tuple(self._results.values()), Path(folder))
            self.start("Writing the packet", write, self._tell_written)

    async def _tell_written(self, paths: tuple[Path, ...]) -> None:
        text = "\n".join(map(str, paths))
        await self.app.push_screen(SheetScreen(Sheet("The packet is written", text, _WRITTEN)))

    @on(Button.Pressed)
    async def _press(self, event: Button.Pressed) -> None:
        ways = {"next-open": "next_open"}
        for name in ("next-open", "recheck", "again", "app", "packet", "back"):
            if event.button.has_class(name):
                await self.run_action(ways.get(name, name))


def _write(look: Look, results: tuple[Result, ...], folder: Path, _task: Task) -> tuple[Path, ...]:
    from wizard.handoff.packet import packet
    from wizard.handoff.writing import write_packet

    return write_packet(folder, packet(look, results))


Page = HandoffScreen
