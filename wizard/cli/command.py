"""What a command is, and what it gives back.

Knows: the shape of a command, of its call and of its result.
Must never: import a command's module, or anything heavy: the shell prompt waits, and dataclasses
alone would cost it as much as Python's own start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from wizard.model import Record

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Mapping
    from typing import Protocol

    from wizard.model import Problem
    from wizard.profiles.home import Home

Status = Literal["ok", "problem", "partial", "cancelled"]


class Command(Record):
    """One command: its name, one line of help, and the module that is imported when it is chosen.

    The module offers ``arguments(parser)``, which adds its flags, and ``run(call) -> Result``.
    """

    name: str
    summary: str
    module: str


class Call(Record):
    """One call of a command: its options, where files lie, and where talk goes (stderr).

    ``options`` always holds the global flags: ``json``, ``profile`` (or None), ``plain``,
    ``no_color``, ``debug``.
    """

    options: Namespace
    home: Home
    environ: Mapping[str, str]
    say: Callable[[str], None]


class Result(Record):
    """What a command gives back: rendered as text, or as the one JSON document (cli.md, Output).

    ``text`` is what stdout gets without ``--json``; it ends without a newline. ``exit_code`` None
    means: that of the first problem, 0 where there is none. ``lines``, where given, replaces both
    renderings (``--batch``: one JSON document a line). ``noted`` are those of the problems that
    stopped nothing, *not proven* above all; where the status is “ok”, none of them did.
    """

    status: Status = "ok"
    data: Mapping[str, Any] | None = None
    problems: tuple[Problem, ...] = ()
    text: str = ""
    exit_code: int | None = None
    lines: tuple[str, ...] | None = None
    noted: tuple[Problem, ...] = ()

    def code(self) -> int:
        """Give the program's exit code."""
        if self.exit_code is not None:
            return self.exit_code
        if self.status == "ok" or not self.problems:
            return 0
        return self.problems[0].exit_code


if TYPE_CHECKING:

    class CommandModule(Protocol):
        """What a command's module offers."""

        def arguments(self, parser: ArgumentParser) -> None:
            """Add this command's flags."""

        def run(self, call: Call) -> Result:
            """Do it; a ``ProblemError`` ends it with that problem."""
