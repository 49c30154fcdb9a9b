"""Keys while a key pair is made, a request waits, libraries load: beside a calm screen."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from tests.bench.experiment import Experiment
from tests.bench.experiments.keys import pressed
from tests.bench.experiments.largest_form import LARGEST, SHOWN
from tests.bench.room import program
from tests.bench.row import P95, Row, Take
from tests.bench.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.bench.experiment import Subjects
    from tests.bench.room import Room
    from tests.bench.row import Observation

CALM: Final = "calm"
_AT_ONCE: Final = tuple("a quick word")
_GUARD: Final = "tests/bench/test_keys.py::test_what_takes_long_runs_off_the_loop"


def _typing(room: Room, work: str) -> Callable[[], Observation]:
    """Give a run: open, and type at once, while ``work`` runs in its thread."""

    def one_run() -> Observation:
        home = room.home()
        command = program("standing", LARGEST, work)
        with on_terminal(command, room.environ(home), home) as terminal:
            terminal.ready(SHOWN)
            return {"key": pressed(terminal, _AT_ONCE)}

    return one_run


@contextmanager
def _prepared(room: Room) -> Iterator[Subjects]:
    yield {
        CALM: _typing(room, "nothing"),
        "a key is made": _typing(room, "key"),
        "a request waits": _typing(room, "request"),
        "libraries load": _typing(room, "libraries"),
    }


def _row(work: str) -> Row:
    return Row(
        f"keys while {work}, p95", Take(work, "key", P95), Take(CALM, "key", P95), 1.5, _GUARD
    )


EXPERIMENT: Final = Experiment(
    "keys while busy",
    9,
    _prepared,
    (_row("a key is made"), _row("a request waits"), _row("libraries load")),
)
