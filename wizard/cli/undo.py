"""``anon-wizard undo``: what the profile in use made here goes; what stays at Anon is listed.

A setup that was interrupted before it saved a profile is undone by its name (``--profile``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.cli.chosen import chosen
from wizard.cli.removal import add_yes, remove

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from wizard.cli.command import Call, Result


def arguments(parser: ArgumentParser) -> None:
    """Take no name but ``--profile``: undo is about the profile one works on."""
    add_yes(parser)


def run(call: Call) -> Result:
    """Undo it."""
    return remove(call, chosen(call).name)
