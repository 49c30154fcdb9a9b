"""``client add --kind webapp|service``: one more SdkClient; ``--use`` lets the profile use it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.cli.chosen import chosen_profile, further
from wizard.cli.client.listing import as_json
from wizard.cli.client.using import switched
from wizard.cli.command import Result
from wizard.cli.decisions import add_decisions, decisions_of
from wizard.cli.effects import add_write
from wizard.cli.prod import add_confirmation, confirm_prod
from wizard.model import Client
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from wizard.cli.command import Call
    from wizard.objects import Added


def arguments(parser: ArgumentParser) -> None:
    """Take the kind, and for a webapp client its pool."""
    parser.add_argument("--kind", choices=("webapp", "service"), required=True,
        help="webapp: for front ends, in a pool; service: for back ends, with a key")  # fmt: skip
    parser.add_argument("--pool", metavar="ID", default="", help="default: the pool in use")
    parser.add_argument("--use", action="store_true", help="let the profile use it at once")
    add_write(parser)
    add_decisions(parser)
    add_confirmation(parser)


def run(call: Call) -> Result:
    """Create it."""
    from wizard.cli.composition import context
    from wizard.cli.guides import SilentGuide
    from wizard.objects import add_client

    profile = chosen_profile(call)
    confirm_prod(call, profile)
    world = replace(
        context(call.home, SilentGuide(call.say), say=call.say),
        decisions=decisions_of(call.options),
    )
    added = add_client(world, profile, call.options.kind, call.options.pool)
    if call.options.use:
        call.say(_done(added))
        return switched(call, world, added.profile, added.object.id)
    return _result(call, added)


def _done(added: Added) -> str:
    client = added.object
    done = "Created" if added.new else "Known already:"
    return f"{done} the client {printable(client.id)} ({printable(client.name)})"


def _result(call: Call, added: Added) -> Result:
    client = added.object
    assert isinstance(client, Client)  # noqa: S101 — add_client adds nothing else
    variable = "ANON_SDKCLIENT_ID" if client.kind == "webapp" else "ANON_API_KEY"
    side = "front ends" if client.kind == "webapp" else "back ends"
    lines = (
        _done(added),
        f"To use it, which changes {variable} in your {side}:",
        f"  {further(call, 'client', 'use', client.id)}",
    )
    data = {**as_json(client, added.profile), "created": added.new, "variables": []}
    return Result(data=data, text="\n".join(lines))
