"""The setup as a screen: one page a step, the chain always in sight.

Knows: which page is shown, and that one step runs at a time.
Must never: know what a step does; it calls ``flow`` and shows what comes of it.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import on
from textual.binding import Binding
from textual.widgets import Input

from screens.base import BasePage, StepPage
from screens.button import Button
from screens.fields import Question
from screens.frame import FrameScreen, Keys, Title
from screens.pages import PAGES, page
from screens.rail import Rail
from screens.scroll import Scroll
from wizard import flow
from wizard.model import ProblemError, Secret
from wizard.resources import assets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from screens.app import WizardApp
    from screens.decide import DecisionForm
    from screens.work import Action, Landed, Stopped, Wished
    from wizard.context import Decisions
    from wizard.flow import Progress
    from wizard.model import Draft, Field, Problem


_CONTINUE: Final = ("enter", "Continue", "screen.next")
_FINISH: Final = ("enter", "Finish", "screen.next")
_BACK: Final = ("esc", "Back", "screen.back")
_CANCEL: Final = ("esc", "Cancel", "screen.back")
_KEYS: Final = (
    ("f1", "Help", "app.help"),
    ("^p", "Commands", "app.command_palette"),
    ("^q", "Leave (nothing is lost)", "app.quit"),
)
"""What keys do at any time."""


_RULES: Final = (assets() / "common.tcss", assets() / "pages.tcss")
"""What the first page can do without, as long as no step runs."""

_FOR_PEOPLE: Final = frozenset({"link", "save"})
"""Steps at which proving a profile again waits for the person."""


def _page_id(progress: Progress) -> str:
    return progress.step.id if progress.step else "done"


class SetupScreen(FrameScreen):
    """Goes through the steps.

    ``reached``: a setup that was interrupted is proven again up to there. One that only proves a
    saved profile's chain again goes on by itself, as far as it goes without the person.
    """

    CSS_PATH = assets() / "setup.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+n", "next", "Continue"),
        Binding("escape", "back", "Back"),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
    ]

    def __init__(self, progress: Progress, *, reached: Draft | None = None) -> None:
        super().__init__()
        self.progress = progress
        self._reached = reached
        self._goes_on = progress.proves is not None
        self._given = progress.answers
        self._trouble: Problem | None = None
        self._at_work: StepPage | None = None
        self._turning = asyncio.Lock()  # keys come in the app's task, what a step found in ours

    @property
    def wizard(self) -> WizardApp:
        """The app this screen belongs to."""
        return cast("WizardApp", self.app)

    def body(self) -> Iterable[Widget]:
        """Give the chain and the pages; only the first page is there from the start."""
        signs = self.wizard.signs
        yield Rail(signs)

    async def on_mount(self) -> None:
        """Show the page one stands at, and mount the next one once this is on the screen."""
        await self._arrive(lambda progress: progress)
        page, progress, reached = self.page, self.progress, self._reached
        if reached and isinstance(page, StepPage):
            self._run(page, lambda context: flow.resume(context, progress, reached))
        elif self._goes_on:
            self.action_next()

    def help_on(self) -> tuple[str, Field | None]:
        """Give the step and the field one is in."""
        asked = (each for each in self.page.query(Question) if each.has_focus_within)
        within = next(asked, None)
        return self.page.id or "", within.field if within else None

    # --- going through the pages ---

    @property
    def page(self) -> BasePage:
        """The page that is shown."""
        return self.query_one(f"#{_page_id(self.progress)}", BasePage)

    async def _arrive(self, turn: Callable[[Progress], Progress]) -> None:
        """Show the page that one turns to; until all of it is there, nothing has changed."""
        async with self._turning:
            page = await self._ready_page(_page_id(turn(self.progress)))
            page.arrive(turn(self.progress))
            await page.asked()
            self.progress = progress = turn(self.progress)  # with what was answered meanwhile
            for each in self.query(BasePage):
                each.display = each is page
            self.query_one(Rail).show(progress)
            self._show_place()
            self._show_keys()
            self.set_focus(page.first_place())
        self.call_after_refresh(self._look_ahead)

    def _show_place(self) -> None:
        draft, step = self.progress.draft, self.progress.step
        answers = flow.settled(step, self.progress) if step else self.progress.answers
        place = draft.environment or answers.text("environment")
        self.query_one(Title).show(place, draft.profile or answers.text("profile"))

    def _show_keys(self) -> None:
        """Show what the keys do here: none goes back from where the wizard began."""
        on = (_CONTINUE if self.progress.step else _FINISH,)
        back = (_BACK,) if self._has_step_before() or self.lies_above else ()
        self.query_one(Keys).show(((_CANCEL,) if self._at_work else (*on, *back)) + _KEYS)

    def _has_step_before(self) -> bool:
        return self.progress.step is not None and len(self.progress.drafts) > 1

    async def _look_ahead(self) -> None:
        """Have the pages beside this one ready, and let go of those one is past."""
        if not self.is_attached:
            return
        self.page.look(self.wizard.work, self.progress)
        async with self._turning:
            here = PAGES.index(_page_id(self.progress))
            near = PAGES[max(0, here - 1) : here + 2]
            for page_id in near:
                await self._ready_page(page_id)
            for each in self.query(BasePage):
                if each.id not in near:  # its answers are kept elsewhere, and it is made anew
                    await each.remove()

    async def _ready_page(self, page_id: str) -> BasePage:
        """Give a page; the first time it is made, and hidden."""
        for there in self.query(f"#{page_id}").results(BasePage):
            return there
        if page_id != PAGES[0]:
            self.wizard.read_rules(*_RULES)
        ahead = page(page_id, self.wizard.signs)
        ahead.display = False
        await self.mount(ahead)
        return ahead

    # --- the keys and the buttons ---

    def action_next(self) -> None:
        """Run the step, where every answer fits; on the last page, leave."""
        page = self.page
        if not isinstance(page, StepPage):
            self.wizard.leave(0)
        elif not self.busy and page.complete():
            self.progress = progress = self._overtaken(page)
            self._run(page, lambda context: flow.advance(context, progress))

    def _overtaken(self, page: StepPage) -> Progress:
        """Take in what the controls hold: a quick Enter comes before their last message."""
        progress = self.progress
        answers = flow.settled(page.step, progress)
        for asked in page.questions():
            name, value = asked.field.name, asked.value()
            secret = asked.field.secret
            known = answers.secret(name) if secret else answers.text(name)
            held = Secret(value) if secret else value
            if held != known and not (secret and not value):
                progress = flow.answer(progress, name, held)
        return progress

    async def action_back(self) -> None:
        """Call off what runs, else go to the step before."""
        if self._at_work:
            self.wizard.work.cancel()
            self._at_work.say("Stopping")
            return
        async with self._turning:  # it goes back from where one comes to stand
            before = self._has_step_before()
        if before:
            self._goes_on = False
            await self._arrive(flow.back)
        else:
            self.go_back()

    def action_page(self, by: int) -> None:
        """Scroll the page."""
        scroll = self.page.query_one(Scroll)
        scroll.scroll_page_down(animate=False) if by > 0 else scroll.scroll_page_up(animate=False)

    @on(Button.Pressed, ".next")
    def _on_next(self) -> None:
        self.action_next()

    @on(Button.Pressed, ".back")
    async def _on_back(self) -> None:
        await self.action_back()

    @on(Button.Pressed, ".leave")
    def _go_without(self) -> None:
        page, trouble, progress = self.page, self._trouble, self.progress
        if isinstance(page, StepPage) and page.step.leave and trouble and not self.busy:
            draft = page.step.leave(progress.draft, progress.answers, trouble)
            self._run(page, lambda context: flow.leave(context, progress, draft))

    def on_decision_form_decided(self, event: DecisionForm.Decided) -> None:
        """Run the step again with what was decided."""
        page, progress = self.page, self.progress
        if isinstance(page, StepPage) and not self.busy:
            self._run(page, lambda context: flow.advance(context, progress), event.decisions)

    @on(Input.Submitted)
    def _on_submitted(self, event: Input.Submitted) -> None:
        if self.page in event.input.ancestors:  # else one turned away from it meanwhile
            self.action_next()

    @on(Question.Answered)
    def _on_answered(self, event: Question.Answered) -> None:
        name = event.question.field.name
        given = self._given.get(name)
        if event.question.field.secret and given and not event.value:
            self.progress = flow.answer(self.progress, name, given.value)
        else:
            self.progress = flow.answer(self.progress, name, event.value)
        self._show_place()
        self.page.show(self.progress)

    @on(BasePage.TakenOver)
    def _take_over(self, event: BasePage.TakenOver) -> None:
        from wizard import answering

        answers = answering.with_bundle(self.progress.answers, event.given)
        self._given = answering.with_bundle(self._given, event.given)
        self.progress = self.progress._replace(answers=answers, proves=None)
        self.page.show(self.progress)

    def keep(self) -> None:
        """Keep what was answered since the last step, for the next start."""
        home = self.wizard.home
        if home is None or self.progress.step is None:
            return
        with suppress(ProblemError):
            progress = flow.named(home, self.progress)
            if progress.draft.profile:
                flow.keep(home, progress)
                self.wizard.reached = progress.draft

    # --- the step that runs ---

    @property
    def busy(self) -> bool:
        """Whether a step runs."""
        return self._at_work is not None

    def _run(self, page: StepPage, action: Action, decisions: Decisions | None = None) -> None:
        self._at_work = page
        self.wizard.read_rules(*_RULES)
        self._show_keys()
        page.begin()
        self.wizard.work.start(page, action, decisions)

    def _end(self) -> None:
        if self._at_work:
            self._at_work.end()
        self._at_work = None
        self._show_keys()

    def on_wished(self, event: Wished) -> None:
        """Hand on what the person asks the step for."""
        self.wizard.work.want(event.wish)

    async def on_landed(self, event: Landed) -> None:
        """Turn to the page of the next step."""
        self._end()
        if event.progress.draft.saved or not event.progress.proves:
            self.wizard.reached = event.progress.draft
        await self._arrive(lambda _: event.progress)
        if self._goes_on and self.progress.step and self.progress.step.id not in _FOR_PEOPLE:
            self.action_next()

    async def on_stopped(self, event: Stopped) -> None:
        """Show on its page what stopped the step."""
        page = self._at_work
        self._end()
        self._trouble = event.problem
        if page and event.problem:
            await page.mend(event.problem, self.progress)
            self.set_focus(page.first_place(), scroll_visible=False)
            page.fail(event.problem)
        elif page:
            self.set_focus(page.first_place())
