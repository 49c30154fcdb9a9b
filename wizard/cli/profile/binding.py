"""``profile bind [DIR]``: whoever works in that folder works on that profile."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wizard.cli.command import Result
from wizard.model import ProblemError
from wizard.paths import real_path
from wizard.problems import problem
from wizard.profiles.binding import bind, bindings, unbind
from wizard.profiles.resolution import resolve_anywhere
from wizard.profiles.store import ProfileStore
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from wizard.cli.command import Call


def arguments(parser: ArgumentParser) -> None:
    """Take the folder."""
    parser.add_argument("folder", metavar="DIR", nargs="?", default=".", help="default: this one")
    parser.add_argument("--remove", action="store_true", help="take the binding back")


def run(call: Call) -> Result:
    """Bind the folder to ``--profile``, or the profile that is active wherever one stands."""
    folder = Path(call.options.folder)
    if call.options.remove:
        return _removed(call, folder)
    chosen = resolve_anywhere(call.home, call.environ, call.options.profile)
    if chosen is None:
        raise ProblemError(problem("profile.none_active"))
    if chosen.by == "environment":
        call.say(chosen.why())
    name = chosen.name
    ProfileStore(call.home).load(name)
    before = bindings(call.home)
    real = str(bind(call.home, folder, name))
    was = before.get(real)
    text = f"Bound: in {printable(real)} and below, the profile is {printable(name)}"
    text += f" (it was {printable(was)})" if was and was != name else ""
    return Result(data={"folder": real, "profile": name, "was": was}, text=text)


def _removed(call: Call, folder: Path) -> Result:
    real = str(real_path(folder))
    if not unbind(call.home, folder):
        raise ProblemError(problem("binding.not_bound", path=real))
    return Result(
        data={"folder": real, "profile": None}, text=f"No longer bound: {printable(real)}"
    )
