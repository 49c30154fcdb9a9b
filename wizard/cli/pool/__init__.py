"""``anon-wizard pool add|list``: more UserPools in the same organization."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.cli.actions import Action, add_actions, run_action

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from wizard.cli.command import Call, Result

ACTIONS: Final = (
    Action("list", "the UserPools that the profile knows", "wizard.cli.pool.listing"),
    Action("add", "create one more UserPool", "wizard.cli.pool.adding"),
)


def arguments(parser: ArgumentParser) -> None:
    """Let the command take one of the actions."""
    add_actions(parser, ACTIONS)


def run(call: Call) -> Result:
    """Do what was chosen."""
    return run_action(call, ACTIONS)
