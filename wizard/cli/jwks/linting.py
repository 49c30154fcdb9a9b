"""``anon-wizard jwks lint URL|FILE``: would Anon be able to use this key set.

Knows: how a judged set is shown.
Must never: show a private member.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wizard import judging
from wizard.cli import sources, verdicts
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from wizard.cli.command import Call, Result
    from wizard.identity.jwks import KeySet, Row

_AT_ONCE: Final = 8  # URLs of a batch that are fetched at the same time


def arguments(parser: ArgumentParser) -> None:
    """Add the set, or a batch of sets."""
    add = parser.add_argument
    add("source", nargs="?", metavar="URL|FILE", help="the key set (-: stdin)")
    add("--allow-private", action="store_true", help="also http, and hosts of your own network")
    add("--batch", metavar="FILE", help="judge one JSON string a line, a URL or path (-: stdin)")


def run(call: Call) -> Result:
    """Judge it."""
    options, private = call.options, call.options.allow_private
    if options.batch is not None:
        entries = sources.batch(options.batch)
        return verdicts.batch(entries, lambda each: _line(each, private), at_once=_AT_ONCE)
    if options.source is None:
        raise ProblemError(problem("usage.wrong", message="Which set? Give a URL or a file."))
    found = judging.key_set(options.source, allow_private=private)
    where = verdicts.where(options.source, private=private)
    data = {
        "source": options.source,
        "verdict": found.verdict,
        "checks": [*where, *_checks(found)],
        "keys": _keys(found),
    }
    text = "\n".join((*_table(found), *(verdicts.rows_as_text([each]) for each in where)))
    return verdicts.answer(
        found.verdict, found.problems, data, f"{text}\n{_closing(found)}".lstrip()
    )


def _line(source: str, private: bool) -> str:
    try:
        found = judging.key_set(source, allow_private=private)
    except ProblemError as failure:
        return verdicts.refused_line(failure.problem)
    first = found.problems[0] if found.problems else None
    return verdicts.line(found.verdict, first, _summary(found))


def _summary(found: KeySet) -> str:
    if not found.problems:
        return f"A sound key set; tokens may name {_count(len(found.kids), 'key')}."
    first = found.problems[0]
    prefix = "Usable, but: " if found.verdict == "warn" else ""
    return f"{prefix}{first.symptom} {first.fix}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _checks(found: KeySet) -> list[dict[str, Any]]:
    wrong = found.document_problem
    if wrong:
        return [verdicts.row("jwks.document", "fail", wrong.symptom, wrong)]
    document = verdicts.row("jwks.document", "pass", f"a set of {_count(len(found.rows), 'key')}")
    return [document, *(_key_check(row) for row in found.rows), *_whole(found)]


def _key_check(row: Row) -> dict[str, Any]:
    state = "pass" if row.verdict == "ok" else row.verdict
    return verdicts.row(f"jwks.key.{row.number}", state, f"{row.name}: {row.text}", row.problem)


def _whole(found: KeySet) -> list[dict[str, Any]]:
    usable = _count(len(found.kids), "key")
    if found.kids:
        return [verdicts.row("jwks.usable", "pass", f"{usable} can verify tokens")]
    none = found.problems[-1]
    return [verdicts.row("jwks.usable", "fail", none.symptom, none)]


def _keys(found: KeySet) -> list[dict[str, Any]]:
    return [
        {
            "kid": None if row.kid is None else printable(row.kid),
            "type": row.type,
            "size": row.size,
            "use": row.use or None,
            "alg": row.alg or None,
            "verdict": row.verdict,
            "problem": row.code,
        }
        for row in found.rows
    ]


def _closing(found: KeySet) -> str:
    """Give the verdict in a line; why it is not better is told once, on stderr."""
    if found.verdict == "fail":
        return f"fail: {found.problems[0].code}"
    remarks = ", with remarks" if found.verdict == "warn" else ""
    usable = _count(len(found.kids), "key")
    return f"{found.verdict}: A sound key set{remarks}; tokens may name {usable}."


def _table(found: KeySet) -> list[str]:
    if not found.rows:
        return []
    heads = ("KID", "TYPE", "SIZE", "USE", "ALG", "VERDICT")
    rows = [heads, *(_cells(row) for row in found.rows)]
    widths = [max(len(cells[column]) for cells in rows) for column in range(6)]
    lines = ["  ".join(f"{c:<{w}}" for c, w in zip(cells, widths, strict=True)) for cells in rows]
    return [line.rstrip() for line in lines]


def _cells(row: Row) -> tuple[str, ...]:
    kid = printable(row.kid, 60) if row.kid else "-"
    size = str(row.size) if row.size else "-"
    verdict = f"{row.verdict} ({row.code})" if row.code else row.verdict
    return (kid, row.type or "-", size, row.use or "-", row.alg or "-", verdict)
