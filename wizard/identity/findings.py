"""What a rule says about a key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from wizard.problems import problem

if TYPE_CHECKING:
    from wizard.model import Problem

RowVerdict = Literal["ok", "warn", "fail", "skip"]
"""``warn``: usable with a remark, or sound but for something else. ``skip``: passed over."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about one key. A key with a finding that is not ``usable`` verifies nothing."""

    problem: Problem
    verdict: RowVerdict
    usable: bool


def broken(code: str, **details: object) -> Finding:
    """Say that the key is wrong: whoever publishes it has to mend it."""
    return Finding(problem(code, **details), "fail", usable=False)


def aside(code: str, **details: object) -> Finding:
    """Say that the key is sound, but for something else than tokens for Anon."""
    return Finding(problem(code, **details), "warn", usable=False)


def passed_over(code: str, **details: object) -> Finding:
    """Say that the key is of a kind that readers ignore (RFC 7517 §5)."""
    return Finding(problem(code, **details), "skip", usable=False)


def noted(code: str, **details: object) -> Finding:
    """Say that the key can be used, and what should be known about it."""
    return Finding(problem(code, **details), "warn", usable=True)
