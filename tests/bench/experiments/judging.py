"""Good RS256 tokens judged a second, beside bare ``jwt.decode`` with the key at hand."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

import jwt

from tests.bench.experiment import Experiment
from tests.bench.row import Row, Take
from wizard.identity.judge import judge
from wizard.identity.jwks import lint
from wizard.identity.keys import generate, public_set
from wizard.identity.tokens import mint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.bench.experiment import Subjects
    from tests.bench.room import Room
    from tests.bench.row import Observation

JUDGE: Final = "judge"
DECODE: Final = "jwt.decode"
_TIMES: Final = 400


def _rate(one: Callable[[], object]) -> Observation:
    began = time.perf_counter()
    for _ in range(_TIMES):
        one()
    return {"a second": [_TIMES / (time.perf_counter() - began)]}


@contextmanager
def _prepared(_room: Room) -> Iterator[Subjects]:
    key = generate("RS256")
    public, key_set = key.private.public_key(), lint(json.dumps(public_set([key])).encode())
    token = mint(key, user_id="ada").reveal()
    yield {
        DECODE: partial(_rate, lambda: jwt.decode(token, public, algorithms=["RS256"])),
        JUDGE: partial(_rate, lambda: judge(token, key_set)),
    }


EXPERIMENT: Final = Experiment(
    "judging",
    15,
    _prepared,
    (
        Row(
            "good RS256 tokens judged a second",
            Take(JUDGE, "a second"),
            Take(DECODE, "a second"),
            0.7,
            "tests/bench/test_key_sets.py::test_a_good_token_costs_one_signature",
            least=True,
        ),
    ),
)
