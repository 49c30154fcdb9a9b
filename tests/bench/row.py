"""What a measurement is compared with, and whether it holds.

Knows: ratios of what two subjects showed in the same round, their median and their spread. Where
the machine is slow for a while, it is so for both.
Must never: drop a round because of what it showed.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Observation = Mapping[str, Sequence[float]]
    """What one run of a subject showed: metric → samples."""

    Rounds = Sequence[Mapping[str, Observation]]
    """Subject → observation, one round after the other."""

MEDIAN: Final = 0.5
P95: Final = 0.95


@dataclass(frozen=True, slots=True)
class Take:
    """One figure of one subject: a quantile of all its samples of a metric."""

    subject: str
    metric: str
    quantile: float = MEDIAN

    def of(self, rounds: Rounds) -> float:
        """Give the figure over these rounds."""
        samples = [each for one in rounds for each in one[self.subject][self.metric]]
        return quantile(samples, self.quantile)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: ``measured`` against ``beside``, and the budget for it.

    ``guard`` is the test that holds its cause still (``path::name``). ``by`` ``extra`` compares by
    difference, not by ratio. ``least``: the budget is a lower bound.
    Without a budget, it is only told.
    """

    what: str
    measured: Take
    beside: Take
    budget: float | None
    guard: str
    by: Literal["ratio", "extra"] = "ratio"
    least: bool = False

    def outcome(self, rounds: Rounds) -> Outcome:
        """Compare each round by itself: the median of that, and its spread, are the outcome."""
        each = [self._compared([one]) for one in rounds]
        value = quantile(each, MEDIAN)
        return Outcome(
            row=self,
            value=value,
            low=quantile(each, 0.25),
            high=quantile(each, 0.75),
            measured=self.measured.of(rounds),
            beside=self.beside.of(rounds),
            holds=self._holds(value),
        )

    def _holds(self, value: float) -> bool:
        if self.budget is None:
            return True
        return value >= self.budget if self.least else value <= self.budget

    def _compared(self, rounds: Rounds) -> float:
        ours, theirs = self.measured.of(rounds), self.beside.of(rounds)
        return ours - theirs if self.by == "extra" else ours / theirs


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row as it was measured.

    ``value`` is the median of the rounds, ``low`` and ``high`` are their quartiles; ``measured``
    and ``beside`` are the figures over all rounds.
    """

    row: Row
    value: float
    low: float
    high: float
    measured: float
    beside: float
    holds: bool


def quantile(samples: Sequence[float], share: float) -> float:
    """Give the quantile of the samples, interpolated; of one sample, itself."""
    if len(samples) == 1:
        return samples[0]
    if share == MEDIAN:
        return statistics.median(samples)
    return statistics.quantiles(samples, n=100, method="inclusive")[round(share * 100) - 1]
