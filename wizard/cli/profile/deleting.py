"""``profile delete NAME``: the profile with all that belongs to it, once that is agreed to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.cli.names import add_name
from wizard.cli.removal import add_yes, remove

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from wizard.cli.command import Call, Result


def arguments(parser: ArgumentParser) -> None:
    """Take the profile's name; nothing is deleted that was not named."""
    add_name(parser, "the profile to delete")
    add_yes(parser)


def run(call: Call) -> Result:
    """Delete it."""
    return remove(call, call.options.name)
