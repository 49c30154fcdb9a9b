"""``pool list``: the UserPools that the profile knows; Anon documents no way to ask for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wizard.cli.chosen import chosen_profile, setup_of
from wizard.cli.command import Result
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from wizard.cli.command import Call
    from wizard.model import Pool


def arguments(_parser: ArgumentParser) -> None:
    """Take nothing but the global flags."""


def run(call: Call) -> Result:
    """List them; a star stands before the one in use."""
    profile = chosen_profile(call)
    rows = [as_json(pool, selected=pool.id == profile.pool_id) for pool in profile.pools]
    lines = [
        f"{'*' if row['selected'] else ' '} {printable(row['id'])}  {row['source']:<6} "
        f"{printable(row['jwksUri'] or 'Anon-hosted')}"
        for row in rows
    ]
    text = "\n".join(lines) or f"This profile knows no UserPool. Run: {setup_of(profile)}"
    return Result(data={"profile": profile.name, "pools": rows}, text=text)


def as_json(pool: Pool, *, selected: bool) -> dict[str, Any]:
    """Give a pool as data."""
    return {
        "id": pool.id,
        "name": pool.name,
        "source": pool.source,
        "jwksUri": pool.jwks_uri or None,
        "idClaim": pool.id_claim,
        "selected": selected,
    }
