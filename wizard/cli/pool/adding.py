"""``pool add --jwks …``: one more UserPool; the profile goes on using the one it uses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.cli.chosen import chosen_profile, further
from wizard.cli.command import Result
from wizard.cli.decisions import add_decisions, decisions_of
from wizard.cli.pool.listing import as_json
from wizard.cli.prod import add_confirmation, confirm_prod
from wizard.model import Answers, Pool, ProblemError
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from wizard.cli.command import Call
    from wizard.objects import Added


def arguments(parser: ArgumentParser) -> None:
    """Take the key set and the claim, as the setup does."""
    parser.add_argument("--jwks", metavar="mock|hosted|URL", required=True, help="the key set")
    parser.add_argument("--id-claim", metavar="CLAIM", default="sub", help="default: sub")
    add_decisions(parser)
    add_confirmation(parser)


def run(call: Call) -> Result:
    """Create it."""
    from wizard.cli.composition import context
    from wizard.cli.guides import SilentGuide
    from wizard.objects import add_pool

    profile = chosen_profile(call)
    confirm_prod(call, profile)
    world = replace(
        context(call.home, SilentGuide(call.say), say=call.say),
        decisions=decisions_of(call.options),
    )
    return _result(call, add_pool(world, profile, _answers(call)))


def _answers(call: Call) -> Answers:
    from wizard.steps.pool import check_jwks

    options = call.options
    if wrong := check_jwks(options.jwks):
        raise ProblemError(wrong)
    return Answers().put("jwks", options.jwks, "flag").put("id_claim", options.id_claim, "flag")


def _result(call: Call, added: Added) -> Result:
    pool = added.object
    assert isinstance(pool, Pool)  # noqa: S101 — add_pool adds nothing else
    selected = pool.id == added.profile.pool_id
    done = "Created" if added.new else "Known already:"
    lines = (
        f"{done} the UserPool {printable(pool.id)} ({printable(pool.name)})",
        "No variable changes yet: an app is bound to a pool by its webapp client. Make one:",
        f"  {further(call, 'client', 'add', '--kind', 'webapp', '--pool', pool.id)}",
    )
    data = {**as_json(pool, selected=selected), "created": added.new, "variables": []}
    return Result(data=data, text="\n".join(lines))
