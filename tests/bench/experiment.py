"""Subjects that are measured side by side: A B A B, in one run.

Knows: how rounds take turns, and how much of the machine others had meanwhile.
Must never: let one subject run twice in a row, or measure a round that only warms up.
"""

from __future__ import annotations

import os
import resource
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.bench import cost

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from tests.bench.room import Room
    from tests.bench.row import Observation, Outcome, Row

    Subjects = Mapping[str, Callable[[], Observation]]
    """Name → one run of it."""


@dataclass(frozen=True, slots=True)
class Experiment:
    """What is set up together and measured in turns. ``rounds`` are those of a full run.

    ``prepared`` sets up and gives the subjects. ``told`` adds lines to the report.
    """

    name: str
    rounds: int
    prepared: Callable[[Room], AbstractContextManager[Subjects]]
    rows: tuple[Row, ...]
    told: Callable[[Room], list[str]] = lambda _room: []


@dataclass(frozen=True, slots=True)
class Result:
    """What an experiment showed. ``noise`` is the share of the machine that others had, a round."""

    name: str
    outcomes: tuple[Outcome, ...]
    rounds: tuple[dict[str, Any], ...]
    noise: tuple[float, ...]
    told: tuple[str, ...]


def measured(experiment: Experiment, room: Room, rounds: int) -> Result:
    """Run ``rounds`` of an experiment, after one that only warms up."""
    with experiment.prepared(room) as subjects:
        _one_round(subjects, backwards=False)
        noted = [_one_round(subjects, backwards=bool(number % 2)) for number in range(rounds)]
        told = experiment.told(room)
    observed = tuple(observations for observations, _ in noted)
    outcomes = tuple(row.outcome(observed) for row in experiment.rows)
    noise = tuple(share for _, share in noted)
    return Result(experiment.name, outcomes, observed, noise, tuple(told))


def _one_round(subjects: Subjects, *, backwards: bool) -> tuple[dict[str, Observation], float]:
    names = list(subjects)[::-1] if backwards else list(subjects)
    before = _others()
    began = time.perf_counter()
    observed = {name: subjects[name]() for name in names}
    room = (time.perf_counter() - began) * (os.cpu_count() or 1)
    return observed, max(0.0, (_others() - before) / room)


def _others() -> float:
    """Give the CPU seconds of the machine that were not ours or our children's."""
    mine = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return cost.machine_busy() - sum(used.ru_utime + used.ru_stime for used in mine)
