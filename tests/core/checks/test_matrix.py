"""Faults of every kind, one at a time: the first cause that is reported must be the right one.

And set-ups without a fault, for which nothing may be reported.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.core.checks import breaking, breaking_apps, healthy
from tests.core.checks.breaking import Bench, Fault
from tests.core.checks.patients import healthy as made

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.core.conftest import Server
    from tests.sandbox.conftest import KeyHost
    from wizard.checks.row import Row
    from wizard.sandbox import Running

FAULTS = (
    *breaking.PROFILES,
    *breaking.NETWORK,
    *breaking.MANAGEMENT,
    *breaking.TOKENS,
    *breaking.LINKS,
    *breaking_apps.APPS,
)
WELL = (*healthy.CHAINS, *healthy.APPS)


@dataclass(frozen=True)
class Ward:
    """Where patients are made and looked at."""

    sandbox: Running
    key_host: KeyHost
    serve: Callable[..., Server]
    folder: Path

    def broken(self, number: int, fault: Fault) -> Mapping[str, Row]:
        patient = made(
            self.sandbox, self.folder / f"f{number}", key_host=self.key_host, **fault.kind
        )
        patient.write(dict(fault.app))
        with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
            more = fault.breaks(patient, Bench(patient, stack, patch, self.serve))
            return patient.rows(app=bool(fault.app), **(more or {}))

    def well(self, number: int, one: healthy.Well) -> Mapping[str, Row]:
        patient = made(self.sandbox, self.folder / f"w{number}", key_host=self.key_host, **one.kind)
        patient.write(dict(one.app))
        return patient.rows(app=bool(one.app), **(one.more(patient) or {}))


@pytest.fixture
def ward(sandbox: Running, key_host: KeyHost, serve: Callable[..., Server], tmp_path: Path) -> Ward:
    return Ward(sandbox, key_host, serve, tmp_path)


def first_reported(rows: Mapping[str, Row]) -> tuple[str, str]:
    """Give code and row of what a person is told first: a failure, else a remark."""
    for state in ("fail", "warn"):
        for row in rows.values():
            if row.state == state and row.problem:
                return row.problem.code, row.id
    return "", ""


def test_there_are_enough_of_both() -> None:
    assert len(FAULTS) >= 40
    assert len(WELL) >= 20
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)


@pytest.mark.timeout(600)
def test_the_first_reported_cause_is_the_right_one(ward: Ward) -> None:
    told = [first_reported(ward.broken(number, one)) for number, one in enumerate(FAULTS)]
    alarms = [first_reported(ward.well(number, one)) for number, one in enumerate(WELL)]
    right = [found == (one.code, one.row) for one, found in zip(FAULTS, told, strict=True)]
    reported = [found for found in (*told, *alarms) if found != ("", "")]
    precision, recall = sum(right) / len(reported), sum(right) / len(FAULTS)
    print(f"\n{len(FAULTS)} faults, {len(WELL)} healthy set-ups")  # noqa: T201 — to be read
    print(f"precision {precision:.3f}, recall {recall:.3f}")  # noqa: T201 — likewise
    wrong = [
        f"{one.name}: {found} instead of {(one.code, one.row)}"
        for one, found in zip(FAULTS, told, strict=True)
        if found != (one.code, one.row)
    ]
    wrong += [
        f"{one.name}: nothing is wrong, but {found}"
        for one, found in zip(WELL, alarms, strict=True)
        if found != ("", "")
    ]
    assert wrong == []
    assert (precision, recall) == (1.0, 1.0)
