"""How results and problems look on a terminal and to a script.

Knows: the JSON envelope and the words of a problem (cli.md, Output).
Must never: put talk on stdout, or a secret anywhere.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wizard.text import glyphs, wrapped

if TYPE_CHECKING:
    from wizard.cli.command import Result
    from wizard.model import Problem

_CERTAINTY = {
    "documented": "Anon documents this",
    "inferred": "inferred from how Anon behaves",
    "ours": "our own check",
}


def emit(result: Result, *, as_json: bool) -> None:
    """Write the result to stdout, and its problems to stderr where they are not in the document."""
    if result.lines is not None:
        _write(*result.lines)
    elif as_json:
        _write(_document(result))
    elif result.text:
        _write(result.text)
    if not as_json and result.lines is None:
        for problem in result.problems:
            noted = result.status == "ok" or problem in result.noted
            print(problem_text(problem, noted=noted), file=sys.stderr)


def problem_text(problem: Problem, *, noted: bool = False) -> str:
    """Give a problem as a person reads it on a terminal: what, why, fix, where to read.

    ``noted``: it stopped nothing, and is told as a remark; so is what is merely not proven.
    """
    sign = glyphs()["note" if noted or problem.undecided else "bad"]
    if problem.code == "usage.no_terminal":  # one line, as cli.md promises
        return f"{sign} {problem.symptom} {problem.fix}"
    rows = (
        ("Why", problem.cause),
        ("Fix", problem.fix),
        ("More", f"{problem.code} ({_CERTAINTY[problem.certainty]}); {problem.see}"),
    )
    told = [wrapped(f"{sign} {problem.symptom}", hanging=2)]
    told += [wrapped(f"  {word:<5}{text}", hanging=7) for word, text in rows]
    return "\n".join(told)


def _document(result: Result) -> str:
    import json

    document = {
        "version": 1,
        "status": result.status,
        "data": result.data,
        "problems": [problem.as_json() for problem in result.problems],
    }
    return json.dumps(document, indent=2, ensure_ascii=sys.stdout.encoding.lower() != "utf-8")


def _write(*lines: str) -> None:
    for line in lines:
        print(line)
    sys.stdout.flush()
