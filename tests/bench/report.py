# ruff: noqa: RUF001 — the signs of a table
"""The table on the terminal, and the same as JSON."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.bench.experiment import Result
    from tests.bench.row import Outcome

_QUIET = 0.05
"""Share of the machine that others may have in a round before the table tells of it."""


def table(result: Result) -> list[str]:
    """Give an experiment's lines: what, ratio and its spread, budget, whether it holds."""
    noise = statistics.median(result.noise)
    aside = f"   others had {noise:.0%} of the machine" if noise > _QUIET else ""
    lines = [f"{result.name} ({len(result.rounds)} rounds){aside}"]
    lines += [_line(outcome) for outcome in result.outcomes]
    lines += [f"      {line}" for line in result.told]
    return lines


def _line(outcome: Outcome) -> str:
    row = outcome.row
    sign = "×" if row.by == "ratio" else " "
    spread = f"{outcome.low:.2f}–{outcome.high:.2f}"
    return (
        f"    {row.what:<60} {outcome.value:6.2f}{sign} {spread:>13}   {_judged(outcome, sign)}"
        f"({outcome.measured:.4g} : {outcome.beside:.4g})"
    )


def _judged(outcome: Outcome, sign: str) -> str:
    row = outcome.row
    if row.budget is None:
        return ""
    bound, holds = "≥" if row.least else "≤", "holds" if outcome.holds else "DOES NOT HOLD"
    return f"{bound} {row.budget:g}{sign}  {holds}   "


def as_json(
    machine: Mapping[str, Any], results: Sequence[Result], *, quick: bool
) -> dict[str, Any]:
    """Give everything: each row, and under ``experiments`` each sample of each round."""
    return {
        "machine": dict(machine),
        "quick": quick,
        "rows": [_row(result, outcome) for result in results for outcome in result.outcomes],
        "told": {result.name: list(result.told) for result in results if result.told},
        "experiments": {result.name: list(result.rounds) for result in results},
    }


def _row(result: Result, outcome: Outcome) -> dict[str, Any]:
    row = outcome.row
    return {
        "experiment": result.name,
        "what": row.what,
        "by": row.by,
        "value": round(outcome.value, 3),
        "quartiles": [round(outcome.low, 3), round(outcome.high, 3)],
        "budget": row.budget,
        "bound": "least" if row.least else "most",
        "holds": outcome.holds,
        "measured": round(outcome.measured, 4),
        "beside": round(outcome.beside, 4),
        "guard": row.guard,
        "rounds": len(result.rounds),
        "noise": round(statistics.median(result.noise), 3),
    }
