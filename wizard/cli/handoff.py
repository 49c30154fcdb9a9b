"""``anon-wizard handoff``: the production checklist, the packet, and people's words.

Knows: its flags, and what a script is told.
Must never: send anything that changes something, or record a word that nobody gave.
"""

from __future__ import annotations

import getpass
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wizard.cli.chosen import chosen
from wizard.cli.command import Result
from wizard.identity.words import date
from wizard.model import ProblemError
from wizard.paths import real_path
from wizard.problems import problem

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from wizard.cli.command import Call
    from wizard.handoff.item import Result as Checked
    from wizard.handoff.look import Look
    from wizard.model import Secret
    from wizard.profiles.handoffs import Word


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
    return _result(look, results, paths, whole=not options.only)


def _opened(call: Call) -> Look:
    from wizard.handoff.opening import Opener, open_look

    folders = tuple(map(real_path, call.options.app))
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


def _result(
    look: Look, results: Sequence[Checked], paths: Sequence[Path], *, whole: bool
) -> Result:
    from wizard.cli import checklist
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
        text="\n".join((*checklist.lines(look, results), *checklist.closing(data, whole=whole))),
        exit_code=1 if failed else 0,
    )
