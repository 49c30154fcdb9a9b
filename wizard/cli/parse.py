"""From words to a parsed call.

Knows: the global flags, and how to find the command among them.
Must never: import a command that was not chosen; exit by itself (a usage error is a Problem).
"""

from __future__ import annotations

import argparse
import os
from argparse import SUPPRESS, ArgumentParser, Namespace, RawDescriptionHelpFormatter
from typing import TYPE_CHECKING, Any, NoReturn

from wizard import __version__
from wizard.cli.commands import COMMANDS, FULL_SCREEN, GLOBALS, LINE_BY_LINE, loaded, wants_lines
from wizard.cli.names import completes_names
from wizard.cli.usage import columns
from wizard.model import ProblemError
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wizard.cli.command import Command, CommandModule

# Python ships no translations; argparse would look for them on the disk, and load ``locale`` first.
argparse._ = str  # type: ignore[attr-defined]  # it is no part of its interface

_TAKES_VALUE = {"--profile"}
_TELLING = {"--help", "-h", "--version"}


class _Formatter(RawDescriptionHelpFormatter):
    """Help as wide as the terminal; argparse would load shutil, and its archives, to measure it."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=columns() - 2)


class Parser(ArgumentParser):
    """An argparse parser whose usage errors are Problems, so that ``--json`` can tell them too."""

    def __init__(self, *, prog: str, **options: Any) -> None:
        super().__init__(
            prog=prog,
            add_help=False,
            allow_abbrev=False,
            formatter_class=_Formatter,
            **options,
        )

    def error(self, message: str) -> NoReturn:
        """Raise what argparse would print."""
        raise ProblemError(problem("usage.wrong", message=message[:1].upper() + message[1:] + "."))

    def parse_known_args(  # type: ignore[override]  # argparse's overloads say no more than this
        self, args: Sequence[str] | None = None, namespace: Namespace | None = None
    ) -> tuple[Namespace, list[str]]:
        """Parse as argparse does, and take values that begin with a dash: one kid in 64 does."""
        return super().parse_known_args(list(self._joined(iter(args or ()))), namespace)

    def _joined(self, words: Iterator[str]) -> Iterator[str]:
        """Give ``--flag=-value`` for ``--flag -value``, which argparse takes for two flags."""
        waiting = ""
        for word in words:
            flag = self._option_string_actions.get(word.partition("=")[0])
            if waiting and not flag and word != "--":
                yield f"{waiting}={word}"
                waiting = ""
                continue
            if waiting:
                yield waiting
            waiting = word if flag and flag.nargs is None and "=" not in word else ""
            if not waiting:
                yield word
            if word == "--":
                yield from words
        if waiting:
            yield waiting


def parse(arguments: list[str]) -> tuple[CommandModule, Namespace]:
    """Find the command, import its module, and parse its flags and the global ones."""
    command, rest = _split(arguments)
    if command is FULL_SCREEN:
        command = _without_a_command(rest)
    module = loaded(command.module)
    parser = _parser(command)
    module.arguments(parser)
    add_globals(parser)
    options = parser.parse_args(rest)
    for name, default in GLOBALS.items():
        if not hasattr(options, name):
            setattr(options, name, default)
    return module, options


def _split(arguments: list[str]) -> tuple[Command, list[str]]:
    """Give the command and the other words; global flags may stand before it."""
    names = {command.name: command for command in COMMANDS}
    skip = False
    for index, word in enumerate(arguments):
        if skip or word.startswith("-"):
            skip = not skip and word in _TAKES_VALUE
            continue
        if word in names:
            return names[word], arguments[:index] + arguments[index + 1 :]
        break
    return FULL_SCREEN, arguments


def _without_a_command(rest: list[str]) -> Command:
    """Give the full screen, or line prompts for whoever wants those."""
    _refuse_unknown_command(rest)
    wanted = "--plain" in rest or wants_lines(os.environ)
    return LINE_BY_LINE if wanted and not _TELLING & set(rest) else FULL_SCREEN


def _refuse_unknown_command(rest: list[str]) -> None:
    skip = False
    for word in rest:
        if not skip and not word.startswith("-"):
            known = ", ".join(command.name for command in COMMANDS)
            message = f"There is no command “{word}”. Commands: {known}."
            raise ProblemError(problem("usage.wrong", message=message))
        skip = not skip and word in _TAKES_VALUE


def _parser(command: Command) -> Parser:
    if command is FULL_SCREEN:
        width = max(len(each.name) for each in COMMANDS)
        rows = [f"  {each.name:<{width}}  {each.summary}" for each in COMMANDS]
        parser = Parser(
            prog="anon-wizard",
            usage="anon-wizard [command] [flags]",
            description="First-time setup for Anon, each link of the chain proven.\n\n"
            "Without a command: the full-screen wizard.\n\ncommands:\n" + "\n".join(rows),
            epilog="anon-wizard COMMAND --help tells a command's flags.",
        )
    else:
        parser = Parser(prog=f"anon-wizard {command.name}", description=command.summary)
    return parser


def add_globals(parser: Parser) -> None:
    """Add the flags that every command and every action of one takes."""
    group = parser.add_argument_group("everywhere")
    add = group.add_argument
    add("--json", action="store_true", default=SUPPRESS, help="one JSON document on stdout")
    profile = add("--profile", metavar="NAME", default=SUPPRESS, help="the profile to work on")
    completes_names(profile)
    add("--plain", action="store_true", default=SUPPRESS, help="line by line, no full screen")
    add("--no-color", action="store_true", default=SUPPRESS, help="no colours")
    add("--debug", action="store_true", default=SUPPRESS, help="tell each request (no secrets)")
    add("--help", "-h", action="help", default=SUPPRESS, help="show this")
    add(
        "--version",
        action="version",
        version=f"anon-wizard {__version__}",
        help="show the version",
    )
