"""What a step proved, in a few words: below its name in the rail, and on the page that follows.

Knows: which part of the draft each step filled in.
Must never: show a secret, or call *not proven* proven.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.environments import environment
from wizard.model import Record, app_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.model import Draft, ObjectKind


_NAME: Final = 24


class Detail(Record):
    """``text`` for the rail, a sentence each for the next page. ``doubtful``: it is not proven."""

    text: str = ""
    sentences: tuple[str, ...] = ()
    doubtful: bool = False


def detail(step: str, draft: Draft) -> Detail:
    """Give what the step of that id proved."""
    tell = _DETAILS.get(step)
    return tell(draft) if tell else Detail()


def short(name: str) -> str:
    """Give a long name of a key with its middle left out: enough to know it again."""
    return name if len(name) <= _NAME else f"{name[:8]}…{name[-4:]}"


def _environment(draft: Draft) -> Detail:
    if not draft.environment:
        return Detail()
    place = environment(draft.environment)
    sentences = (f"The local sandbox runs at {draft.base_url}",) if place.local else ()
    return Detail(place.label, sentences)


def _key(draft: Draft) -> Detail:
    if draft.key_proof == "accepted":
        return Detail("accepted", ("Anon accepts the key",))
    return Detail("not proven", ("Anon neither accepts nor refuses the key",), doubtful=True)


def _pool(draft: Draft) -> Detail:
    pool = draft.pool
    if pool is None:
        return Detail()
    how = {"mock": "mock key set", "url": "own key set", "hosted": "Anon-hosted"}[pool.source]
    return Detail(how, (f"UserPool {_made(draft, 'userPool')}: {pool.id}",))


def _clients(draft: Draft) -> Detail:
    webapp, service = draft.webapp, draft.service
    if webapp is None or service is None:
        return Detail()
    return Detail(
        "webapp, service",
        (
            f"Webapp client {_made(draft, 'webapp')}: {webapp.id}",
            f"Service client {_made(draft, 'service')}: {service.id}",
        ),
    )


def _made(draft: Draft, kind: ObjectKind) -> str:
    return "created" if any(made.kind == kind for made in draft.created) else "reused"


def _user(draft: Draft) -> Detail:
    user = draft.user
    if user is None:
        return Detail()
    if user.proof == "proven":
        key = f" by the key {short(user.kid)}" if user.kid else ""
        return Detail("token proven", (f"The token of {user.id} is proven{key}",))
    return Detail("token not proven", (f"The token of {user.id} is not proven",), doubtful=True)


def _link(draft: Draft) -> Detail:
    link = draft.link
    if link is None:
        return Detail()
    app = app_name(link.app)
    if link.status == "active":
        how = " (simulated)" if link.simulated else ""
        return Detail(f"{app}{how}", (f"{app} is linked{how}",))
    words = {"skipped": "skipped", "unproven": "not proven", "failed": "failed"}[link.status]
    return Detail(f"{app}: {words}", (f"The link to {app}: {words}",), doubtful=True)


_DETAILS: Final[Mapping[str, Callable[[Draft], Detail]]] = {
    "environment": _environment,
    "key": _key,
    "pool": _pool,
    "clients": _clients,
    "user": _user,
    "link": _link,
}
