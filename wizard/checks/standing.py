"""How each link of the chain stands, from the rows that are known so far.

Knows: which of a link's checks tells most about it, and how a finding is told to somebody else.
Must never: call a link whole that was not looked at, or hand out a secret with a finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from wizard.checks.redaction import Redaction
from wizard.checks.registry import Link, first_broken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wizard.checks.case import Case
    from wizard.checks.registry import Check
    from wizard.checks.row import Row, State
    from wizard.model import Problem

TITLES: Final[dict[Link, str]] = {
    "profile": "Profile",
    "environment": "Environment",
    "key": "Key",
    "organization": "Organization",
    "pool": "UserPool",
    "jwks": "JWKS",
    "clients": "SdkClients",
    "user": "Test user",
    "link": "Link",
    "app": "Your app",
}

_TELLS: Final = frozenset(
    {
        "profile.saved",
        "network.sandbox",
        "key.accepted",
        "organization.known",
        "pool.exists",
        "jwks.sound",
        "client.webapp",
        "token.user",
        "link.session",
        "app.folder",
    }
)
"""The check of each link whose words tell most, while all is well."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One link. ``rows`` are those known so far, of ``count`` that there will be."""

    link: Link
    rows: tuple[Row, ...]
    count: int

    @property
    def title(self) -> str:
        """The link's name, as the setup calls it."""
        return TITLES[self.link]

    @property
    def complete(self) -> bool:
        """Whether all of its checks were made."""
        return len(self.rows) == self.count

    @property
    def reached(self) -> tuple[Row, ...]:
        """The rows that could be looked at: no earlier link is broken under them."""
        return tuple(row for row in self.rows if not row.stands_on)

    @property
    def state(self) -> State:
        """The worst that its rows say; ``skip`` where not all that matters could be looked at."""
        said = {row.state for row in self.reached}
        order: tuple[State, ...] = ("fail", "warn", "ask")
        worst = next((state for state in order if state in said), None)
        whole = "pass" in said and len(self.reached) == len(self.rows)
        return worst or ("pass" if whole else "skip")

    @property
    def told(self) -> str:
        """What is to be known of it in a sentence; empty while nothing is."""
        worst = [row for row in self.reached if row.state == self.state]
        telling = [row for row in self.reached if row.id in _TELLS]
        rows = worst if self.problems else (*telling, *worst)
        unreached = "not reached" if self.rows and len(self.reached) < len(self.rows) else ""
        return next((row.text for row in rows), unreached)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is broken here, the first cause first, then what is merely to be known."""
        ranked = (row for state in ("fail", "warn") for row in self.rows if row.state == state)
        return tuple(dict.fromkeys(row.problem for row in ranked if row.problem))


def standings(checks: Iterable[Check[Case]], rows: Iterable[Row]) -> tuple[Standing, ...]:
    """Give the links that ``checks`` belong to, in the chain's order."""
    link_of = {check.id: check.link for check in checks}
    known = tuple(rows)
    links: tuple[Link, ...] = get_args(Link)
    return tuple(
        Standing(link, tuple(row for row in known if link_of[row.id] == link), count)
        for link in links
        if (count := sum(each == link for each in link_of.values()))
    )


def verdict(rows: Sequence[Row]) -> str:
    """Say in a sentence what the examination came to."""
    broken = first_broken(rows)
    if broken:
        return f"The broken link: {broken.title} ({broken.id})."
    remarks = sum(row.state == "warn" for row in rows)
    told = f"; {remarks} thing{'s' if remarks > 1 else ''} to know" if remarks else ""
    return f"No link is broken{told}."


def first_cause(rows: Sequence[Row]) -> Problem | None:
    """Give the problem behind the broken link; where none is broken, the first remark."""
    ranked = (row for state in ("fail", "warn") for row in rows if row.state == state)
    return next((row.problem for row in ranked if row.problem), None)


def in_words(case: Case, rows: Iterable[Row]) -> str:
    """Give findings as lines of text for somebody else: ids and addresses, no secret."""
    lines = [line for row in rows for line in _lines(row)]
    return Redaction.of(case).clean("\n".join(lines))


def _lines(row: Row) -> Iterable[str]:
    yield f"{row.state}: {row.title} ({row.id}): {row.text}"
    yield from (f"  at {place}" for place in row.places)
    if row.problem:
        yield f"  Why: {row.problem.cause}"
        yield f"  Fix: {row.problem.fix}"
        yield f"  More: {row.problem.code}; {row.problem.see}"
