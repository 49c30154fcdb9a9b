"""Waiting for a server that does not answer, beside hello-world that waits for nothing."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from tests.bench.experiment import Experiment
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

HELLO: Final = "hello-world Textual, idle"
WAITING: Final = "anon-wizard, waiting"
_SECONDS: Final = 4.0


def _idle(terminal: Terminal) -> Observation:
    """Give the CPU milliseconds of a second."""
    before = terminal.cpu()
    terminal.watch(_SECONDS)
    return {"cpu": [(terminal.cpu() - before) / _SECONDS * 1e3]}


def _hello(room: Room) -> Observation:
    home = room.home()
    with on_terminal(program("hello"), room.environ(home), home) as terminal:
        terminal.ready("Hello, world")
        terminal.watch(1)
        return _idle(terminal)


def _waiting(room: Room, url: str) -> Observation:
    home = room.home()
    environ = room.environ(home, ANON_ENV=url, ANON_API_KEY="anon_bench")
    with on_terminal(room.wizard(), environ, home) as terminal:
        terminal.ready(WIZARD_SHOWS)
        terminal.press_until("enter", "Check the key")
        terminal.press("tab")  # to where the key is kept: there may be no keyring
        terminal.press_until("down", r"\(•\) A file")
        terminal.press_until("enter", "esc cancels")
        terminal.watch(1)
        return _idle(terminal)


@contextmanager
def _prepared(room: Room) -> Iterator[Subjects]:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        yield {HELLO: partial(_hello, room), WAITING: partial(_waiting, room, url)}


EXPERIMENT: Final = Experiment(
    "idle",
    5,
    _prepared,
    (
        Row(
            "idle, waiting for the network: CPU",
            Take(WAITING, "cpu"),
            Take(HELLO, "cpu"),
            10,
            "tests/bench/test_keys.py::test_waiting_draws_one_line_four_times_a_second",
        ),
    ),
)
