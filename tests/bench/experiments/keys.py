"""From a key to its paint on the largest form, beside hello-world with one Input."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from tests.bench.experiment import Experiment
from tests.bench.experiments.largest_form import LARGEST, SHOWN
from tests.bench.room import program
from tests.bench.row import P95, Row, Take
from tests.bench.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.bench.experiment import Subjects
    from tests.bench.room import Room
    from tests.bench.row import Observation
    from tests.bench.terminal import Terminal

HELLO: Final = "hello-world with one Input"
FORM: Final = "the largest form"
_TYPED: Final = tuple("the quick brown fox jumps")
GUARD: Final = "tests/bench/test_keys.py::test_a_key_draws_its_line_and_lays_nothing_out"


def pressed(terminal: Terminal, keys: Sequence[str]) -> list[float]:
    """Press keys one by one; give the milliseconds from each to its paint.

    A key that paints nothing counts as long as we wait for it.
    """
    return [(terminal.press(key) or 2.0) * 1e3 for key in keys]


def typing(room: Room, command: Sequence[str], pattern: str) -> Callable[[], Observation]:
    """Give a run: open, wait until nothing more is loaded, and type."""

    def one_run() -> Observation:
        home = room.home()
        with on_terminal(command, room.environ(home), home) as terminal:
            terminal.ready(pattern)
            terminal.watch(0.5)
            return {"key": pressed(terminal, _TYPED)}

    return one_run


@contextmanager
def _prepared(room: Room) -> Iterator[Subjects]:
    yield {
        HELLO: typing(room, program("hello_input"), "Hello, who"),
        FORM: typing(room, program("standing", LARGEST, "nothing"), SHOWN),
    }


EXPERIMENT: Final = Experiment(
    "keys",
    7,
    _prepared,
    (
        Row(
            "key to paint on the largest form, median",
            Take(FORM, "key"),
            Take(HELLO, "key"),
            1.5,
            GUARD,
        ),
        Row(
            "key to paint on the largest form, p95",
            Take(FORM, "key", P95),
            Take(HELLO, "key", P95),
            2.0,
            GUARD,
        ),
    ),
)
