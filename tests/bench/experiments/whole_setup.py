"""The whole setup on the full screen, by keys alone: what memory it has taken at its end."""

from __future__ import annotations

from contextlib import contextmanager
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

_PAGES: Final = (
    "Check the key",
    "Create the pool",
    "Create both",
    "Check the token",
    "Open the Link page|Link the user|Start the link",
)
"""What each page shows that Enter leads to, on the local sandbox."""


def _set_up(terminal: Terminal) -> None:
    terminal.ready(WIZARD_SHOWS)
    for page in _PAGES:
        terminal.press_until("enter", page)
    terminal.press_until("enter", "green checkmark")
    for _ in range(3):
        terminal.press("tab")
    terminal.press_until("enter", "Save the profile")
    terminal.press_until("enter", "Leave the wizard|All done|Profile saved")


@contextmanager
def _prepared(room: Room) -> Iterator[Subjects]:
    def whole() -> Observation:
        home = room.home()
        with on_terminal(room.wizard(), room.environ(home), home) as terminal:
            _set_up(terminal)
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
