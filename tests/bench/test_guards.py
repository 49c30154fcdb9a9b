"""The table is whole: every budget is measured, and every row names a test that holds its cause."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

import pytest

from tests.bench.experiments import EXPERIMENTS
from wizard.resources import ROOT

if TYPE_CHECKING:
    from tests.bench.row import Row

ROWS: Final[list[Row]] = [row for experiment in EXPERIMENTS for row in experiment.rows]

BUDGETS: Final = {
    "first screen ready for input": 1.15,
    "largest form, opened directly, ready": 1.35,
    "modules at the first paint: Textual's and ours": 40,
    "modules at the first paint: heavy ones": 0,
    "key to paint on the largest form, median": 1.5,
    "key to paint on the largest form, p95": 2.0,
    "step to step, forward": 0.8,
    "step to step, back": 0.8,
    "keys while a key is made, p95": 1.5,
    "keys while a request waits, p95": 1.5,
    "keys while libraries load, p95": 1.5,
    "--version": 1.8,
    "--help": 3.5,
    "profile list": 3.5,
    "profile use one": 3.5,
    "profile show": 3.5,
    "profile why": 3.5,
    "env": 5.0,
    "token inspect token.txt": 5.0,
    "token verify token.txt --jwks jwks.json": 10.0,
    "peak memory at the first screen": 1.15,
    "peak memory at the end of a setup (the wizard's own process)": 1.8,
    "idle, waiting for the network: CPU": 10,
    "setup --env local --yes, sandbox included: CPU": 8,
    "1,000 profiles: profile use": 1.2,
    "1,000 profiles: first screenful of the list": 1.5,
    "100-key set, one token judged: token verify": 3.0,
    "100-key set, repeated": 1.2,
    "good RS256 tokens judged a second": 0.7,
    "sandbox, requests a second: POST /org/appUserIdToken": 0.6,
}
"""What was promised; a row more may be measured, none less, and none more leniently."""


def test_every_promised_budget_is_measured_as_promised() -> None:
    measured = {row.what: row.budget for row in ROWS}
    assert {what: measured.get(what) for what in BUDGETS} == BUDGETS


def test_no_two_rows_are_called_the_same() -> None:
    assert len({row.what for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("guard", sorted({row.guard for row in ROWS}))
def test_every_row_names_a_guard_that_there_is(guard: str) -> None:
    path, _, name = guard.partition("::")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    defined = {
        each.name for each in tree.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert name in defined
