"""``anon-wizard doctor``: the whole chain of a profile, and the folder of an app.

Knows: how rows are shown, and when a remedy may be done.
Must never: change anything without ``--fix`` and a yes to what was shown.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from wizard.checks.registry import first_broken
from wizard.cli.asking import confirm
from wizard.cli.command import Result
from wizard.model import CancelledByUserError, ProblemError
from wizard.paths import named_path
from wizard.problems import problem
from wizard.text import glyphs, printable, wrapped

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from wizard.checks.case import Case
    from wizard.checks.registry import Check
    from wizard.checks.row import Row
    from wizard.cli.command import Call
    from wizard.model import Problem

_ROUNDS: Final = 3
"""A new token has to be there before it can be written into an app, and then checked."""

_SIGNS: Final = {"pass": "ok", "fail": "bad", "warn": "note", "ask": "note", "skip": "open"}


def arguments(parser: ArgumentParser) -> None:
    """Add the app's folder, and what may be done about what is found."""
    add = parser.add_argument
    add("--app", metavar="DIR", help="look at this app's folder too")
    add("--fix", action="store_true", help="show what is safe to mend, mend it, check again")
    add("--yes", "-y", action="store_true", help="with --fix and --bundle: do not ask")
    add("--bundle", metavar="FILE", help="write redacted diagnostics to a new file (0600)")


def run(call: Call) -> Result:
    """Examine; with ``--fix`` mend and examine again; with ``--bundle`` write it down."""
    options = call.options
    case = _opened(call)
    rows = _examined(call, case)
    done: list[dict[str, str | None]] = []
    if options.fix:
        case, rows = _mended(call, case, rows, done)
    if options.bundle:
        _bundled(call, case, rows)
    return _result(call, case, rows, done)


def _opened(call: Call) -> Case:
    """Open the profile's case; that there is none is the first thing to find, not the end."""
    from wizard.apps import scan
    from wizard.checks.case import Case
    from wizard.checks.opening import open_case
    from wizard.cli.chosen import chosen

    app = scan(Path(call.options.app)) if call.options.app else None
    try:
        name = chosen(call).name
    except ProblemError as none:
        case = Case(home=call.home, trouble=none.problem, environ=call.environ)
    else:
        case = open_case(call.home, name, call.environ)
    return replace(case, app=app)


def _examined(call: Call, case: Case) -> list[Row]:
    """Make the checks; somebody who waits at a terminal hears how far it has come."""
    from wizard.checks.doctor import examine

    told: set[str] = set()

    def begin(check: Check[Case]) -> None:
        if check.link not in told and not call.options.json and sys.stderr.isatty():
            call.say(f"Checking: {check.link}")
        told.add(check.link)

    return list(examine(case, begin))


def _mended(
    call: Call, case: Case, rows: list[Row], done: list[dict[str, str | None]]
) -> tuple[Case, list[Row]]:
    from wizard.checks.mending import foresee, mend
    from wizard.checks.opening import reopened

    for _ in range(_ROUNDS):
        mending = foresee(rows)
        for reason in mending.untouchable:
            call.say(reason)
        if not mending:
            break
        call.say(mending.shown())
        try:
            confirm(call, "Do this?")
        except CancelledByUserError:
            call.say("Nothing was changed.")
            break
        mend(mending)
        done += [{"path": str(each.path), "diff": each.shown()} for each in mending.changes]
        done += [{"path": str(path), "diff": "chmod 600"} for path in mending.closed]
        done += [{"path": None, "diff": each.what} for each in mending.renewals]
        case = reopened(case)
        rows = _examined(call, case)
    return case, rows


def _bundled(call: Call, case: Case, rows: list[Row]) -> None:
    """Show the diagnostics, and write them where that is wanted."""
    from wizard.checks.bundle import bundle
    from wizard.cli.asking import interactive
    from wizard.profiles.files import replace_whole

    path = named_path(call.options.bundle)
    if os.path.lexists(path):
        raise ProblemError(problem("doctor.bundle_exists", path=path))
    text = bundle(case, rows)
    for line in text.splitlines():
        call.say(printable(line))
    if interactive():
        confirm(call, f"Write this to {printable(path)}?")
    replace_whole(path, text.encode("utf-8", "backslashreplace"))
    call.say(f"Written to {printable(path)}")


# --- the result -----------------------------------------------------------------------------------


def _result(call: Call, case: Case, rows: list[Row], done: list[dict[str, str | None]]) -> Result:
    broken = first_broken(rows)
    data = {
        "profile": case.name or None,
        "app": str(case.app.folder) if case.app else None,
        "checks": [row.as_json() for row in rows],
        "broken": broken.id if broken else None,
        "fixable": [row.id for row in rows if row.remedies and row.state in {"fail", "warn"}],
        "fixed": done,
        "bundle": call.options.bundle,
    }
    return Result(
        status="problem" if broken else "ok",
        data=data,
        problems=_problems(rows),
        text="\n".join(_lines(rows, data)),
        exit_code=_exit_code(broken),
    )


def _problems(rows: Sequence[Row]) -> tuple[Problem, ...]:
    """Give what is broken, the first cause first, then what is merely to be known."""
    ranked = [row for state in ("fail", "warn") for row in rows if row.state == state]
    return tuple(dict.fromkeys(row.problem for row in ranked if row.problem))


def _exit_code(broken: Row | None) -> int:
    """Give 3 for the network, 4 for the stores, 1 for any other link (cli.md, Exit codes)."""
    if broken is None:
        return 0
    code = broken.problem.exit_code if broken.problem else 1
    return code if code in {3, 4} else 1


def _lines(rows: Sequence[Row], data: dict[str, Any]) -> list[str]:
    marks = glyphs()
    width = max(len(row.title) for row in rows) + 2
    lines = []
    reached = [row for row in rows if not row.stands_on]
    for row in reached:
        told = f"{marks[_SIGNS[row.state]]} {row.title:<{width}}{printable(row.text)}"
        lines.append(wrapped(told, hanging=width + 2))
        lines += [f"{'':<{width + 2}}{printable(place)}" for place in row.places[1:]]
    if len(reached) < len(rows):
        count = len(rows) - len(reached)
        told = "1 more check was" if count == 1 else f"{count} more checks were"
        lines.append(f"{marks['open']} {told} not reached")
    return [*lines, "", *_closing(rows, data)]


def _closing(rows: Sequence[Row], data: dict[str, Any]) -> list[str]:
    broken = first_broken(rows)
    if broken is None:
        warnings = sum(row.state == "warn" for row in rows)
        told = f"; {warnings} thing{'s' if warnings > 1 else ''} to know" if warnings else ""
        return [f"No link is broken{told}."]
    closing = [f"The broken link: {broken.title} ({broken.id})"]
    if data["fixable"]:
        closing.append("Some of it can be mended: anon-wizard doctor --fix")
    return closing
