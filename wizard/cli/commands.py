"""Which commands there are; a new one is a file and a line here.

Must never: import a command's module before somebody chose it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

from wizard.cli.command import Command

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.cli.command import CommandModule

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
    Command("handoff", "the production checklist, and the packet", "wizard.cli.handoff"),
    Command("sandbox", "the local Anon sandbox, by itself", "wizard.cli.sandbox"),
    Command("completion", "complete words in bash, zsh or fish", "wizard.cli.completion"),
)

GLOBALS: Final = {"json": False, "profile": None, "plain": False, "no_color": False, "debug": False}
"""The flags that every command takes, and what they are where they are not given."""

FULL_SCREEN: Final = Command("", "the full-screen wizard", "wizard.cli.full_screen")
"""What runs when no command is named."""

LINE_BY_LINE: Final = COMMANDS[0]
"""What runs instead for whoever wants no full screen: ``--plain``, or ``ACCESSIBLE=1``."""


def wants_lines(environ: Mapping[str, str]) -> bool:
    """Tell whether the environment asks for line prompts, as other programs' users set it."""
    return environ.get("ACCESSIBLE", "") not in {"", "0"}


def loaded(module: str) -> CommandModule:
    """Import the module of a command, or of an action of one, that was chosen."""
    return cast("CommandModule", import_module(module))
