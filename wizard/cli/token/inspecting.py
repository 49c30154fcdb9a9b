"""``anon-wizard token inspect [FILE|-]``: what a token says, whoever wrote it.

Must never: say or hint that the token is genuine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from wizard.cli import sources, verdicts
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from wizard.cli.command import Call, Result
    from wizard.identity.tokens import Inspection

_NOT_VERIFIED: Final = "Not verified: anybody could have written this. token verify judges it."


def arguments(parser: ArgumentParser) -> None:
    """Add the token's file."""
    parser.add_argument("source", nargs="?", default="-", metavar="FILE|-", help="the token's file")


def run(call: Call) -> Result:
    """Take it apart."""
    from wizard.identity.tokens import inspect

    seen = inspect(sources.read_text(call.options.source))
    problems = (seen.problem,) if seen.problem else ()
    state: verdicts.State = "fail" if seen.problem else "ok"
    return verdicts.answer(state, problems, _data(seen), _text(seen))


def _data(seen: Inspection) -> dict[str, Any]:
    times = [
        {"claim": each.claim, "seconds": each.seconds, "at": each.at, "distance": each.distance}
        for each in seen.times
    ]
    header, claims = shown(seen.header), shown(seen.claims)
    return {"verified": False, "header": header, "claims": claims, "times": times}


def shown(value: Any) -> Any:
    """Give a stranger's JSON value with every text in it made printable."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [shown(each) for each in value]
    if isinstance(value, Mapping):
        return {printable(name): shown(each) for name, each in value.items()}
    return value


def _text(seen: Inspection) -> str:
    lines = [*_part("header", seen.header), *_part("claims", seen.claims)]
    lines += [f"{each.meaning:<11}{each.at} ({each.distance})" for each in seen.times]
    return "\n".join((*lines, _NOT_VERIFIED))


def _part(name: str, members: Any) -> list[str]:
    if not members:
        return []
    values = shown(members).items()
    return [name, *(f"  {each}: {json.dumps(value, ensure_ascii=False)}" for each, value in values)]
