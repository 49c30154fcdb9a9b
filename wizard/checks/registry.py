"""What a check is, and how a list of them is gone through.

Knows: that a check which stands on a broken one cannot say anything by itself.
Must never: call a check broken because an earlier one is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from wizard.checks.row import Outcome, Row, failed, skipped
from wizard.model import ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

C = TypeVar("C")

Link = Literal[
    "profile",
    "environment",
    "key",
    "organization",
    "pool",
    "jwks",
    "clients",
    "user",
    "link",
    "app",
]
"""The link of the chain that a check belongs to, in the chain's order."""


@dataclass(frozen=True, slots=True)
class Check(Generic[C]):
    """One question about a case. ``id`` is stable: scripts know it (``data.checks``).

    ``run`` gives an outcome, or raises the ``ProblemError`` that is wrong. It sends nothing that
    changes anything. ``needs`` are ids of checks without which the question makes no sense.
    """

    id: str
    title: str
    link: Link
    run: Callable[[C], Outcome]
    needs: tuple[str, ...] = ()


def examine(
    checks: Iterable[Check[C]],
    case: C,
    begin: Callable[[Check[C]], None] = lambda _check: None,
) -> Iterator[Row]:
    """Go through the checks in order, and give each row as soon as it is known.

    ``begin`` hears of each check before it is made. A check that needs a broken one is ``skip``,
    with the reason. Raises ``CancelledByUserError`` when the user calls it off.
    """
    titles: dict[str, str] = {}
    broken: dict[str, str] = {}
    for check in checks:
        begin(check)
        titles[check.id] = check.title
        root = next((broken[need] for need in check.needs if need in broken), None)
        outcome = _made(check, case) if root is None else _stands_on(titles[root])
        if outcome.state == "fail" or root is not None:
            broken[check.id] = root or check.id
        yield _row(check, outcome, root or "")


def _made(check: Check[C], case: C) -> Outcome:
    try:
        return check.run(case)
    except ProblemError as wrong:
        return failed(wrong.problem)


def _stands_on(title: str) -> Outcome:
    return skipped(f"Not reached: it stands on “{title}”.")


def _row(check: Check[C], outcome: Outcome, root: str) -> Row:
    return Row(
        check.id,
        check.title,
        outcome.state,
        outcome.text,
        outcome.problem,
        outcome.remedies,
        outcome.places,
        root,
    )


def first_broken(rows: Iterable[Row]) -> Row | None:
    """Give the one broken link: the first row that failed."""
    return next((row for row in rows if row.state == "fail"), None)
