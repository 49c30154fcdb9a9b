"""``anon-wizard profile …``: saved profiles.

Knows: what can be done with one. A new action is a file here and a line below.
Must never: import what one of the actions needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.cli.actions import Action, add_actions, run_action

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from wizard.cli.command import Call, Result

ACTIONS: Final = (
    Action("list", "which are saved, and which is in use", "wizard.cli.profile.listing"),
    Action("show", "one profile: its ids, secrets (masked), proofs", "wizard.cli.profile.showing"),
    Action("use", "make a profile the active one", "wizard.cli.profile.using"),
    Action("rename", "give a profile another name", "wizard.cli.profile.renaming"),
    Action("copy", "save a profile under a second name", "wizard.cli.profile.copying"),
    Action("delete", "remove a profile and all that belongs to it", "wizard.cli.profile.deleting"),
    Action("export", "write a profile without its secrets", "wizard.cli.profile.exporting"),
    Action("import", "read what export wrote", "wizard.cli.profile.importing"),
    Action("bind", "tie a folder to a profile", "wizard.cli.profile.binding"),
    Action("why", "which profile is in use here, and why", "wizard.cli.profile.why"),
)


def arguments(parser: ArgumentParser) -> None:
    """Let the command take one of the actions."""
    add_actions(parser, ACTIONS)


def run(call: Call) -> Result:
    """Do what was chosen."""
    return run_action(call, ACTIONS)
