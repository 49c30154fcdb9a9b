"""``anon-wizard completion SHELL``: what makes a shell complete this program's words.

Knows: argcomplete, which finds out the words by parsing the line so far.
Must never: be slow, write to stdout, or load a command whose name is not on the line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn

from wizard.cli.command import Result

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Mapping

    from wizard.cli.command import Call

_SWITCHED_ON: Final[Mapping[str, str]] = {
    "bash": 'in ~/.bashrc:  eval "$(anon-wizard completion bash)"',
    "zsh": 'in ~/.zshrc, after compinit:  eval "$(anon-wizard completion zsh)"',
    "fish": "once:  anon-wizard completion fish > ~/.config/fish/completions/anon-wizard.fish",
}


def arguments(parser: ArgumentParser) -> None:
    """Take the shell."""
    parser.add_argument("shell", choices=tuple(_SWITCHED_ON), help="whose words these are")
    rows = "\n".join(f"  {shell:<5} {how}" for shell, how in _SWITCHED_ON.items())
    parser.epilog = f"switch it on:\n{rows}"


def run(call: Call) -> Result:
    """Give the shell's code."""
    from argcomplete.shell_integration import shellcode

    shell = call.options.shell
    code = shellcode(["anon-wizard"], shell=shell)
    return Result(data={"shell": shell, "code": code}, text=code.rstrip("\n"))


def complete() -> NoReturn:
    """Answer a shell that asks how a line may go on, and end."""
    import os
    import sys

    import argcomplete

    from wizard.cli.actions import add_actions, learn_along
    from wizard.cli.commands import COMMANDS
    from wizard.cli.parse import Parser, add_globals

    parser = Parser(prog="anon-wizard")
    add_globals(parser)
    add_actions(parser, COMMANDS)
    learn_along(parser, os.environ.get("COMP_LINE", "").split())
    argcomplete.autocomplete(parser, always_complete_options=False)
    sys.exit(1)
