"""A key set read with a linter's eyes: rows for people, usable keys for the judge, one verdict.

Knows: the order of judgement. The rules stand in ``documents``, ``key_rules``, ``material_rules``.
Must never: raise, or put the value of a private member anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from wizard.identity import documents, strict_json
from wizard.identity.findings import broken
from wizard.identity.rows import Row, row_of
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.model import Problem

__all__ = ["KeySet", "Row", "SetVerdict", "lint"]

SetVerdict = Literal["ok", "warn", "fail"]

PUBLISHED_SECRETS: Final = frozenset({"jwks.private_key", "jwks.symmetric_key"})
"""What is told before anything else: it has to be rotated now."""


@dataclass(frozen=True, slots=True)
class KeySet:
    """What was read. Of ``problems``, the first is the one first reason.

    ``fail``: no key set, or a key in it is broken. ``warn``: a key is for something else, or works
    with a remark. Keys of unknown kinds are passed over. ``by_kid`` has the rows of each name.
    """

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    verdict: SetVerdict
    by_kid: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)

    @property
    def kids(self) -> tuple[str, ...]:
        """The names that a token may use, raw."""
        return tuple(row.kid for row in self.rows if row.kid is not None and row.key is not None)

    @property
    def document_problem(self) -> Problem | None:
        """Why the document is no key set at all, where it is none."""
        return self.problems[0] if self.problems and not self.rows else None


def lint(raw: bytes) -> KeySet:
    """Judge a document as whoever verifies with it would. Never raises; at most 100 keys."""
    for rule in documents.RAW_RULES:
        found = rule(raw)
        if found:
            return no_set(found)
    try:
        document = strict_json.parse(raw)
    except strict_json.JsonError as error:
        return no_set(documents.json_problem(error))
    keys = documents.keys_in(document)
    wrong = _shape_problem(document) if keys is None else documents.count_problem(keys)
    if keys is None or wrong:
        return no_set(*filter(None, (documents.published_secret(document), wrong)))
    return _judged(keys)


def no_set(*problems: Problem) -> KeySet:
    """Give the set without keys that stands for a document, or an address, that gave none."""
    return KeySet((), problems, "fail")


def _shape_problem(document: Any) -> Problem:
    return next(found for rule in documents.SHAPE_RULES if (found := rule(document)))


def _judged(keys: list[Any]) -> KeySet:
    rows = [row_of(jwk, number) for number, jwk in enumerate(keys, start=1)]
    by_kid = _by_kid(rows)
    rows = [_with_its_own_name(row, by_kid) for row in rows]
    usable = any(row.key for row in rows)
    if not usable:
        rows = [replace(row, verdict="fail") if row.verdict == "warn" else row for row in rows]
    problems = _problems(rows)
    if not usable:
        problems.append(problem("jwks.no_usable_key"))
    return KeySet(tuple(rows), tuple(problems), _worst(rows, usable=usable), _by_kid(rows))


def _by_kid(rows: list[Row]) -> dict[str, tuple[Row, ...]]:
    found: dict[str, tuple[Row, ...]] = {}
    for row in rows:
        if row.kid is not None:
            found[row.kid] = (*found.get(row.kid, ()), row)
    return found


def _with_its_own_name(row: Row, by_kid: Mapping[str, tuple[Row, ...]]) -> Row:
    """Demand that a ``kid`` picks exactly one key (RFC 7517 §4.5)."""
    twins = by_kid.get(row.kid or "", ())
    if len(twins) < 2 or row.verdict == "fail":
        return row
    return row.found(broken("jwks.duplicate_kid", count=len(twins), kid=row.kid))


def _problems(rows: list[Row]) -> list[Problem]:
    """Give what is wrong: published secrets first, then broken keys, then remarks."""
    told = [row for row in rows if row.verdict != "skip"]
    told.sort(key=lambda row: (row.code not in PUBLISHED_SECRETS, row.verdict != "fail"))
    return [row.problem for row in told if row.problem]


def _worst(rows: list[Row], *, usable: bool) -> SetVerdict:
    verdicts = {row.verdict for row in rows}
    if not usable or "fail" in verdicts:
        return "fail"
    return "warn" if "warn" in verdicts else "ok"
