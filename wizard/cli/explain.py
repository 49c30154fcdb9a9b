"""``anon-wizard explain CODE|TEXT``: the troubleshooting catalogue.

Knows: where the text comes from, and how an entry is shown.
Must never: show a pasted text again unescaped, or read without end.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

from wizard.cli.command import Result
from wizard.cli.render import problem_text
from wizard.explain import LONGEST, Explanation, described, explain
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.text import wrapped

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from typing import BinaryIO

    from wizard.cli.command import Call

_READ: Final = 64 << 20  # bytes of stdin; whatever comes after is not waited for


def arguments(parser: ArgumentParser) -> None:
    """Add the words to explain."""
    parser.add_argument(
        "text",
        nargs="*",
        metavar="CODE|TEXT",
        help="a code such as jwks.html, or an error message, also inside a longer log; "
        "- or nothing reads it from stdin",
    )


def run(call: Call) -> Result:
    """Explain it; exit 1 where nothing in the catalogue fits."""
    explanation = explain(_text(call.options.text))
    if explanation.problem is None:
        return _unknown(explanation)
    known = explanation.problem
    data = {**known.as_json(), "also": list(explanation.also), "nearest": []}
    text = "\n".join((problem_text(known), *_listed("Also in this text:", explanation.also)))
    return Result(data=data, text=text)


def _unknown(explanation: Explanation) -> Result:
    listed = _listed("The nearest entries are:", explanation.nearest)
    nearest = [_named(code) for code in explanation.nearest]
    data = {"code": None, "also": [], "nearest": nearest}
    return Result("problem", data, (problem("explain.unknown"),), "\n".join(listed))


def _named(code: str) -> dict[str, Any]:
    return {"code": code, "symptom": described(code).symptom}


def _listed(heading: str, codes: tuple[str, ...]) -> list[str]:
    if not codes:
        return []
    width = max(map(len, codes)) + 2
    rows = [f"  {code:<{width}}{described(code).symptom}" for code in codes]
    return ["", heading, *(wrapped(row, hanging=width + 2) for row in rows)]


def _text(words: list[str]) -> str:
    if words and words != ["-"]:
        return " ".join(words)
    if sys.stdin is None or (not words and sys.stdin.isatty()):
        raise ProblemError(problem("usage.wrong", message="Give a code or a message to explain."))
    return _tail(sys.stdin.buffer)


def _tail(stream: BinaryIO) -> str:
    """Read to the end, and keep as much of it as is looked at."""
    kept, left = b"", _READ
    while left > 0 and (chunk := stream.read(min(left, 1 << 20))):
        kept = (kept + chunk)[-LONGEST:]
        left -= len(chunk)
    # PowerShell redirects in UTF-16, where every other byte of a log is 0.
    return kept.replace(b"\0", b"").decode("utf-8", "replace")
