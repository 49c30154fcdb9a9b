"""The form that is generated from a step's fields, with made-up steps."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from textual.app import App
from textual.events import Paste
from textual.widgets import Static

from screens.base import StepPage
from screens.choices import ChoiceList
from screens.fields import Question
from screens.frame import FrameScreen
from screens.line import LIMIT, Line
from screens.signs import signs
from screens.themes import DARK
from wizard import flow
from wizard.flow import Progress
from wizard.model import Answers, Choice, Draft, Field, Problem, Secret, Step
from wizard.problems import problem
from wizard.resources import assets

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from textual.pilot import Pilot
    from textual.widget import Widget


def no_spaces(value: str) -> Problem | None:
    return problem("id.shape", value=value) if " " in value else None


COLOUR = Field(
    "colour",
    "Which colour?",
    "One of them.",
    choices=(
        Choice("red", "Red", "like a tomato"),
        Choice("blue", "Blue"),
        Choice("other", "Another", free=True),
    ),
    default=lambda _answers, _draft: "red",
)
SHADE = Field(
    "shade",
    "Which shade?",
    "Only blue has shades.",
    shown=lambda answers, _draft: answers.text("colour") == "blue",
    default=lambda answers, _draft: f"dark {answers.text('name')}".strip(),
)
NAME = Field("name", "Name", "Without spaces.", optional=True, check=no_spaces)
PASSWORD = Field("password", "Password", "Never shown.", secret=True, env="A_PASSWORD")


def step(*fields: Field) -> Step:
    """Give a step that asks these."""
    return Step("made-up", "Made up", "For a test.", fields, lambda *_: Draft(), lambda _: False)


class FormScreen(FrameScreen):
    """Shows one page, and keeps the answers as the setup's screen does."""

    def __init__(self, made_up: Step, answers: Answers) -> None:
        super().__init__()
        self._made_up = made_up
        self.progress = Progress(answers)

    def body(self) -> Iterator[Widget]:
        yield StepPage(self._made_up, signs())

    @property
    def page(self) -> StepPage:
        return self.query_one(StepPage)

    def on_question_answered(self, event: Question.Answered) -> None:
        self.progress = flow.answer(self.progress, event.question.field.name, event.value)
        self.page.show(self.progress)


class Host(App[None]):
    """Nothing but the screen under test."""

    CSS_PATH = assets() / "wizard.tcss"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(DARK.variables)


@dataclass(frozen=True)
class Form:
    """A form under a pilot."""

    app: Host
    pilot: Pilot[None]
    screen: FormScreen

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def paste(self, text: str) -> None:
        """Paste as a terminal does."""
        focused = self.app.focused
        assert focused
        focused.post_message(Paste(text))
        await self.pilot.pause()

    def answer(self, name: str) -> str:
        return self.screen.progress.answers.text(name)

    def asked(self) -> list[str]:
        return [each.field.name for each in self.screen.page.questions()]

    def of(self, name: str) -> Question:
        return next(each for each in self.screen.query(Question) if each.field.name == name)

    def line(self, name: str) -> Line:
        return self.of(name).query_one(Line)

    def remark(self, name: str) -> str:
        """Give what is said below a field; empty for nothing."""
        said = (each for each in self.of(name).query(".remark").results(Static) if each.display)
        return " ".join(str(each.content) for each in said)


@asynccontextmanager
async def form(*fields: Field, answers: Answers | None = None) -> AsyncIterator[Form]:
    """Open a page that asks these fields."""
    app = Host()
    screen = FormScreen(step(*fields), answers or Answers())
    async with app.run_test() as pilot:
        await app.push_screen(screen)
        screen.page.arrive(screen.progress)
        await screen.page.asked()
        screen.page.first_place().focus()
        await pilot.pause()
        yield Form(app, pilot, screen)


async def test_each_kind_of_field_has_its_control() -> None:
    async with form(COLOUR, NAME, PASSWORD) as asked:
        assert asked.of("colour").query(ChoiceList)
        assert not asked.line("name").password
        assert asked.line("password").password


async def test_the_arrow_keys_answer_and_start_over_at_the_ends() -> None:
    async with form(COLOUR) as asked:
        assert asked.of("colour").value() == "red"
        await asked.press("down")
        assert asked.answer("colour") == "blue"
        await asked.press("down", "down")
        assert asked.answer("colour") == "red"
        await asked.press("up")
        assert asked.screen.query_one(ChoiceList).choice.free


