"""A profile's facts as rows: ``profile show`` and the profile screen read from here.

Must never: show a secret unmasked.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from wizard.model import app_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.profiles.facts import Facts


def rows(known: Facts) -> Iterator[tuple[str, str]]:
    """Give each fact with its name; the value is empty where there is none."""
    profile, pool = known.profile, known.profile.pool()
    yield "Profile", f"{profile.name}{' (active)' if known.active else ''}"
    yield "Environment", ", ".join(dict.fromkeys((profile.environment, profile.base_url)))
    yield "Organization", profile.organization_id
    yield "UserPool", profile.pool_id
    yield from _others(each.id for each in profile.pools if each.id != profile.pool_id)
    yield "JWKS", pool.jwks_uri or "Anon-hosted" if pool else ""
    for kind, used in (("webapp", profile.webapp_id), ("service", profile.service_id)):
        yield f"{kind.capitalize()} client", used
        its = (each.id for each in profile.clients if each.kind == kind)
        yield from _others(each for each in its if each != used)
    yield "Test user", profile.user_id
    yield "App", app_name(profile.app)
    yield "Saved in", known.path
    yield "Secrets in", known.kept_in
    yield from ((f"  {_in_words(each.name)}", each.shown) for each in known.kept)
    yield from _proofs(known)
    yield from (("Bound folder", folder) for folder in known.folders)
    yield from (("Filled", path) for path in known.filled)


_SECRETS: Final = {
    "api_key": "API key",
    "app_user_id_token": "token",
    "pending_app_user_id_token": "token, not saved yet",
    "service_key": "service client's key",
}


def _in_words(secret: str) -> str:
    """Give a secret's name in its store in words, without the id that may follow it."""
    name = secret.partition(".")[0]
    return _SECRETS.get(name, name)


def _others(ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    return (("  not in use", each) for each in ids)


def _proofs(known: Facts) -> Iterator[tuple[str, str]]:
    from wizard.identity.words import ago, date

    now = time.time()
    if known.key_since:
        yield "Key since", f"{date(known.key_since)} ({ago(now - known.key_since)})"
    if known.proven_at:
        states = ((name, known.proven[name]) for name in ("key", "token", "link"))
        told = ", ".join(f"{name} {state}" for name, state in states if state)
        yield "Last proof", ago(now - known.proven_at) + (f": {told}" if told else "")
    if known.token_expires_at:
        expired = known.token_expires_at < now
        yield "Token", f"{'expired' if expired else 'expires'} {date(known.token_expires_at)}"
