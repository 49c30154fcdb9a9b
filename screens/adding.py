"""The form for one more pool or client: what has to be said before it is created.

Knows: that a pool asks for its key set, and that production asks for its name.
Must never: send anything; the screen does, when it is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from textual import on
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from screens.button import Button
from screens.fields import Question, question
from screens.line import Line
from screens.plain import plain
from screens.scroll import bring_into_sight
from wizard import flow
from wizard.environments import environment
from wizard.model import Answers, Draft, Step
from wizard.steps.pool import ID_CLAIM, JWKS

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from screens.signs import Signs
    from wizard.model import Profile

Kind = Literal["pool", "webapp", "service"]

IN_WORDS: Final[dict[Kind, str]] = {
    "pool": "UserPool",
    "webapp": "webapp client",
    "service": "service client",
}
_POOL: Final = Step(
    id="another pool",
    title="",
    purpose="",
    fields=(JWKS, ID_CLAIM),
    run=lambda _context, draft, _answers: draft,
    done=lambda _draft: False,
)


class AddForm(Vertical):
    """Hidden while nothing has to be said."""

    class Filled(Message):
        """All is said; ``said`` is the name that confirms production."""

        def __init__(self, kind: Kind, answers: Answers, said: str) -> None:
            super().__init__()
            self.kind = kind
            self.answers = answers
            self.said = said

    def __init__(self, signs: Signs) -> None:
        super().__init__(classes="adding")
        self._signs = signs
        self._kind: Kind = "webapp"
        self._progress = flow.Progress()
        self.display = False

    def compose(self) -> ComposeResult:
        """Give the pool's questions, the line that confirms, and the button."""
        for field in _POOL.fields:
            yield question(field, self._signs)
        yield Static(classes="confirms", markup=False)
        yield Line(placeholder="the profile's name")
        yield Button("Create it", classes="create", primary=True)

    def open(self, kind: Kind, profile: Profile) -> None:
        """Ask for what ``kind`` needs; where it needs nothing, say so at once."""
        self._kind = kind
        draft = Draft(environment=profile.environment, generation=profile.generation)
        self._progress = flow.Progress(drafts=(draft,))
        prod = environment(profile.environment).prod
        self._show(prod=prod)
        if kind != "pool" and not prod:
            self._send()
            return
        self.display = True
        asked = self._asked()
        (asked[0].place() if asked else self._line()).focus(scroll_visible=False)
        bring_into_sight(self, top=True)

    def close(self) -> None:
        """Ask for nothing more."""
        self.display = False

    def _show(self, *, prod: bool) -> None:
        for asked in self.query(Question):
            asked.display = self._kind == "pool"
        confirms = self.query_one(".confirms", Static)
        confirms.display = self._line().display = prod
        words = f"This creates a {IN_WORDS[self._kind]} in PRODUCTION."
        confirms.update(plain(f"{words} Type the profile's name to go on", "bold"))
        self._line().fill("")
        self._settle()

    def _settle(self) -> None:
        for asked in self.query(Question):
            asked.show(flow.settled(_POOL, self._progress), self._progress.draft)

    def _line(self) -> Line:
        return self.query_one("AddForm > Line", Line)

    def _asked(self) -> list[Question]:
        return [each for each in self.query(Question) if each.display]

    @on(Question.Answered)
    def _take(self, event: Question.Answered) -> None:
        event.stop()
        self._progress = flow.answer(self._progress, event.question.field.name, event.value)
        self._settle()

    @on(Input.Changed)
    def _keep_here(self, event: Input.Changed) -> None:
        event.stop()

    @on(Input.Submitted)
    @on(Button.Pressed)
    def _submit(self, event: Message) -> None:
        event.stop()
        wrong = [each for each in self._asked() if each.wrong()]
        if wrong:
            wrong[0].place().focus()
        else:
            self._send()

    def _send(self) -> None:
        answers = flow.settled(_POOL, self._progress) if self._kind == "pool" else Answers()
        self.post_message(self.Filled(self._kind, answers, self._line().value.strip()))
