"""``anon-wizard jwks …``: key sets made, judged and rotated.

Knows: what can be done. A new action is a file here and a line below.
Must never: import what one of the actions needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.cli.actions import Action, add_actions, run_action

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from wizard.cli.command import Call, Result

ACTIONS: Final = (
    Action("new", "make a signing key, and the public set to publish", "wizard.cli.jwks.making"),
    Action("lint", "judge the key set at a URL or in a file", "wizard.cli.jwks.linting"),
    Action("rotate", "add a key, later withdraw the old one", "wizard.cli.jwks.rotating"),
)


def arguments(parser: ArgumentParser) -> None:
    """Let the command take one of the actions."""
    add_actions(parser, ACTIONS)


def run(call: Call) -> Result:
    """Do what was chosen."""
    return run_action(call, ACTIONS)
