"""``client list``: the SdkClients that the profile knows; Anon documents no way to ask for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wizard.cli.chosen import chosen_profile, setup_of
from wizard.cli.command import Result
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from wizard.cli.command import Call
    from wizard.model import Client, Profile


def arguments(_parser: ArgumentParser) -> None:
    """Take nothing but the global flags."""


def run(call: Call) -> Result:
    """List them; a star stands before the two in use."""
    profile = chosen_profile(call)
    rows = [as_json(client, profile) for client in profile.clients]
    lines = [
        f"{'*' if row['selected'] else ' '} {printable(row['id'])}  {row['kind']:<7} "
        + (f"pool {printable(row['userPoolId'])}" if row["userPoolId"] else "")
        for row in rows
    ]
    text = "\n".join(line.rstrip() for line in lines)
    empty = f"This profile knows no SdkClient. Run: {setup_of(profile)}"
    return Result(data={"profile": profile.name, "clients": rows}, text=text or empty)


def as_json(client: Client, profile: Profile) -> dict[str, Any]:
    """Give a client as data."""
    return {
        "id": client.id,
        "name": client.name,
        "kind": client.kind,
        "userPoolId": client.pool_id or None,
        "selected": client.id in {profile.webapp_id, profile.service_id},
    }
