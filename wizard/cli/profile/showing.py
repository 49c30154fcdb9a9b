"""``profile show``: one profile with all that belongs to it; ``--prompt`` for a shell prompt.

Must never: show a secret unmasked; load for the prompt what the prompt does not need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wizard.cli.chosen import chosen
from wizard.cli.command import Result
from wizard.cli.names import add_name
from wizard.model import ProblemError
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from wizard.cli.command import Call
    from wizard.model import Client
    from wizard.profiles.facts import Facts


def arguments(parser: ArgumentParser) -> None:
    """Take the profile's name, and the form."""
    add_name(parser, "the profile (default: the one in use here)", optional=True)
    parser.add_argument(
        "--prompt", action="store_true", help="name and environment on one line, for a shell prompt"
    )


def run(call: Call) -> Result:
    """Show it."""
    if call.options.prompt:
        return _prompt(call)
    from wizard.profiles.facts import facts

    known = facts(call.home, chosen(call).name)
    problems = (known.trouble,) if known.trouble else ()
    return Result("ok", as_json(known), problems, "\n".join(_lines(known)))


# --- the prompt -----------------------------------------------------------------------------------


def _prompt(call: Call) -> Result:
    """Give ``name (environment)``; nothing, and no complaint, where no profile is in use."""
    from wizard.profiles.resolution import resolve
    from wizard.profiles.store import ProfileStore

    try:
        resolved = resolve(call.home, call.environ, call.options.name or call.options.profile)
        if resolved is None:
            return Result(data={"profile": None, "environment": None})
        environment = ProfileStore(call.home).load(resolved.name).environment
    except ProblemError as unreadable:
        return Result(
            text=f"({unreadable.problem.code})", data={"problem": unreadable.problem.code}
        )
    place = environment.upper() if environment == "prod" else environment
    data = {"profile": resolved.name, "environment": environment}
    return Result(data=data, text=f"{printable(resolved.name)} ({printable(place)})")


# --- the whole ------------------------------------------------------------------------------------


def as_json(known: Facts) -> dict[str, Any]:
    """Give the facts as data; ids are named as in ``setup --json``. No secret is in it."""
    profile, pool = known.profile, known.profile.pool()
    return {
        "profile": profile.name,
        "active": known.active,
        "environment": profile.environment,
        "baseUrl": profile.base_url,
        "generation": profile.generation,
        "organizationId": profile.organization_id or None,
        "userPoolId": profile.pool_id or None,
        "jwksUri": (pool.jwks_uri or None) if pool else None,
        "webappClientId": profile.webapp_id or None,
        "serviceClientId": profile.service_id or None,
        "appUserId": profile.user_id or None,
        "app": profile.app or None,
        "pools": [{"id": each.id, "name": each.name} for each in profile.pools],
        "clients": [_client(each) for each in profile.clients],
        "secretStore": profile.secret_store or "file",
        "secrets": {each.name: each.shown for each in known.kept},
        "keySince": known.key_since,
        "provenAt": known.proven_at,
        "tokenExpiresAt": known.token_expires_at,
        "proven": known.proven,
        "folders": list(known.folders),
        "filled": list(known.filled),
        "path": known.path,
    }


def _client(client: Client) -> dict[str, Any]:
    pool = {"userPoolId": client.pool_id} if client.pool_id else {}
    return {"id": client.id, "name": client.name, "kind": client.kind, **pool}


def _lines(known: Facts) -> Iterator[str]:
    from wizard.profiles.telling import rows

    told = [(name, value) for name, value in rows(known) if value]
    width = max(len(name) for name, _ in told)
    for name, value in told:
        yield f"{name:<{width}}  {printable(value)}"
