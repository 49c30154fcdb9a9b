"""One question of a step as a part of a form, generated from its ``Field``.

Knows: which control asks which kind of field, and where its label, help and remark stand.
Must never: decide what an answer means; ``Field`` and ``flow`` do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events, on
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from screens.choices import ChoiceList
from screens.frame import MIDDLE, TALL
from screens.line import Line
from screens.plain import lines, plain
from screens.rail import SPACED
from wizard.problems import problem

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from screens.signs import Signs
    from wizard.model import Answers, Draft, Field, Problem, Value


class Prompt(Widget):
    """A field's label, and its help: of the field one is in, or of all in a tall window.

    ``brief``: of the field one is in alone, however tall the window is. One widget: the first
    picture waits more than a millisecond for each.
    """

    def __init__(self, field: Field, *, brief: bool) -> None:
        super().__init__(classes="prompt")
        self._brief = brief
        self._label = plain(field.label, "bold")
        if field.optional:
            self._label += plain("  optional", "$muted")
        self._help = plain(field.help, "$muted")
        self.here = False

    def mark(self, *, here: bool) -> None:
        """Know whether one is in this field."""
        helped, self.here = self._helps(), here
        if self._helps() != helped:
            self.refresh(layout=True)

    def _helps(self) -> bool:
        rows = self.app.size.height
        return rows >= MIDDLE if self.here else rows >= TALL and not self._brief

    def render(self) -> Content:
        """Draw the label, and the help below it where there is room."""
        if not self._helps():
            return self._label
        space = [Content()] if self.app.size.height >= SPACED else []
        return lines([self._label, self._help, *space])


class Question(Vertical):
    """A field with its label, its help, its control, and what is wrong with the answer."""

    class Answered(Message):
        """The person gave another answer."""

        def __init__(self, question: Question, value: Value) -> None:
            super().__init__()
            self.question = question
            self.value = value

    class Left(Message):
        """The person is done with this field, for now."""

        def __init__(self, question: Question) -> None:
            super().__init__()
            self.question = question

    def __init__(self, field: Field, signs: Signs, *, brief: bool = False) -> None:
        super().__init__(classes="question")
        self.field = field
        self._signs = signs
        self._prompt = Prompt(field, brief=brief)
        self._stands: tuple[Answers, Draft] | None = None
        self._composed = False
        self._said: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Give label, help and control, in that order; a remark comes below them."""
        yield self._prompt
        yield from self.controls()

    def controls(self) -> ComposeResult:
        """Give what the person answers with."""
        return iter(())

    def begin_here(self) -> None:
        """Be the field one is in from the first picture on: it would be laid out twice."""
        self._prompt.here = True

    def present(self, answers: Answers, draft: Draft) -> None:
        """Show the answer as it stands, now or as soon as there is something to show it with."""
        self._stands = answers, draft
        if self._composed:
            self.show(answers, draft)

    def on_mount(self) -> None:
        """Show what was to be shown before one could."""
        self._composed = True
        if self._stands:
            self.show(*self._stands)

    def show(self, answers: Answers, draft: Draft) -> None:
        """Show the answer as it stands now."""

    def tell_origin(self, answers: Answers) -> None:
        """Say so where a variable of the environment answers: none does so in silence."""
        answer = answers.get(self.field.name)
        if answer and answer.source == "environment":
            self.tell(f"{self.field.env} in your environment says so.")

    def add(self, cost: str) -> None:
        """Say what this answer costs, where it is another one than before."""
        self._say("aside", f"{self._signs.note} {cost}" if cost else "")

    def value(self) -> str:
        """Give the answer as the control holds it."""
        raise NotImplementedError

    def place(self) -> Widget:
        """Give the control that takes the next key."""
        raise NotImplementedError

    def wrong(self) -> Problem | None:
        """Tell what is wrong with the answer, and show it beside the field."""
        value = self.value()
        trouble = self.field.check(value) if value else self._empty()
        self.remark(trouble)
        return trouble

    def lacks_answer(self) -> bool:
        """Tell whether an answer is needed here, and none is given."""
        return not self.field.optional and not self.value()

    def remark(self, trouble: Problem | None) -> None:
        """Say what is wrong here, or nothing."""
        self.tell(f"{self._signs.note} {trouble.symptom} {trouble.fix}" if trouble else "")

    def tell(self, words: str) -> None:
        """Say something about this field, below it."""
        self._say("remark", words)

    def _say(self, place: str, words: str) -> None:
        """Say something in a line below; the line is there from the first word on."""
        if words == self._said.get(place, ""):
            return
        self._said[place] = words
        line = next(iter(self.query(f".{place}").results(Static)), None)
        if words and not line:
            self.mount(Static(plain(words), classes=place))
        elif line:
            line.update(plain(words))
            line.display = bool(words)

    def _empty(self) -> Problem | None:
        skips = self.field.optional or self.field.secret
        return None if skips else self.field.check("")

    @on(Line.Remark)
    def _pass_on(self, event: Line.Remark) -> None:
        event.stop()
        self.tell(self.query_one(Line).said)

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _follow_focus(self) -> None:
        """Mark the field one is in; the two events come in either order."""
        was, within = self._prompt.here, self.has_focus_within
        self._prompt.mark(here=within)
        if was and not within:
            self.post_message(self.Left(self))


