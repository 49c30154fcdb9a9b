"""``profile import FILE``: what ``export`` wrote, saved here; its secrets are asked for."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.cli.asking import hidden, interactive
from wizard.cli.command import Result
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles.portable import API_KEY, missing_secrets, save, understood
from wizard.profiles.secrets import open_secrets
from wizard.profiles.store import LIMIT, ProfileStore
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from wizard.cli.command import Call
    from wizard.model import Profile
    from wizard.profiles.portable import Import
    from wizard.profiles.secrets import SecretStore


def arguments(parser: ArgumentParser) -> None:
    """Take the file."""
    parser.add_argument("file", metavar="FILE", help="what profile export wrote; - for stdin")
    parser.add_argument("--replace", action="store_true", help="replace a profile of that name")


def run(call: Call) -> Result:
    """Save it under ``--profile``, or under the name in it."""
    path = Path(call.options.file).expanduser()
    wanted = understood(path, _read(path), call.options.profile)
    profile = wanted.profile
    call.say(f"{printable(profile.name)}: {profile.environment}, {printable(profile.base_url)}")
    replaced = ProfileStore(call.home).exists(profile.name)
    saved = save(call.home, wanted, replace=call.options.replace)
    return _result(wanted, saved, _completed(call, profile), replaced=replaced)


def _result(wanted: Import, saved: Path, missing: tuple[str, ...], *, replaced: bool) -> Result:
    name = wanted.profile.name
    data = {"profile": name, "path": str(saved), "replaced": replaced, "missing": list(missing)}
    lines = [f"Imported as profile “{printable(name)}”: {printable(saved)}"]
    if missing:
        lines.append(f"Its secrets are not in the file: {', '.join(missing)}")
        lines.append(f"Give them: anon-wizard setup --profile {printable(name)}")
    return Result(data=data, text="\n".join(lines))


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

    told = "API key" if name == API_KEY else f"Key of the service client {profile.service_id}"
    given = hidden(f"{told} (not shown; Enter to leave it for later): ")
    if given is None:
        return
    if name == API_KEY:
        remember_key(call.home, given, profile.environment)
    secrets.put(profile.name, {name: given})


def _read(path: Path) -> bytes:
    try:
        if str(path) == "-":
            return sys.stdin.buffer.read(LIMIT + 1)
        with path.open("rb") as file:
            return file.read(LIMIT + 1)
    except OSError as trouble:
        reason = f"{trouble.strerror or type(trouble).__name__}."
        raise ProblemError(problem("usage.file", path=path, reason=reason)) from None
