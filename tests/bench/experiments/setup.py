"""``setup --env local --yes``, the sandbox's start included, beside hello-world's start."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from tests.bench import process
from tests.bench.experiment import Experiment
from tests.bench.experiments.first_screen import HELLO, opened
from tests.bench.room import program
from tests.bench.row import Row, Take

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.experiment import Subjects
    from tests.bench.room import Room
    from tests.bench.row import Observation

SETUP: Final = "setup --env local --yes"


@contextmanager
def _prepared(room: Room) -> Iterator[Subjects]:
    def setup() -> Observation:
        home = room.home()
        return process.run(room.wizard(*SETUP.split()), room.environ(home), home)

    yield {HELLO: opened(room, program("hello"), "Hello, world"), SETUP: setup}


def requests(room: Room) -> list[str]:
    """Give the requests that one setup sends, in their order."""
    home = room.home()
    done = subprocess.run(
        room.wizard(*SETUP.split(), "--debug"),
        env=room.environ(home),
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    said = "debug: "
    return [line.removeprefix(said) for line in done.stderr.splitlines() if line.startswith(said)]


EXPERIMENT: Final = Experiment(
    "setup",
    5,
    _prepared,
    (
        Row(
            "setup --env local --yes, sandbox included: CPU",
            Take(SETUP, "cpu"),
            Take(HELLO, "cpu"),
            8,
            "tests/bench/test_setup.py::test_a_setup_sends_each_request_once",
        ),
    ),
    requests,
)
