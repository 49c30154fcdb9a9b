"""The command line: the composition root, and the only place that names the screens.

Knows: which commands there are. Each is imported when it is chosen.
Must never: import anything that ``--version`` does not need.
"""

from __future__ import annotations

import os
import sys
from typing import Final

from wizard import __version__
from wizard.cli.command import Command

COMMANDS: Final = (
    Command("setup", "the whole setup without a full screen", "wizard.cli.setup"),
    Command("profile", "saved profiles: list, switch, bind, hand on", "wizard.cli.profile"),
    Command("pool", "more UserPools: add, list", "wizard.cli.pool"),
    Command("client", "more SdkClients: add, list, use", "wizard.cli.client"),
    Command("env", "a profile's values for shells, files and apps", "wizard.cli.env"),
    Command("undo", "remove what a profile made here, list what stays", "wizard.cli.undo"),
    Command("jwks", "key sets: new, lint, rotate", "wizard.cli.jwks"),
    Command("token", "tokens: mint, inspect, verify", "wizard.cli.token"),
    Command("doctor", "check the whole chain, and an app's folder", "wizard.cli.doctor"),
    Command("explain", "what an error means: by code, or by its words", "wizard.cli.explain"),
    Command("sandbox", "the local Anon sandbox, by itself", "wizard.cli.sandbox"),
    Command("completion", "complete words in bash, zsh or fish", "wizard.cli.completion"),
)

FULL_SCREEN: Final = Command("", "the full-screen wizard", "wizard.cli.full_screen")
"""What runs when no command is named."""


def main(argv: list[str] | None = None) -> int:
    """Run ``anon-wizard`` and give its exit code (cli.md, Exit codes)."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments == ["--version"]:
        print(f"anon-wizard {__version__}")
        return 0
    if "_ARGCOMPLETE" in os.environ:
        from wizard.cli.completion import complete

        complete()
    from wizard.cli.run import run

    return run(arguments)
