"""From the command's start to the first screen, beside the least that Textual can show."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from tests.bench import first_paint
from tests.bench.experiment import Experiment
from tests.bench.room import program
from tests.bench.row import Row, Take
from tests.bench.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.bench.experiment import Subjects
    from tests.bench.room import Room
    from tests.bench.row import Observation

HELLO: Final = "hello-world Textual"
WIZARD: Final = "anon-wizard"


def opened(room: Room, command: Sequence[str], pattern: str) -> Callable[[], Observation]:
    """Give a run: start, wait for the screen, and see what that took.

    ``ready`` and ``cpu`` are milliseconds until the screen stood, ``peak`` MiB once it is at rest.
    """

    def one_run() -> Observation:
        home = room.home()
        with on_terminal(command, room.environ(home), home) as terminal:
            ready = terminal.ready(pattern)
            cpu = terminal.cpu_when_shown()
            terminal.rest()
            return {"ready": [ready * 1e3], "cpu": [cpu * 1e3], "peak": [terminal.peak()]}

    return one_run


@contextmanager
def _prepared(room: Room) -> Iterator[Subjects]:
    runs = {
        HELLO: opened(room, program("hello"), "Hello, world"),
        WIZARD: opened(room, room.wizard(), first_paint.WIZARD_SHOWS),
    }
    painted = {
        HELLO: first_paint.looked_at(room, first_paint.HELLO),
        WIZARD: first_paint.looked_at(room, first_paint.WIZARD),
    }
    yield {name: _both(runs[name], painted[name], painted[HELLO]) for name in runs}


def _both(
    run: Callable[[], Observation], painted: first_paint.Painted, hello: first_paint.Painted
) -> Callable[[], Observation]:
    """Add what stands at the first paint; that is the same in every run."""
    more = painted.modules - hello.modules
    counts = {
        "ours": [float(len(first_paint.of_textual_and_ours(more)))],
        "heavy": [float(len(first_paint.heavy(painted.modules)))],
    }
    return lambda: {**run(), **counts}


EXPERIMENT: Final = Experiment(
    "first screen",
    60,
    _prepared,
    (
        Row(
            "first screen ready for input",
            Take(WIZARD, "ready"),
            Take(HELLO, "ready"),
            1.15,
            "tests/bench/test_first_paint.py::test_the_first_paint_styles_few_widgets_by_few_rules",
        ),
        Row(
            "modules at the first paint: Textual's and ours",
            Take(WIZARD, "ours"),
            Take(HELLO, "ours"),
            40,
            "tests/bench/test_first_paint.py::test_the_first_paint_loads_little_beyond_hello_worlds",
            by="extra",
        ),
        Row(
            "modules at the first paint: heavy ones",
            Take(WIZARD, "heavy"),
            Take(HELLO, "heavy"),
            0,
            "tests/bench/test_first_paint.py::test_the_first_paint_loads_nothing_heavy",
            by="extra",
        ),
        Row(
            "peak memory at the first screen",
            Take(WIZARD, "peak"),
            Take(HELLO, "peak"),
            1.15,
            "tests/bench/test_first_paint.py::test_nothing_is_loaded_ahead_or_drawn_twice_while_nobody_is_there",
        ),
    ),
)
