"""The whole setup on the full screen, by keys alone: what memory it has taken at its end."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Final

from tests.bench.experiment import Experiment
from tests.bench.experiments.first_screen import HELLO, opened
from tests.bench.first_paint import WIZARD_SHOWS
from tests.bench.room import program
from tests.bench.row import Row, Take
from tests.bench.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.experiment import Subjects
    from tests.bench.room import Room
    from tests.bench.row import Observation
    from tests.bench.terminal import Terminal

SETUP: Final = "a whole setup"

_PAGES: Final = ("key", "pool", "clients", "user", "link")
"""The pages that Enter leads to, one by one, on the local sandbox."""


def set_up(terminal: Terminal) -> None:
    """Go through all of it, the link simulated, to the last page."""
    terminal.ready(WIZARD_SHOWS)
    for page in _PAGES:
        terminal.press_until("enter", way_on(page))
    terminal.press_until("enter", "Simulate here")
    for _ in range(3):
        terminal.press("tab")
    terminal.press_until("enter", way_on("save"))
    terminal.press_until("enter", "The chain is complete")


def way_on(page: str) -> str:
    """Give the words of a page's primary button."""
    return str(import_module(f"screens.{page}").Page.go)


@contextmanager
def _prepared(room: Room) -> Iterator[Subjects]:
    def whole() -> Observation:
        home = room.home()
        with on_terminal(room.wizard(), room.environ(home), home) as terminal:
            set_up(terminal)
            return {"peak": [terminal.peak()]}

    yield {HELLO: opened(room, program("hello"), "Hello, world"), SETUP: whole}


EXPERIMENT: Final = Experiment(
    "whole setup",
    3,
    _prepared,
    (
        Row(
            "peak memory at the end of a setup (the wizard's own process)",
            Take(SETUP, "peak"),
            Take(HELLO, "peak"),
            1.8,
            "tests/bench/test_first_paint.py::test_a_whole_setup_loads_no_second_toolkit",
        ),
    ),
)
