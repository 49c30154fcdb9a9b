"""The sandbox's requests a second, beside a bare Starlette app with one SQLite write."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from tests.bench.experiment import Experiment
from tests.bench.row import Row, Take
from tests.bench.sandbox import BARE, GOAL, SIGNED, bare_app, targets
from tests.sandbox.conftest import caller
from wizard.sandbox import LocalSandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.experiment import Subjects
    from tests.bench.room import Room
    from tests.bench.row import Observation
    from tests.bench.sandbox import Target

_ISSUES: Final = "POST /org/appUserIdToken"
_CALLS: Final = ("GET /org/userPool/{id}", "POST /org/userPool", _ISSUES, "token verification")
_GUARD: Final = "tests/bench/test_sandbox.py::test_a_request_costs_the_database_little"


def _driven(target: Target) -> Observation:
    target.rates.clear()
    target.times.clear()
    target.run()
    return {"a second": target.rates.copy(), "ms": [each * 1e3 for each in target.times]}


@contextmanager
def _prepared(room: Room) -> Iterator[Subjects]:
    folder = room.home()
    with LocalSandbox(folder / "sandbox.sqlite") as running, bare_app(folder) as bare:
        yield {
            target.name: partial(_driven, target) for target in (*bare, *targets(caller(running)))
        }


def _row(what: str, call: str, beside: str) -> Row:
    return Row(what, Take(call, "a second"), Take(beside, "a second"), GOAL, _GUARD, least=True)


EXPERIMENT: Final = Experiment(
    "sandbox",
    5,
    _prepared,
    (
        *(_row(f"sandbox, requests a second: {call}", call, BARE) for call in _CALLS),
        _row(f"sandbox, beside the bare app that signs: {_ISSUES}", _ISSUES, SIGNED),
    ),
)