async def test_a_click_answers_too() -> None:
    async with form(COLOUR) as asked:
        await asked.pilot.click(ChoiceList, offset=(2, 1))
        assert asked.answer("colour") == "blue"


async def test_a_free_choice_opens_a_line_and_is_not_complete_without_text() -> None:
    async with form(COLOUR) as asked:
        assert not asked.of("colour").query(Line)
        await asked.press("end")
        assert asked.line("colour").display
        assert not asked.screen.page.complete()
        await asked.pilot.pause()
        assert asked.app.focused is asked.line("colour")
        await asked.press(*"green")
        assert asked.answer("colour") == "green"
        assert asked.screen.page.complete()


async def test_a_question_appears_as_soon_as_another_answer_calls_for_it() -> None:
    async with form(COLOUR, SHADE) as asked:
        assert asked.asked() == ["colour"]
        await asked.press("down")
        assert asked.asked() == ["colour", "shade"]
        await asked.press("up")
        assert asked.asked() == ["colour"]


async def test_a_default_follows_the_other_answers_until_one_types() -> None:
    async with form(NAME, COLOUR, SHADE, answers=Answers().put("colour", "blue")) as asked:
        await asked.press("x")
        assert asked.line("shade").value == "dark x"
        asked.line("shade").focus()
        await asked.press("!")
        asked.line("name").focus()
        await asked.press("y")
        assert asked.line("shade").value == "dark x!"


async def test_a_wrong_answer_is_told_as_one_leaves_the_field_and_not_before() -> None:
    async with form(NAME, PASSWORD) as asked:
        await asked.press("a", "space", "b")
        assert not asked.remark("name")
        await asked.press("tab")
        assert "cannot be an id" in asked.remark("name")
        assert not asked.screen.page.complete()
        await asked.pilot.pause()
        assert asked.app.focused is asked.line("name")


async def test_an_optional_field_may_stay_empty() -> None:
    async with form(NAME) as asked:
        assert asked.screen.page.complete()


async def test_what_is_known_already_is_masked_and_says_where_from() -> None:
    known = Answers().put("password", Secret("anon_0123456789abcdefghij"), "environment")
    async with form(PASSWORD, answers=known) as asked:
        assert asked.line("password").value == ""
        told = "anon_…ghij from A_PASSWORD; type to use another"
        assert asked.line("password").placeholder == told


async def test_a_secret_is_shown_by_a_key_and_hidden_again() -> None:
    async with form(PASSWORD) as asked:
        await asked.press(*"secret")
        assert asked.line("password").password
        await asked.press("ctrl+r")
        assert not asked.line("password").password
        await asked.press("ctrl+r")
        assert asked.line("password").password


async def test_a_secret_is_never_copied() -> None:
    async with form(PASSWORD) as asked:
        await asked.press(*"secret", "shift+home", "ctrl+c")
        assert asked.app.clipboard == ""
        await asked.press("end", "shift+home", "ctrl+x")
        assert asked.app.clipboard == ""
        assert asked.line("password").value == ""


@pytest.mark.parametrize(
    ("pasted", "taken"),
    [
        ("  one  ", "one"),
        ("\n\none\ntwo\n", "one"),
        ("one\r\ntwo", "one"),
        ("o\x1b[31mn\x07e\u202e", "o[31mne"),
        ("\n \n", ""),
        ("", ""),
        ("x" * 1_000_000, "x" * LIMIT),
    ],
    ids=["spaces", "lines", "windows", "escapes", "blank", "empty", "megabyte"],
)
async def test_a_paste_fills_in_its_first_line_without_control_characters(
    pasted: str, taken: str
) -> None:
    async with form(NAME) as asked:
        await asked.paste(pasted)
        assert asked.line("name").value == taken


async def test_a_paste_of_several_lines_says_so_and_never_submits() -> None:
    submitted: list[object] = []
    async with form(PASSWORD) as asked:
        asked.screen.on_input_submitted = submitted.append  # type: ignore[attr-defined]
        await asked.paste("one\ntwo\n")
        assert "first line" in asked.remark("password")
    assert not submitted


async def test_many_short_choices_stand_in_columns() -> None:
    many = Field("app", "App", "", choices=tuple(Choice(f"a{n}", f"App {n}") for n in range(12)))
    async with form(many) as asked:
        listed = asked.screen.query_one(ChoiceList)
        assert 1 < listed.size.height < 6
        await asked.press("right")
        assert listed.chosen == listed.size.height
        await asked.press("left")
        assert listed.chosen == 0
