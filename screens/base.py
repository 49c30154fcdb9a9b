"""The page of a step: its purpose, its form, what went wrong, and the way on.

Knows: how a page is laid out, generated from the ``Step`` alone: the form that most steps need.
Must never: hold a step's logic; pages that need more than the form add widgets, not rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from screens.button import Button
from screens.fields import Question
from screens.form import Form
from screens.frame import MIDDLE
from screens.plain import lines, plain
from screens.rail import SPACED
from screens.scroll import Scroll
from wizard import flow
from wizard.problems import problem
from wizard.steps import STEPS, TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.app import ComposeResult

    from screens.busy import BusyLine
    from screens.frame import FrameScreen
    from screens.problem import ProblemPanel
    from screens.signs import Signs
    from screens.work import Said, Work
    from wizard.flow import Progress
    from wizard.model import Field, Problem, Step, Value


class Intro(Widget):
    """A step's title and purpose, as much and as airy as the window has rows for.

    One widget: the first picture waits more than a millisecond for each.
    """

    def __init__(self, step: Step) -> None:
        super().__init__(classes="intro")
        self._title = plain(step.title, "bold $accent")
        self._purpose = plain(step.purpose)

    def render(self) -> Content:
        """Draw the title, and the purpose below it."""
        rows = self.app.size.height
        if rows < MIDDLE:
            return self._title
        return lines([self._title, *([Content()] if rows >= SPACED else []), self._purpose])


class BasePage(Vertical):
    """What every page can be asked for."""

    class TakenOver(Message):
        """The person agreed to answers that were all found in one place, by field."""

        def __init__(self, given: Mapping[str, Value]) -> None:
            super().__init__()
            self.given = given

    def arrive(self, progress: Progress) -> None:
        """Show the page as one comes to it."""

    def show(self, progress: Progress) -> None:
        """Show the answers as they stand, and the questions that make sense now."""

    def look(self, work: Work, progress: Progress) -> None:
        """Find out, in a thread, what the page shows beside what was typed."""

    async def asked(self) -> None:
        """Wait until every question can take keys."""

    def first_place(self) -> Widget:
        """Give the control that the next key should go to."""
        raise NotImplementedError


class StepPage(BasePage):
    """One step. The generic form is all that most steps need."""

    go: ClassVar[str] = "Continue"
    """The primary button's words."""

    doing: ClassVar[str] = "Checking"
    """What is said until the step itself says more."""

    def __init__(self, step: Step, signs: Signs) -> None:
        super().__init__(id=step.id, classes="page")
        self.step = step
        self.signs = signs
        self._form = Form(self, step.fields, signs, Intro(step))
        self._panel: ProblemPanel | None = None
        self._busy_line: BusyLine | None = None
        self._mending: Field | None = None
        self._noted = ""

    # --- what a page is made of; what it may never show is mounted when it is to be shown ---

    @property
    def works(self) -> bool:
        """Whether the step runs."""
        return self._form.held

    @property
    def _is_first(self) -> bool:
        return self.step is STEPS[0]

    def compose(self) -> ComposeResult:
        """Give the page: what scrolls, and below it the way on."""
        with Scroll(classes="scroll"):
            if not self._is_first:
                yield Static(classes="recap", markup=False)
            above = (self._form.lead, *self.above())
            yield from above
            self._form.lead = above[-1]
            yield from self.below()
        with Vertical(classes="actions"):
            if not self._is_first or cast("FrameScreen", self.screen).lies_above:
                yield Button("Back", classes="back")
            if self.step.leave:
                yield Button("Go on without", classes="leave")
            yield Button(
                plain(f"{self.go} {self.signs.enter}"),
                classes="next",
                primary=True,
            )

    def name_way_on(self, words: str) -> None:
        """Give the primary button other words than ``go``."""
        button, label = self.query_one(".next", Button), plain(f"{words} {self.signs.enter}")
        if button.label != label:
            button.label = label
            button.refresh(layout=True)

    def above(self) -> Iterable[Widget]:
        """Give what stands between purpose and form."""
        return ()

    def below(self) -> Iterable[Widget]:
        """Give what stands below the form."""
        return ()

    def note(self, progress: Progress) -> str:
        """Give what is to be known here beside the purpose, in this environment."""
        del progress
        return ""

    # --- what it shows ---

    def arrive(self, progress: Progress) -> None:
        """Show the step as one comes to it."""
        self._clear()
        self.query(".decision").remove()
        self.query(".leave").set(display=False)
        self._mending = None
        self._recapitulate(progress)
        self.show(progress)
        self.query_one(Scroll).scroll_home(animate=False, immediate=True)

    def _recapitulate(self, progress: Progress) -> None:
        before = len(progress.drafts) - 2
        if before < 0:
            return
        from screens.recap import detail

        told = detail(tuple(TITLES)[before], progress.draft)
        recap = self.query_one(".recap", Static)
        recap.set_class(not told.sentences, "empty")
        sign = plain(self.signs.note if told.doubtful else self.signs.ok, "$accent")
        rows = (sign + plain(f" {sentence}", "$muted") for sentence in told.sentences)
        recap.update(lines(rows))

    def show(self, progress: Progress) -> None:
        """Show the answers as they stand, and the questions that make sense now."""
        self._show_note(self.note(progress))
        answers = flow.settled(self.step, progress)
        shown = flow.shown_fields(self.step, progress)
        if self._mending and self._mending not in shown:
            shown = (*shown, self._mending)
        self._form.show(shown, answers, progress.draft, flow.costs(progress))

    def _show_note(self, words: str) -> None:
        if words == self._noted:  # each key asks for it, and Textual would lay all out anew
            return
        self._noted = words
        note = next(iter(self.query(".note").results(Static)), None)
        if note:
            note.update(plain(words))
            note.display = bool(words)
        elif words:
            note, intro = Static(plain(words), classes="note"), self.query_one(Intro)
            if self._form.lead is intro:
                self._form.lead = note
            self._form.mount(note, after=intro)

    async def asked(self) -> None:
        """Wait until every question can take keys."""
        await self._form.mounted()

    def questions(self) -> list[Question]:
        """Give the questions that are asked now."""
        return self._form.questions()

    def first_place(self) -> Widget:
        """Give the control that the next key should go to."""
        asked = self.questions()
        return asked[0].place() if asked else self.query_one(".next", Button)

    # --- the way on ---

    def complete(self) -> bool:
        """Check every answer; the first wrong one gets the focus."""
        wrong = [asked for asked in self.questions() if asked.wrong()]
        if wrong:
            wrong[0].place().focus()
        return not wrong

    def begin(self) -> None:
        """Show that the step runs; nothing can be changed meanwhile."""
        self._clear()
        self._let_answer(now=False)
        self.busy_line().start(self.doing)

    def on_said(self, event: Said) -> None:
        """Show what the step tells."""
        event.stop()
        self.say(event.words)

    def say(self, words: str) -> None:
        """Show what the step does now."""
        self.busy_line().say(words)

    def end(self) -> None:
        """Show that the step no longer runs."""
        self.busy_line().stop()
        self._let_answer(now=True)

    def busy_line(self) -> BusyLine:
        """Give the line that tells what is being done; it is there from the first work on."""
        if self._busy_line is None:
            from screens.busy import BusyLine

            self._busy_line = BusyLine(self.signs)
            self.mount(self._busy_line, before=self.query_one(".actions"))
            self.add_class("-worked")
        return self._busy_line

    def _let_answer(self, *, now: bool) -> None:
        self._form.hold(now=not now)
        for button in self.query(".actions Button"):
            button.disabled = not now

    def step_aside(self, *, now: bool) -> None:
        """Have something else in place of questions and buttons, or these again."""
        self._form.step_aside(now=now)
        self.query_one(".actions").display = not now

    def _clear(self) -> None:
        if self._panel:
            self._panel.clear()
        self._let_decide(None)

    def _let_decide(self, trouble: Problem | None) -> None:
        """Ask, below the problem, where it leaves something that only the person can decide."""
        forms = self.query(".decision")
        if trouble or forms:
            from screens.decide import DecisionForm

            if not forms:
                self.query_one(Scroll).mount(DecisionForm())
            for form in self.query(DecisionForm):
                form.show(trouble)

    async def mend(self, trouble: Problem, progress: Progress) -> None:
        """Ask, beside the rest, for the answer that mends ``trouble``, where there is one."""
        asked = self.step.mends.get(trouble.code)
        if asked:
            self._mending = asked
            self.show(progress)
            await self.asked()

    def fail(self, trouble: Problem) -> None:
        """Show what went wrong below the form; what was typed stays, what is missing is next."""
        lacking = [asked for asked in self.questions() if asked.lacks_answer()]
        empty = next(iter(lacking), None)
        if trouble.code == "usage.missing" and empty:
            empty.remark(problem("form.empty", label=empty.field.label))
            empty.place().focus()
            return
        if self._panel is None:
            from screens.problem import ProblemPanel

            self._panel = ProblemPanel(self.signs)
            self.query_one(Scroll).mount(self._panel)
        self._panel.tell(trouble)
        self._let_decide(trouble)
        self.query(".leave").set(display=True)
        self.query_one(Scroll).reveal(*self.query(".decision"), self._panel)
        unsaid = next((asked for asked in lacking if not asked.field.secret), None)
        if unsaid:  # a secret's line may be empty because it is known already
            unsaid.place().focus(scroll_visible=False)

    def forgive(self, trouble: Problem | None) -> None:
        """Take ``trouble`` back, where it is what the page shows."""
        if trouble and self._panel and self._panel.trouble == trouble:
            self._panel.clear()

    @on(Question.Left)
    def _on_left(self, event: Question.Left) -> None:
        event.stop()
        if event.question.value():
            event.question.wrong()


Page = StepPage
"""The page of every step that has none of its own."""
