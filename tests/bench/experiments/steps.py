"""From step to step and back, beside Textual's own ``switch_screen`` between two such forms."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from tests.bench.experiment import Experiment
from tests.bench.experiments.whole_setup import way_on
from tests.bench.room import program
from tests.bench.row import Row, Take
from tests.bench.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.bench.experiment import Subjects
    from tests.bench.room import Room
    from tests.bench.row import Observation

SWITCH: Final = "switch_screen"
STEP: Final = "step to step"
_TURNS: Final = 6
_GUARD: Final = (
    "tests/bench/test_steps.py::test_the_pages_before_and_after_are_mounted_before_they_are_needed"
)


def _turning(
    room: Room, command: Sequence[str], first: str, second: str
) -> Callable[[], Observation]:
    """Give a run: go forward by Enter and back by Esc, again and again, at rest each time."""

    def one_run() -> Observation:
        home = room.home()
        with on_terminal(command, room.environ(home), home) as terminal:
            terminal.ready(first)
            terminal.watch(0.5)
            forward, back = [], []
            for _ in range(_TURNS):
                forward.append(terminal.press_until("enter", second) * 1e3)
                back.append(terminal.press_until("escape", first) * 1e3)
            return {"forward": forward, "back": back}

    return one_run


@contextmanager
def _prepared(room: Room) -> Iterator[Subjects]:
    form = f"How does Anon verify.*(?:{way_on('pool')}|Continue).*Leave", way_on("clients")
    yield {
        SWITCH: _turning(room, program("two_forms"), "Form 1", "Form 2"),
        STEP: _turning(room, program("standing", "pool", "nothing"), *form),
    }


EXPERIMENT: Final = Experiment(
    "steps",
    7,
    _prepared,
    (
        Row("step to step, forward", Take(STEP, "forward"), Take(SWITCH, "forward"), 0.8, _GUARD),
        Row("step to step, back", Take(STEP, "back"), Take(SWITCH, "back"), 0.8, _GUARD),
    ),
)
