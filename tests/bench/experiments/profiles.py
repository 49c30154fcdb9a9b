"""A thousand saved profiles beside one."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from tests.bench import process
from tests.bench.experiment import Experiment
from tests.bench.experiments.commands import saved
from tests.bench.row import Row, Take
from tests.bench.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.bench.experiment import Subjects
    from tests.bench.room import Room
    from tests.bench.row import Observation

MANY: Final = 1000
_GUARD: Final = "tests/bench/test_profiles.py"


def _home(room: Room, count: int) -> Path:
    home = room.home()
    saved(room, home)
    one = home / "wizard/config/profiles/one.toml"
    for number in range(1, count):
        (one.parent / f"p{number:04}.toml").write_bytes(one.read_bytes())
    return home


def _listed(room: Room, home: Path) -> Observation:
    with on_terminal(room.wizard(), room.environ(home), home) as terminal:
        return {"ready": [terminal.ready(r"Profiles.*one\s+local sandbox.*Set up another") * 1e3]}


@contextmanager
def _prepared(room: Room) -> Iterator[Subjects]:
    homes = {"one": _home(room, 1), "many": _home(room, MANY)}
    words = room.wizard("profile", "use", "one")
    yield {
        **{
            f"use, {name}": partial(process.run, words, room.environ(home), home)
            for name, home in homes.items()
        },
        **{f"list, {name}": partial(_listed, room, home) for name, home in homes.items()},
    }


EXPERIMENT: Final = Experiment(
    "profiles",
    11,
    _prepared,
    (
        Row(
            "1,000 profiles: profile use",
            Take("use, many", "wall"),
            Take("use, one", "wall"),
            1.2,
            f"{_GUARD}::test_switching_looks_at_no_other_profile",
        ),
        Row(
            "1,000 profiles: first screenful of the list",
            Take("list, many", "ready"),
            Take("list, one", "ready"),
            1.5,
            f"{_GUARD}::test_the_first_screenful_reads_no_more_than_it_shows",
        ),
    ),
)
