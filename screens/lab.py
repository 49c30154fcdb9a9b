"""The lab's screen: pick an error of Anon's FAQ, see it happen, diagnose it, mend it, see it pass.

Knows: the four stages of an exercise, and which of them each exercise has come to.
Must never: look like the real thing: it says that all of this is simulated.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from textual import on
from textual.containers import Vertical
from textual.widgets import Static

from screens.busy import BusyLine
from screens.button import Button
from screens.finding import Finding
from screens.findings import Findings
from screens.frame import Keys
from screens.inside import ChainLine, panel
from screens.plain import lines, plain
from screens.problem import ProblemPanel
from screens.room import RoomScreen, Task
from screens.ways import Ways

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from wizard.checks.standing import Standing
    from wizard.lab import Course, Exercise
    from wizard.model import Problem

Stage = Literal["", "made", "diagnosed", "mended"]

_GO: Final[dict[Stage, str]] = {
    "": "Make it happen",
    "made": "Diagnose",
    "diagnosed": "Mend",
    "mended": "Next",
}
"""What Enter does at each stage."""

_PURPOSE: Final = "Simulated, in a sandbox of the lab's own. Nothing of yours is touched."


@dataclass(frozen=True, slots=True)
class Looked:
    """What the doctor found: the cause, and how each link stands."""

    cause: Problem | None
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Attempt:
    """The exercise one is at, as far as one has come. ``words`` are those one gets, in lines."""

    exercise: Exercise
    stage: Stage
    words: str
    cause: Problem | None = None
    standings: tuple[Standing, ...] = ()


class Menu(Findings):
    """The errors; Enter and a click go on with the one that one is at."""

    async def action_unfold(self) -> None:
        """Go on with it."""
        await self.screen.run_action("go")


class LabScreen(RoomScreen):
    """One visit to the lab."""

    TOPIC = "lab"
    COMMAND_LIST: ClassVar = (("Go on with this error", "make it, diagnose it, mend it", "go"),)

    course: Course | None = None
    attempt: Attempt | None = None
    _exercises: tuple[Exercise, ...] = ()

    def body(self) -> Iterable[Widget]:
        """Give the menu and the way on."""
        signs = self.wizard.signs
        with Vertical(classes="page"):
            yield Static("Lab: Anon's errors, made on purpose", classes="heading", markup=False)
            yield Static(_PURPOSE, classes="purpose", markup=False)
            yield Menu(signs, self._inside)
            yield ProblemPanel(signs, "failed")
            yield BusyLine(signs)
            with Ways("actions"):
                yield Button("Back", classes="back")
                yield Button(_GO[""], classes="go", primary=True)

    def on_mount(self) -> None:
        """Set the lab up."""
        self.practised: set[str] = set()
        self.query_one(Menu).focus()
        self.start("Setting up a sandbox for the lab", self._furnish, self._draw)

    async def leave(self) -> None:
        """Switch all faults off and take the lab's sandbox down, whatever is going on."""
        if self.course:
            await asyncio.to_thread(self.course.close)

    def _furnish(self, _task: Task) -> None:
        from wizard.lab import EXERCISES, Course

        self._exercises = EXERCISES
        self.course = Course()
        self.course.open()

    # --- what it shows ---

    def place(self) -> tuple[str, str]:
        """Give the lab's own profile: the user's is not touched."""
        return "local", "lab"

    async def _draw(self, _done: None = None) -> None:
        menu = self.query_one(Menu)
        await menu.show([self._line(each) for each in self._exercises], aligned=False)
        self.busy_changed()

    def _line(self, exercise: Exercise) -> Finding:
        here = self.attempt is not None and self.attempt.exercise is exercise
        stage = self.attempt.stage if self.attempt and here else ""
        broken = stage in {"made", "diagnosed"}
        done = exercise.id in self.practised
        return Finding(
            exercise.id, exercise.title, state="fail" if broken else "pass" if done else None
        )

    def _inside(self, _exercise_id: str) -> Iterable[Widget]:
        attempt = self.attempt
        if attempt is None:
            return
        yield Static(lines(plain(line) for line in attempt.words.splitlines()), classes="seen")
        if attempt.cause:
            yield panel(attempt.cause, self.wizard.signs)
        if attempt.standings:
            yield ChainLine(attempt.standings, self.wizard.signs)
        if attempt.stage == "mended":
            ok = plain(f"{self.wizard.signs.ok} Mended: no link is broken. ", "bold $accent")
            yield Static(ok + plain(attempt.exercise.teaches), classes="learnt")

    def busy_changed(self) -> None:
        """Say what Enter does now."""
        go = _GO[self._stage()]
        self.query_one(Keys).show(
            (
                ("enter", go, "screen.go"),
                ("esc", "Back", "screen.back"),
                ("f1", "Help", "app.help"),
                ("^p", "Commands", "app.command_palette"),
                ("^q", "Leave", "app.quit"),
            )
        )
        button = self.query_one(".go", Button)
        button.label = plain(go)
        button.refresh(layout=True)
        button.disabled = self.busy or not self._exercises

    # --- the four stages ---

    def _stage(self) -> Stage:
        """Give how far one has come with the error one is at."""
        attempt = self.attempt
        at_it = attempt is not None and attempt.exercise.id == self.query_one(Menu).chosen
        return attempt.stage if attempt and at_it else ""

    async def action_go(self) -> None:
        """Make the error happen, diagnose it, mend it, or go to the next one."""
        attempt, course = self.attempt, self.course
        if self.busy or course is None or not self._exercises:
            return
        stage = self._stage()
        if stage == "" or attempt is None:
            self._make(course)
        elif stage == "made":
            look = partial(_look, course)
            self.start("The doctor looks", look, partial(self._come_to, "diagnosed"))
        elif stage == "diagnosed":
            mend = partial(_mend, course, attempt.exercise)
            self.start("Mending, and looking again", mend, self._mended)
        else:
            await self._next()

    def _make(self, course: Course) -> None:
        chosen = self.query_one(Menu).chosen
        exercise = next(each for each in self._exercises if each.id == chosen)

        async def made(words: str) -> None:
            self.attempt = Attempt(exercise, "made", words)
            await self._show()

        self.start("Making it happen", lambda _task: course.make(exercise), made)

    async def _come_to(self, stage: Stage, looked: Looked) -> None:
        if self.attempt:
            cause = self.attempt.cause or looked.cause
            self.attempt = replace(
                self.attempt, stage=stage, cause=cause, standings=looked.standings
            )
            await self._show()

    async def _mended(self, looked: Looked) -> None:
        if self.attempt and looked.cause is None:
            self.practised.add(self.attempt.exercise.id)
            await self._come_to("mended", looked)
        else:
            await self._come_to("diagnosed", looked)

    async def _show(self) -> None:
        await self._draw()
        if self.attempt:
            await self.query_one(Menu).open(self.attempt.exercise.id, to_its_end=True)

    async def _next(self) -> None:
        menu = self.query_one(Menu)
        await menu.close()
        self.attempt = None
        await self._draw()
        menu.action_move(1)

    @on(Findings.Moved)
    def _say_what_enter_does(self) -> None:
        self.busy_changed()

    @on(Button.Pressed)
    async def _press(self, event: Button.Pressed) -> None:
        await self.run_action("back" if event.button.has_class("back") else "go")


def _look(course: Course, task: Task) -> Looked:
    from wizard.checks.standing import first_cause, standings
    from wizard.lab import CHECKS

    rows = course.diagnose(task.cancelled)
    return Looked(first_cause(rows), standings(CHECKS, rows))


def _mend(course: Course, exercise: Exercise, task: Task) -> Looked:
    course.mend(exercise)
    return _look(course, task)


Page = LabScreen
