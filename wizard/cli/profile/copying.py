"""``profile copy NAME NEW``: a second profile with the same ids and secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.cli.command import Result
from wizard.cli.names import add_name
from wizard.profiles.lifecycle import copy
from wizard.profiles.store import ProfileStore
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from wizard.cli.command import Call


def arguments(parser: ArgumentParser) -> None:
    """Take the profile's name and the second one."""
    add_name(parser, "the profile")
    parser.add_argument("new", metavar="NEW", help="the name of the copy")


def run(call: Call) -> Result:
    """Copy it; which one is active does not change."""
    name, new = call.options.name, call.options.new
    copy(call.home, name, new)
    path = ProfileStore(call.home).path(new)
    text = f"Copied: {printable(name)} is also saved as {printable(new)}"
    return Result(data={"profile": new, "from": name, "path": path}, text=text)
