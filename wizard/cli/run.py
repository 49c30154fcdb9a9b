"""One run of the program: parse, do, render, and end with the right exit code.

Knows: what signals and crashes end as.
Must never: show a traceback or a local variable (threats: on no stream, ever).
"""

from __future__ import annotations

import os
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final, cast

from wizard.cli.command import Call, Result
from wizard.cli.commands import FULL_SCREEN, GLOBALS, loaded, wants_lines
from wizard.cli.signals import SignalledError, unwinding
from wizard.cli.streams import settle
from wizard.model import CancelledByUserError, ProblemError
from wizard.problems import problem

if TYPE_CHECKING:
    from argparse import Namespace
    from types import TracebackType

    from wizard.cli.command import CommandModule
    from wizard.model import Problem

_NO_FLAGS: Final = cast("Namespace", SimpleNamespace(**GLOBALS))


def run(arguments: list[str]) -> int:
    """Run one command line and give the exit code."""
    settle(os.environ)
    as_json = "--json" in arguments
    code = 0
    try:
        with unwinding():
            result = _result(arguments)
            code = result.code()
            _emit(result, as_json=as_json)
            return code
    except SignalledError as stopped:
        if as_json:
            _emit(Result("cancelled"), as_json=True)
        return 128 + stopped.number
    except OSError as lost:  # stdout went away, or what it leads to is full
        _silence_stdout()
        if not isinstance(lost, BrokenPipeError):
            _say(f"stdout: {lost.strerror}")
        return code or 1


def _result(arguments: list[str]) -> Result:
    try:
        if told := _usage(arguments):
            return Result(text=told)
        from wizard.profiles.home import Home

        module, options = _parsed(arguments)
        home = Home.find(os.environ)._replace(tell=_tell)
        if options.debug:
            from wizard.cli.debugging import tell_requests

            tell_requests(_say)
        call = Call(options, home, os.environ, _say)
        return module.run(call)
    except ProblemError as stopped:
        return Result("problem", problems=(stopped.problem,))
    except CancelledByUserError:
        return Result("cancelled", exit_code=130)
    except (SystemExit, BrokenPipeError):
        raise
    except Exception as defect:  # noqa: BLE001 — the last line of defence shows no locals
        return Result("problem", problems=(crash_problem(defect),))


def _usage(arguments: list[str]) -> str | None:
    if not arguments:
        return None
    from wizard.cli.usage import usage

    return usage(arguments)


def _parsed(arguments: list[str]) -> tuple[CommandModule, Namespace]:
    if arguments or wants_lines(os.environ):
        from wizard.cli.parse import parse

        return parse(arguments)
    # Nothing to parse: the first picture need not wait for argparse.
    return loaded(FULL_SCREEN.module), _NO_FLAGS


def crash_problem(defect: BaseException) -> Problem:
    """Tell a defect of ours by its kind and place alone: its text could hold anything."""
    place = _innermost(defect.__traceback__)
    return problem("install.crashed", kind=type(defect).__name__, place=place)


def _innermost(trace: TracebackType | None) -> str:
    """Give file and line of the innermost frame of ours."""
    from pathlib import Path

    place = "unknown"
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if {"wizard", "screens"} & set(path.parts):
            place = f"{path.parent.name}/{path.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _tell(notice: Problem) -> None:
    """Tell of a file that was used all the same, and of what to do about it."""
    _say(f"{notice.symptom} {notice.cause} {notice.fix}")


def _say(line: str) -> None:
    """Talk to the person, on stderr; nobody may be there."""
    try:
        print(line, file=sys.stderr, flush=True)
    except OSError:  # a terminal that was closed
        return


def _emit(result: Result, *, as_json: bool) -> None:
    from wizard.cli.render import emit

    emit(result, as_json=as_json)


def _silence_stdout() -> None:
    """Keep the interpreter from complaining at exit about a reader that went away."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
