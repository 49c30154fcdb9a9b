"""``profile rename NAME NEW``: everything that belongs to the profile takes the new name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.cli.command import Result
from wizard.cli.names import add_name
from wizard.profiles.lifecycle import rename
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from wizard.cli.command import Call


def arguments(parser: ArgumentParser) -> None:
    """Take the old name and the new one."""
    add_name(parser, "the profile")
    parser.add_argument("new", metavar="NEW", help="its new name")


def run(call: Call) -> Result:
    """Rename it."""
    name, new = call.options.name, call.options.new
    rename(call.home, name, new)
    text = f"Renamed: {printable(name)} is now {printable(new)}"
    return Result(data={"profile": new, "was": name}, text=text)
