"""What a check says, and the row that becomes of it (cli.md, Output).

Must never: let *not proven* look like a pass or like a failure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.checks.remedies import Remedy
    from wizard.model import Problem

State = Literal["pass", "warn", "fail", "skip", "ask"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check found. ``text`` is printable; ``remedies`` are what ``--fix`` may do.

    ``places`` are further findings of the same check, each a line for people.
    """

    state: State
    text: str
    problem: Problem | None = None
    remedies: tuple[Remedy, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """An outcome with the check's stable id. ``title`` is the check's name for people.

    ``stands_on`` is the id of the broken check behind a ``skip`` that was not reached.
    """

    id: str
    title: str
    state: State
    text: str
    problem: Problem | None = None
    remedies: tuple[Remedy, ...] = ()
    places: tuple[str, ...] = ()
    stands_on: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give the shape that ``data.checks`` promises."""
        code = self.problem.code if self.problem else None
        return {"id": self.id, "state": self.state, "text": self.text, "problem": code}


def passed(text: str) -> Outcome:
    """Say that it is proven."""
    return Outcome("pass", text)


def skipped(reason: str) -> Outcome:
    """Say why it was not looked at."""
    return Outcome("skip", reason)


def warned(problem: Problem, *remedies: Remedy) -> Outcome:
    """Say that something is to be known, and nothing is broken by it."""
    return Outcome("warn", problem.symptom, problem, remedies)


def failed(problem: Problem, *remedies: Remedy) -> Outcome:
    """Say that it is broken."""
    return Outcome("fail", problem.symptom, problem, remedies)


def at(places: Iterable[str], outcome: Outcome) -> Outcome:
    """Say at how many places the same was found; the first one stands in the outcome already."""
    found = tuple(places)
    more = f" (and at {len(found) - 1} more)" if len(found) > 1 else ""
    return replace(outcome, text=outcome.text + more, places=found)


def told_at(place: str, outcome: Outcome) -> Outcome:
    """Put the place before a finding that does not name it."""
    return replace(outcome, text=f"{printable(place)}: {outcome.text}")


def not_proven(problem: Problem) -> Outcome:
    """Say that it could be neither proven nor refuted, in these words."""
    return Outcome("warn", f"Not proven: {problem.symptom}", problem)
