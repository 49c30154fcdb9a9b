"""``anon-wizard profile list|show|use``: saved profiles.

Knows: how a profile is shown.
Must never: show a secret, or load a network library.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from wizard.cli.command import Result
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles.store import ProfileStore
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from wizard.cli.command import Call
    from wizard.model import Profile


def arguments(parser: ArgumentParser) -> None:
    """Add the three things to do, and the profile's name."""
    parser.add_argument("action", choices=("list", "show", "use"), help="what to do")
    parser.add_argument("name", nargs="?", help="the profile (default: the active one)")


def run(call: Call) -> Result:
    """Do it."""
    return {"list": _list, "show": _show, "use": _use}[call.options.action](call)


def _list(call: Call) -> Result:
    store = ProfileStore(call.home)
    active = store.active()
    names = store.names()
    lines = [f"{'*' if name == active else ' '} {printable(name)}" for name in names]
    text = "\n".join(lines) if lines else "No profile is saved yet. Run: anon-wizard setup"
    return Result(data={"profiles": list(names), "active": active}, text=text)


def _show(call: Call) -> Result:
    profile = ProfileStore(call.home).load(chosen(call))
    data = as_json(profile)
    lines = [f"{name:<15} {printable(value)}" for name, value in data.items() if value]
    return Result(data=data, text="\n".join(lines))


def _use(call: Call) -> Result:
    name = call.options.name or call.options.profile
    if not name:
        raise ProblemError(problem("usage.wrong", message="Which profile? Name it."))
    ProfileStore(call.home).use(name)
    return Result(data={"active": name}, text=f"Active profile: {printable(name)}")


def chosen(call: Call) -> str:
    """Give the profile to work on: named, by variable, or the active one (cli.md)."""
    options = call.options
    named = getattr(options, "name", None) or options.profile
    name = named or call.environ.get("ANON_WIZARD_PROFILE")
    if name and not named:
        call.say(f"ANON_WIZARD_PROFILE decides the profile: {printable(name)}")
    name = name or ProfileStore(call.home).active()
    if not name:
        raise ProblemError(problem("profile.none_active"))
    return name


def as_json(profile: Profile) -> dict[str, Any]:
    """Give a profile as data; it holds no secret."""
    return asdict(profile)
