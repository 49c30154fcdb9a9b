"""``profile export``: the profile without its secrets, to stdout or a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.cli.chosen import chosen
from wizard.cli.command import Result
from wizard.cli.names import add_name
from wizard.paths import named_path
from wizard.profiles.guard import write_new
from wizard.profiles.portable import exported
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from wizard.cli.command import Call


def arguments(parser: ArgumentParser) -> None:
    """Take the profile's name and where to write."""
    add_name(parser, "the profile (default: the one in use here)", optional=True)
    parser.add_argument("--out", metavar="FILE", help="write to a new file instead of stdout")


def run(call: Call) -> Result:
    """Write it; what looked like a secret is told, not written."""
    name = chosen(call).name
    given = exported(call.home, name)
    if given.left_out:
        call.say(f"Left out: {given.left_out} value(s) that look like a secret")
    if not call.options.out:
        return Result(data={"profile": name, "toml": given.text}, text=given.text.rstrip("\n"))
    path = named_path(call.options.out)
    write_new(path, given.text, "export.exists")
    text = f"Exported {printable(name)} without its secrets: {printable(path)}"
    return Result(data={"profile": name, "path": str(path)}, text=text)
