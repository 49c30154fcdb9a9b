"""Verdicts as commands show them: rows, one answer, a line of a batch (cli.md, Output)."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Final, Literal

from wizard.cli.command import Result
from wizard.text import glyphs, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from wizard.model import Problem

State = Literal["ok", "warn", "fail"]
RowState = Literal["pass", "warn", "fail", "skip"]

_SIGNS: Final = {"pass": "ok", "warn": "note", "fail": "bad", "skip": "open"}


def row(name: str, state: RowState, text: str, found: Problem | None = None) -> dict[str, Any]:
    """Give an entry of ``data.checks``."""
    return {"id": name, "state": state, "text": text, "problem": found.code if found else None}


def rows_as_text(rows: Iterable[Mapping[str, Any]]) -> str:
    """Give the rows for a terminal: sign, id, words."""
    shown = list(rows)
    marks = glyphs()
    width = max((len(each["id"]) for each in shown), default=0)
    return "\n".join(
        f"{marks[_SIGNS[each['state']]]} {each['id']:<{width}}  {each['text']}" for each in shown
    )


def answer(
    state: State, problems: tuple[Problem, ...], data: Mapping[str, Any], text: str
) -> Result:
    """Give the result of one judgement: ``warn`` is not a failure."""
    status: Literal["ok", "problem"] = "problem" if state == "fail" else "ok"
    return Result(status, data=data, problems=problems, text=text)


def line(state: State, found: Problem | None, text: str) -> str:
    """Give one line of a batch."""
    verdict = {"verdict": state, "code": found.code if found else None, "text": printable(text)}
    return json.dumps(verdict)


def refused_line(found: Problem) -> str:
    """Give the line of what could not even be judged."""
    return line("fail", found, f"{found.symptom} {found.fix}")


def batch(
    entries: Iterable[str | Problem], judged: Callable[[str], str], *, at_once: int = 1
) -> Result:
    """Judge each entry, ``at_once`` at a time, and give the lines in their order."""

    def one(entry: str | Problem) -> str:
        return judged(entry) if isinstance(entry, str) else refused_line(entry)

    if at_once == 1:
        lines = tuple(map(one, entries))
    else:
        with ThreadPoolExecutor(at_once) as pool:
            lines = tuple(pool.map(one, entries))
    failed = any(each.startswith('{"verdict": "fail"') for each in lines)
    return Result(exit_code=1 if failed else 0, lines=lines)
