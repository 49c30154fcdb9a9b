"""One token judged by a set of a hundred keys, beside a set of one."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from tests.bench import process
from tests.bench.experiment import Experiment
from tests.bench.row import Row, Take
from wizard.identity.judge import judge
from wizard.identity.jwks import KeySet, lint
from wizard.identity.keys import generate, public_set
from wizard.identity.tokens import mint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.bench.experiment import Subjects
    from tests.bench.room import Room
    from tests.bench.row import Observation

KEYS: Final = 100
_TIMES: Final = 200
_GUARD: Final = "tests/bench/test_key_sets.py"


def _sets(home: Path) -> dict[str, bytes]:
    """Write a token, a set of its key, and a set that has it among a hundred."""
    keys = [generate("RS256") for _ in range(KEYS)]
    token = mint(keys[KEYS // 2], user_id="ada").reveal()
    (home / "token.txt").write_text(token)
    sets = {"one": public_set([keys[KEYS // 2]]), "hundred": public_set(keys)}
    for name, document in sets.items():
        (home / f"{name}.json").write_text(json.dumps(document))
    return {name: json.dumps(document).encode() for name, document in sets.items()}


def _read(raw: bytes, token: str) -> Observation:
    began = time.perf_counter()
    for _ in range(5):
        assert judge(token, lint(raw)).state == "ok"
    return {"read": [(time.perf_counter() - began) / 5 * 1e3]}


def _again(key_set: KeySet, token: str) -> Observation:
    began = time.perf_counter()
    for _ in range(_TIMES):
        judge(token, key_set)
    return {"again": [(time.perf_counter() - began) / _TIMES * 1e3]}


@contextmanager
def _prepared(room: Room) -> Iterator[Subjects]:
    home = room.home()
    subjects: dict[str, Callable[[], Observation]] = {}
    for name, raw in _sets(home).items():
        token = (home / "token.txt").read_text()
        words = room.wizard("token", "verify", "token.txt", "--jwks", f"{name}.json")
        subjects[f"command, {name}"] = partial(process.run, words, room.environ(home), home)
        subjects[f"read, {name}"] = partial(_read, raw, token)
        subjects[f"again, {name}"] = partial(_again, lint(raw), token)
    yield subjects


EXPERIMENT: Final = Experiment(
    "key sets",
    9,
    _prepared,
    (
        Row(
            "100-key set, one token judged: token verify",
            Take("command, hundred", "wall"),
            Take("command, one", "wall"),
            3.0,
            f"{_GUARD}::test_each_key_of_a_set_is_made_once_and_one_signature_is_looked_at",
        ),
        Row(
            "100-key set, repeated",
            Take("again, hundred", "again"),
            Take("again, one", "again"),
            1.2,
            f"{_GUARD}::test_a_set_at_hand_is_asked_for_one_name",
        ),
    ),
)
