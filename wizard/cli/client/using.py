"""``client use ID``: the profile uses another of its clients; which apps that changes is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.cli.chosen import chosen_profile, further, setup_of
from wizard.cli.client.listing import as_json
from wizard.cli.command import Result
from wizard.cli.effects import add_write, effects
from wizard.profiles.effects import stored_values
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from wizard.cli.command import Call
    from wizard.context import Context
    from wizard.model import Problem, Profile


def arguments(parser: ArgumentParser) -> None:
    """Take the client's id."""
    parser.add_argument("id", metavar="ID", help="one of those that client list shows")
    parser.add_argument("--yes", "-y", action="store_true", help="never ask")
    add_write(parser)


def run(call: Call) -> Result:
    """Switch to it."""
    from wizard.cli.composition import context
    from wizard.cli.guides import SilentGuide

    profile = chosen_profile(call)
    world = context(call.home, SilentGuide(call.say), say=call.say)
    return switched(call, world, profile, call.options.id)


def switched(call: Call, world: Context, profile: Profile, client_id: str) -> Result:
    """Let the profile use the client, and tell what that changes; nothing changes in Anon."""
    from wizard.objects import use_client

    before = stored_values(call.home, profile)
    used = use_client(world, profile, client_id)
    told = effects(call, before, used.profile)
    client = next(each for each in used.profile.clients if each.id == client_id)
    lines = [f"The profile now uses the {client.kind} client {printable(client.id)}"]
    if used.trouble:
        lines.append(f"{_trouble(used.trouble)} {setup_of(used.profile)}")
    problems = (*((used.trouble,) if used.trouble else ()), *told.problems)
    data = {**as_json(client, used.profile), **told.as_json()}
    again = further(call, "client", "use", client.id, "--write-apps")
    text = "\n".join((*lines, *told.lines(again)))
    return Result("partial" if problems else "ok", data, problems, text)


def _trouble(trouble: Problem) -> str:
    """Say whether the token was refused, or could not be proven; the latter is no refusal."""
    unread = trouble.exit_code == 3 or trouble.code.startswith("jwks.")
    if unread:
        return "Whether its test user's token fits could not be proven. Try again later, or:"
    return "Its test user's token does not fit. For a new one:"
