"""What the production checklist is made of: checks as the doctor's, and who can settle each.

Knows: the three ways an item is settled: by a machine, by one with the prod key, by a person.
Must never: look at anything itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from wizard.checks.registry import Check
from wizard.checks.row import Outcome
from wizard.handoff.look import Look

if TYPE_CHECKING:
    from wizard.checks.row import Row
    from wizard.model import Certainty, Problem
    from wizard.profiles.handoffs import Word

Kind = Literal["machine", "with the prod key", "person"]


@dataclass(frozen=True, slots=True)
class Item(Check[Look]):
    """One thing that must be so before real users come. ``title`` says it as a fact.

    ``ask`` is the question to a person, and tells what a good note says; an item with one is
    settled by a person's word where the machine can't tell. ``certainty``: whether Anon documents
    that it matters.
    """

    kind: Kind = "machine"
    ask: str = ""
    certainty: Certainty = "ours"


@dataclass(frozen=True, slots=True)
class Result:
    """One item as it was found. ``at`` in Unix seconds; ``word`` is the person's, where it counts.

    The row's ``places`` are the evidence: places, dates and ids, never a secret.
    """

    item: Item
    row: Row
    at: int
    word: Word | None = None

    @property
    def blocks(self) -> bool:
        """Tell whether this keeps the profile from production."""
        return self.row.state in {"fail", "ask"}

    def as_json(self) -> dict[str, Any]:
        """Give an entry of ``data.checks`` (cli.md, Output), and what grew beside it."""
        word = self.word
        return {
            **self.row.as_json(),
            "title": self.item.title,
            "kind": self.item.kind,
            "evidence": list(self.row.places),
            "at": self.at,
            "by": word.by if word else None,
            "note": word.note if word else None,
        }


def found(text: str, *evidence: str) -> Outcome:
    """Say that it is so, and where that was seen."""
    return Outcome("pass", text, places=evidence)


def wrong(trouble: Problem, *evidence: str) -> Outcome:
    """Say that it is not so, and where that was seen."""
    return Outcome("fail", trouble.symptom, trouble, places=evidence)


def remarked(worth_knowing: Problem, *evidence: str) -> Outcome:
    """Say that it is so, with a remark."""
    return Outcome("warn", worth_knowing.symptom, worth_knowing, places=evidence)


def asked(question: str, *evidence: str) -> Outcome:
    """Say that only a person can tell."""
    return Outcome("ask", question, places=evidence)


def rehearsed(why: str) -> Outcome:
    """Say that a rehearsal on this machine cannot look at it (cli.md, Environments)."""
    return Outcome("skip", f"rehearsal: {why}")


def by_word(row: Row, word: Word, date: str) -> Row:
    """Give the row that a person's word settles."""
    return replace(row, state="pass", text=f"{word.note} ({word.by}, {date})", problem=None)
