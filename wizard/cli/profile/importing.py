"""``profile import FILE``: what ``export`` wrote, saved here; its secrets are asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wizard.cli.asking import hidden, interactive
from wizard.cli.chosen import setup_of
from wizard.cli.command import Result
from wizard.environments import environment
from wizard.model import ProblemError
from wizard.profiles.portable import API_KEY, missing_secrets, save, understood
from wizard.profiles.secrets import open_secrets
from wizard.profiles.store import LIMIT, ProfileStore
from wizard.reading import opened
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from wizard.cli.command import Call
    from wizard.model import Profile
    from wizard.profiles.secrets import SecretStore


def arguments(parser: ArgumentParser) -> None:
    """Take the file."""
    parser.add_argument("file", metavar="FILE", help="what profile export wrote; - for stdin")
    parser.add_argument("--replace", action="store_true", help="replace a profile of that name")


def run(call: Call) -> Result:
    """Save it under ``--profile``, or under the name in it."""
    given = call.options.file
    with opened(given) as file:
        raw = file.read(LIMIT + 1)
    path = Path("stdin" if given == "-" else given)
    wanted = understood(path, raw, call.options.profile)
    profile = wanted.profile
    call.say(f"{printable(profile.name)}: {profile.environment}, {printable(profile.base_url)}")
    replaced = ProfileStore(call.home).exists(profile.name)
    saved = save(call.home, wanted, replace=call.options.replace)
    data = {"profile": profile.name, "path": str(saved), "replaced": replaced}
    told = f"Imported as profile “{printable(profile.name)}”: {printable(saved)}"
    try:
        missing = _completed(call, profile)
    except ProblemError as unusable:  # the profile is saved all the same
        return Result("partial", {**data, "missing": None}, (unusable.problem,), told)
    lines = (told, *_left_to_do(profile, missing))
    return Result(data={**data, "missing": list(missing)}, text="\n".join(lines))


def _left_to_do(profile: Profile, missing: tuple[str, ...]) -> Iterator[str]:
    if missing:
        told = ", ".join(_called(profile, name) for name in missing)
        yield f"Not in the file, and needed: {told}"
        yield f"Give them: {setup_of(profile)}"
    elif environment(profile.environment).local:
        yield "What it names is in the sandbox of the machine it was made on."
        yield f"Make it anew here: {setup_of(profile)}"


def _completed(call: Call, profile: Profile) -> tuple[str, ...]:
    """Ask for what is missing, where somebody is there; give what is missing still."""
    secrets = open_secrets(profile.secret_store, call.home)
    missing = missing_secrets(secrets, profile)
    if not interactive():
        return missing
    for name in missing:
        _ask_for(call, secrets, profile, name)
    return missing_secrets(secrets, profile)


def _ask_for(call: Call, secrets: SecretStore, profile: Profile, name: str) -> None:
    from wizard.profiles.keys import remember_key

    given = hidden(f"{_called(profile, name)} (not shown; Enter to leave it for later): ")
    if given is None:
        return
    if name == API_KEY:
        remember_key(call.home, given, profile.environment)
    secrets.put(profile.name, {name: given})


def _called(profile: Profile, secret: str) -> str:
    return (
        "API key"
        if secret == API_KEY
        else f"Key of the service client {printable(profile.service_id)}"
    )
