"""``profile use NAME``: one atomic pointer, whatever else is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.cli.command import Result
from wizard.cli.names import add_name
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles.resolution import resolve
from wizard.profiles.store import ProfileStore
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from wizard.cli.command import Call


def arguments(parser: ArgumentParser) -> None:
    """Take the profile's name."""
    add_name(parser, "the profile to work on from now on", optional=True)


def run(call: Call) -> Result:
    """Point at it; say so where something else still decides in this place."""
    name = call.options.name or call.options.profile
    if not name:
        raise ProblemError(problem("usage.wrong", message="Which profile? Name it."))
    ProfileStore(call.home).use(name)
    deciding = resolve(call.home, call.environ, None)
    if deciding and deciding.name != name:
        call.say(f"Not here, though. {deciding.why()}")
    return Result(data={"active": name}, text=f"Active profile: {printable(name)}")
