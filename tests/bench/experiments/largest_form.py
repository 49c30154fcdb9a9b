"""The largest form, opened directly, beside the least that Textual can show."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from tests.bench.experiment import Experiment
from tests.bench.experiments.first_screen import HELLO, opened
from tests.bench.room import program
from tests.bench.row import Row, Take

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.experiment import Subjects
    from tests.bench.room import Room

LARGEST: Final = "user"
"""The step with the most questions (the tests count them)."""

SHOWN: Final = "One user of your app.*Check the token.*Leave"
FORM: Final = "the largest form"


@contextmanager
def _prepared(room: Room) -> Iterator[Subjects]:
    yield {
        HELLO: opened(room, program("hello"), "Hello, world"),
        FORM: opened(room, program("standing", LARGEST), SHOWN),
    }


EXPERIMENT: Final = Experiment(
    "largest form",
    15,
    _prepared,
    (
        Row(
            "largest form, opened directly, ready",
            Take(FORM, "ready"),
            Take(HELLO, "ready"),
            1.35,
            "tests/bench/test_first_paint.py::test_the_largest_form_styles_few_widgets_by_few_rules",
        ),
    ),
)
