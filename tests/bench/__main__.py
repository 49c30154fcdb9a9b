# ruff: noqa: T201 — this prints what it measured
"""Measure everything side by side: ``make bench``, or ``python -m tests.bench``.

``--quick`` takes a third of the rounds. ``--only WORD`` takes the experiments whose name has it.
``--peers`` installs other programs and measures them as well. Exits with 1 where a budget does not
hold.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import peers
from tests.bench.experiment import measured
from tests.bench.experiments import EXPERIMENTS
from tests.bench.machine import machine
from tests.bench.report import as_json, table
from tests.bench.room import Room

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.bench.experiment import Experiment, Result

RESULTS = Path(__file__).parent / "results.json"


def main() -> int:
    """Measure, print the table, and write the results down."""
    options = _options()
    told = machine()
    print("  ".join(f"{name}: {value}" for name, value in told.items()))
    results = _measured(options)
    document = as_json(told, results, quick=options.quick)
    options.output.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    budgets = [row for row in document["rows"] if row["budget"] is not None]
    held = [row for row in budgets if row["holds"]]
    print(f"\n{len(held)} of {len(budgets)} budgets hold")
    return 0 if len(held) == len(budgets) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__.split("\n")[0])
    parser.add_argument("--quick", action="store_true", help="a third of the rounds")
    parser.add_argument("--peers", action="store_true", help="install and measure peers as well")
    parser.add_argument("--only", default="", metavar="WORD", help="experiments named so")
    parser.add_argument("--output", type=Path, default=RESULTS, metavar="FILE")
    return parser.parse_args()


def _measured(options: argparse.Namespace) -> list[Result]:
    results = []
    with tempfile.TemporaryDirectory(prefix="anon-wizard-bench-") as name:
        folder = Path(name)
        for experiment in _chosen(options, folder):
            rounds = max(3, experiment.rounds // 3) if options.quick else experiment.rounds
            result = measured(experiment, Room.furnished(folder), rounds)
            print("\n".join(["", *table(result)]), flush=True)
            results.append(result)
    return results


def _chosen(options: argparse.Namespace, folder: Path) -> Iterator[Experiment]:
    yield from (each for each in EXPERIMENTS if options.only in each.name)
    if options.peers:
        print("\nInstalling other programs", flush=True)
        yield from peers.experiments(folder)


if __name__ == "__main__":
    raise SystemExit(main())
