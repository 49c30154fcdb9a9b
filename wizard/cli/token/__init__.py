"""``anon-wizard token …``: tokens made, taken apart and judged.

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
    Action("mint", "make a token for a user", "wizard.cli.token.minting"),
    Action("inspect", "take a token apart, without believing it", "wizard.cli.token.inspecting"),
    Action("verify", "would it be accepted, and if not, why", "wizard.cli.token.verifying"),
)


def arguments(parser: ArgumentParser) -> None:
    """Let the command take one of the actions."""
    add_actions(parser, ACTIONS)


def run(call: Call) -> Result:
    """Do what was chosen."""
    return run_action(call, ACTIONS)
