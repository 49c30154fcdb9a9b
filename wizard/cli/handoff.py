"""``anon-wizard handoff``: the production checklist, the packet, and people's words.

Knows: its flags, and how the checklist is shown on a terminal.
Must never: send anything that changes something, or record a word that nobody gave.
"""

from __future__ import annotations

import getpass
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from wizard.cli.chosen import chosen
from wizard.cli.command import Result
from wizard.handoff.telling import GROUPS
from wizard.identity.words import date
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.text import glyphs, printable, wrapped

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator, Sequence

    from wizard.cli.command import Call
    from wizard.handoff.item import Result as Checked
    from wizard.handoff.look import Look
    from wizard.model import Secret
    from wizard.profiles.handoffs import Word

_SIGNS: Final = {"pass": "ok", "fail": "bad", "warn": "note", "ask": "here", "skip": "open"}


def arguments(parser: ArgumentParser) -> None:
    """Add the apps' folders, the packet's, and what a person says."""
    look = parser.add_argument_group("the checklist").add_argument
    look("--app", metavar="DIR", action="append", default=[],
        help="look at this app's folder (may be repeated; remembered)")  # fmt: skip
    look("--user-token-file", metavar="FILE",
        help="try this token of your identity provider's (- for stdin)")  # fmt: skip
    look("--only", metavar="ID", action="append", default=[], help="check this item alone")
    look("--write", metavar="DIR", help="write the packet for the prod-key request")
    say = parser.add_argument_group("what only a person can tell").add_argument
    say("--check", metavar="ID", help="settle this item (with --note)")
    say("--note", metavar="TEXT", default="", help="what you can say about it")
    say("--by", metavar="NAME", default="", help="who says so (default: your account's name)")
    say("--uncheck", metavar="ID", help="take back what was said about this item")


def run(call: Call) -> Result:
    """Record a word, or go through the checklist; with ``--write`` write the packet."""
    options = call.options
    if options.check or options.uncheck:
        return _said(call)
    if options.note or options.by:
        raise ProblemError(problem("usage.wrong", message="--note and --by go with --check ID."))
    look = _opened(call)
    results = _results(look, options.only)
    paths: tuple[Path, ...] = ()
    if options.write:
        from wizard.handoff.packet import packet
        from wizard.handoff.writing import write_packet

        paths = write_packet(Path(options.write), packet(look, results))
    return _result(look, results, paths)


def _opened(call: Call) -> Look:
    from wizard.handoff.opening import Opener, open_look

    folders = tuple(Path(each).expanduser().resolve() for each in call.options.app)
    opener = Opener(call.home, call.environ)
    return open_look(opener, chosen(call).name, folders, _sample(call))


def _sample(call: Call) -> Secret | None:
    from wizard.answering import read_secret

    name = call.options.user_token_file
    return read_secret(name) if name else None


def _results(look: Look, only: Sequence[str]) -> list[Checked]:
    from wizard.handoff.checklist import go_through, item

    for each in only:
        item(each)
    return list(go_through(look, only))


# --- a person's word ------------------------------------------------------------------------------


def _said(call: Call) -> Result:
    from wizard.handoff import saying
    from wizard.profiles.handoffs import Word

    options, look = call.options, _opened(call)
    tested = look.tested.name
    if options.uncheck:
        saying.take_back(look, options.uncheck)
        return Result(data={"profile": tested, "checks": []}, text="Taken back.")
    by = options.by or getpass.getuser()
    word = Word(options.check, by, options.note, int(time.time()))
    word = saying.say(look, word)
    row = _row(word)
    return Result(data={"profile": tested, "checks": [row]}, text=f"{word.item}: {row['text']}")


def _row(word: Word) -> dict[str, Any]:
    text = f"{word.note} ({word.by}, {date(word.at)})"
    row = {"id": word.item, "state": "pass", "text": text, "problem": None}
    return {**row, "at": word.at, "by": word.by, "note": word.note}


# --- the checklist --------------------------------------------------------------------------------


def _result(look: Look, results: Sequence[Checked], paths: Sequence[Path]) -> Result:
    from wizard.handoff.checklist import counted, ready

    failed = [each.row.problem for each in results if each.row.state == "fail"]
    promoted = look.promoted.name if look.promoted else None
    data = {
        "profile": look.tested.name,
        "environment": look.tested.profile.environment,
        "promoted": promoted,
        "rehearsal": look.rehearsal,
        "ready": ready(results),
        "counts": counted(results),
        "apps": [str(folder) for folder in look.folders],
        "checks": [each.as_json() for each in results],
        "packet": [str(path) for path in paths],
    }
    return Result(
        status="problem" if failed else "ok",
        data=data,
        problems=tuple(dict.fromkeys(each for each in failed if each)),
        text="\n".join((*_lines(results), *_closing(data, paths))),
        exit_code=1 if failed else 0,
    )


def _lines(results: Sequence[Checked]) -> Iterator[str]:
    for kind, heading in GROUPS.items():
        rows = [each for each in results if each.item.kind == kind]
        if rows:
            yield heading
            for each in rows:
                yield from _told(each)
            yield ""


def _told(one: Checked) -> Iterator[str]:
    """Give an item's lines: what must be so, and unless it simply is, what was found."""
    row, sign = one.row, glyphs()[_SIGNS[one.row.state]]
    if row.state == "pass":
        told = f": {printable(row.text)}" if row.text != one.item.title else ""
        yield wrapped(f"{sign} {one.item.title}{told}", hanging=4)
        return
    yield f"{sign} {one.item.title}  [{row.id}]"
    yield wrapped(f"    {printable(row.text)}", hanging=4)
    if row.state in {"fail", "warn"}:
        for place in row.places[:_SHOWN]:
            yield f"      {printable(place)}"
        if len(row.places) > _SHOWN:
            yield f"      and {len(row.places) - _SHOWN} more (--json shows all)"


_SHOWN: Final = 12


def _closing(data: dict[str, Any], paths: Sequence[Path]) -> Iterator[str]:
    from wizard.handoff.messages import in_numbers

    standing = "Nothing stands in the way" if data["ready"] else "Not ready for production yet"
    yield f"{standing}: {in_numbers(data['counts'])}."
    if data["rehearsal"]:
        yield "This is a rehearsal: what needs a public address was skipped, not passed."
    if any(each["state"] == "ask" for each in data["checks"]):
        yield "Answer what only you can: anon-wizard handoff --check ID --note TEXT"
    for path in paths:
        yield f"Written: {printable(path)}"
