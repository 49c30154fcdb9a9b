"""Junk judged, beside good tokens of its length (the kinds are those of ``tests.bench.judge``)."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from tests.bench.experiment import Experiment
from tests.bench.judge import junk
from tests.bench.row import Row, Take
from wizard.identity.judge import judge
from wizard.identity.jwks import KeySet, lint
from wizard.identity.keys import generate, public_set
from wizard.identity.tokens import mint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.bench.experiment import Subjects
    from tests.bench.room import Room
    from tests.bench.row import Observation

JUNK: Final = "junk"
GOOD: Final = "good tokens"
_LONG: Final = 5_000
_TIMES: Final = 20


def _judged(tokens: Sequence[str], key_set: KeySet) -> Observation:
    began = time.perf_counter()
    for _ in range(_TIMES):
        for token in tokens:
            judge(token, key_set)
    return {"each": [(time.perf_counter() - began) / _TIMES / len(tokens) * 1e3]}


@contextmanager
def _prepared(_room: Room) -> Iterator[Subjects]:
    key = generate("RS256")
    key_set = lint(json.dumps(public_set([key])).encode())
    short = mint(key, user_id="demo-user").reveal()
    long = mint(key, user_id="demo-user", claims={"note": "x" * 11_000}).reveal()
    bad = list(junk(short).values())
    good = [long if len(token) > _LONG else short for token in bad]
    yield {GOOD: partial(_judged, good, key_set), JUNK: partial(_judged, bad, key_set)}


EXPERIMENT: Final = Experiment(
    "junk",
    9,
    _prepared,
    (
        Row(
            "junk judged, beside good tokens of its length",
            Take(JUNK, "each"),
            Take(GOOD, "each"),
            1.0,
            "tests/bench/test_key_sets.py::test_junk_is_refused_before_a_signature_is_looked_at",
        ),
    ),
)