class TextQuestion(Question):
    """A field that is answered with one line."""

    def controls(self) -> ComposeResult:
        """Give the line."""
        yield Line(placeholder=self.field.placeholder)

    def show(self, answers: Answers, draft: Draft) -> None:
        """Fill the line with the answer, unless it is being typed."""
        del draft
        answer = answers.text(self.field.name)
        if answer != self.value():  # a space that was just typed stays
            self.query_one(Line).fill(answer)
        self.tell_origin(answers)

    def value(self) -> str:
        """Give the line without the spaces around it."""
        return self.query_one(Line).value.strip()

    def place(self) -> Widget:
        """Give the line."""
        return self.query_one(Line)

    @on(Input.Changed)
    def _on_typing(self, event: Input.Changed) -> None:
        event.stop()
        self.tell(self.query_one(Line).said)
        self.post_message(self.Answered(self, self.value()))


class ChoiceQuestion(Question):
    """A field with choices; a ``free`` one opens a line of its own."""

    def controls(self) -> ComposeResult:
        """Give the list; the line for the free choice comes once that is chosen."""
        yield ChoiceList(self._signs)

    def show(self, answers: Answers, draft: Draft) -> None:
        """Offer what makes sense now, and mark the answer."""
        choices = self.field.choices_for(answers, draft)
        answer = answers.text(self.field.name)
        values = [choice.value for choice in choices]
        free = next((index for index, choice in enumerate(choices) if choice.free), 0)
        closed = {choice.value for choice in choices if not choice.free}
        self._list().show(choices, values.index(answer) if answer in closed else free)
        self._follow_choice()
        line = self._line()
        if line and answer not in values and answer != self._typed():
            line.fill(answer)
        self.tell_origin(answers)

    def value(self) -> str:
        """Give the choice's value, or the text of the free one."""
        chosen = self._list().choice
        return self._typed() if chosen.free else chosen.value

    def place(self) -> Widget:
        """Give the line where the free choice waits for its text, else the list."""
        line = self._line()
        return line if line and line.display and not self.value() else self._list()

    def wrong(self) -> Problem | None:
        """Tell what is wrong; a free choice wants its text."""
        trouble = None if self.value() else problem("form.empty", label=self.field.label)
        trouble = trouble or self.field.check(self.value())
        self.remark(trouble)
        return trouble

    def _list(self) -> ChoiceList:
        return self.query_one(ChoiceList)

    def _line(self) -> Line | None:
        return next(iter(self.query(Line).results(Line)), None)

    def _typed(self) -> str:
        line = self._line()
        return line.value.strip() if line else ""

    def _follow_choice(self) -> None:
        """Show the line with the free choice, and only then; mount it the first time."""
        line, free = self._line(), self._list().choice.free
        if line:
            line.display = free
        elif free:
            self.mount(Line(placeholder=self.field.placeholder), after=self._list())

    @on(ChoiceList.Chosen)
    @on(Input.Changed)
    def _on_answer(self, event: Message) -> None:
        event.stop()
        line = self._line()
        self.tell(line.said if line else "")
        self._follow_choice()
        self.post_message(self.Answered(self, self.value()))


def question(field: Field, signs: Signs, *, brief: bool = False) -> Question:
    """Give the part of the form that asks ``field``; ``brief``: help only while one is in it."""
    if field.secret:
        from screens.secret import SecretQuestion

        return SecretQuestion(field, signs, brief=brief)
    if field.choices:
        return ChoiceQuestion(field, signs, brief=brief)
    return TextQuestion(field, signs, brief=brief)
