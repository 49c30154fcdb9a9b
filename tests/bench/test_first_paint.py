"""What the first picture waits for: modules, style rules, widgets, and how often one is styled."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Final

import pytest

from tests.bench import first_paint
from tests.bench.experiments.largest_form import LARGEST, SHOWN
from tests.bench.experiments.whole_setup import set_up
from tests.bench.room import PROGRAMS, Room
from wizard import steps

if TYPE_CHECKING:
    from tests.bench.first_paint import Painted
    from tests.bench.terminal import Terminal

MODULES: Final = 40
"""Of Textual's own and ours, beyond hello-world's."""

NEXT_PAGE: Final = 34
"""How often a widget of the second page is styled, which is made once the first one stands."""

SECOND_TOOLKITS: Final = {
    "aiohttp",
    "click",
    "httpx",
    "prompt_toolkit",
    "pydantic",
    "requests",
    "starlette",
    "typer",
    "urllib3",
    "uvicorn",
}
FORM: Final = first_paint.Shown((str(PROGRAMS / "standing.py"), LARGEST, "nothing"), SHOWN)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    return Room.furnished(tmp_path_factory.mktemp("room"))


@pytest.fixture(scope="module")
def hello(room: Room) -> Painted:
    return first_paint.looked_at(room, first_paint.HELLO)


@pytest.fixture(scope="module")
def wizard(room: Room) -> Painted:
    return first_paint.looked_at(room, first_paint.WIZARD)


@pytest.fixture(scope="module")
def form(room: Room) -> Painted:
    return first_paint.looked_at(room, FORM)


def test_the_first_paint_loads_nothing_heavy(wizard: Painted, form: Painted) -> None:
    assert not first_paint.heavy(wizard.modules)
    assert not first_paint.heavy(form.modules)


def test_the_first_paint_loads_little_beyond_hello_worlds(hello: Painted, wizard: Painted) -> None:
    more = first_paint.of_textual_and_ours(wizard.modules - hello.modules)
    assert len(more) <= MODULES, sorted(more)


def test_the_first_paint_loads_no_step_but_its_own(wizard: Painted) -> None:
    loaded = {step for step in steps.TITLES if f"wizard.steps.{step}" in wizard.modules}
    assert loaded == {"environment"}


def test_the_first_paint_styles_few_widgets_by_few_rules(hello: Painted, wizard: Painted) -> None:
    assert wizard.rules <= hello.rules + 29
    assert wizard.widgets <= 14
    assert wizard.styled <= 21  # each once, and what comes to have the focus once more


def test_the_largest_form_styles_few_widgets_by_few_rules(hello: Painted, form: Painted) -> None:
    assert form.rules <= hello.rules + 65
    assert form.widgets <= 23
    assert form.styled <= 42  # each line and each of its parts


def test_the_largest_form_is_the_one_that_is_measured() -> None:
    assert max(steps.STEPS, key=lambda step: len(step.fields)).id == LARGEST


def test_nothing_is_loaded_ahead_or_drawn_twice_while_nobody_is_there(
    room: Room, wizard: Painted
) -> None:
    def look(terminal: Terminal) -> None:
        terminal.ready(first_paint.WIZARD_SHOWS)
        terminal.rest()
        os.kill(terminal.pid, signal.SIGTERM)  # a key would have it loaded

    ended = first_paint.looked_at_in_the_end(room, first_paint.WIZARD, look)
    assert not first_paint.heavy(ended.modules)
    assert ended.styled <= wizard.styled + NEXT_PAGE


def test_a_whole_setup_loads_no_second_toolkit(room: Room) -> None:
    def whole(terminal: Terminal) -> None:
        set_up(terminal)
        terminal.type("ctrl+q")

    loaded = first_paint.looked_at_in_the_end(room, first_paint.WIZARD, whole).modules
    assert "wizard.callback" in loaded
    assert not {name.split(".")[0] for name in loaded} & SECOND_TOOLKITS
    assert "encodings.idna" not in loaded  # every host is a plain one
