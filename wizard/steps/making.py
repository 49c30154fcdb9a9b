"""Making one object at Anon, at most once: the steps' one way to create anything.

Knows: the order of trust: what the saved profile holds, what the ledger holds, then a request.
Must never: create what is there, or take another object for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wizard.environments import environment
from wizard.model import Made, ProblemError, Record
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.context import Context
    from wizard.model import CreateRequest, Draft, Problem

IN_WORDS: Final = {
    "userPool": "the UserPool",
    "webapp": "the webapp SdkClient",
    "service": "the service SdkClient",
}


class Found(Record):
    """An object as Anon holds it: its name, and how it differs from what is wanted, in words."""

    name: str
    difference: str


class Object(Record):
    """The object that a step now stands on."""

    id: str
    name: str


class Wanted(Record):
    """One object a step wants.

    ``imported`` is the id that a bundle names, ``saved`` that of the saved profile's object, where
    it fits. ``read`` fetches an object by id and compares it. ``keep`` stores what an answer shows
    only once, before anything else happens; ``holds`` tells whether that is still there.
    """

    request: CreateRequest
    saved: str | None
    read: Callable[[str], Found]
    keep: Callable[[Any], None] = lambda _answer: None
    holds: Callable[[str], bool] = lambda _object_id: True
    imported: str = ""


def known_id(context: Context, draft: Draft, wanted: Wanted) -> str | None:
    """Give the id of what would be reused instead of sending a request; asks nobody."""
    known = wanted.imported or wanted.saved or context.ledger(draft).made(wanted.request)
    useless = known and _another(context, wanted) and not wanted.holds(known)
    return None if useless else known


def make(context: Context, draft: Draft, wanted: Wanted) -> tuple[Draft, Object]:
    """Find or create the object; give the draft that reports it, and the object."""
    kind = wanted.request.kind
    found = _reused(context, draft, wanted)
    if found:
        return draft.with_made(Made(kind, found.id), new=False), found
    context.say(f"Creating {IN_WORDS[kind]}")
    api = context.api(draft)
    created = context.ledger(draft).create(
        wanted.request,
        send=lambda body: api.create(wanted.request.path, body),
        read=wanted.read,
        keep=wanted.keep,
        adopt=context.decisions.adopt.get(kind),
        another=_another(context, wanted),
        usable=lambda object_id: _usable(wanted, object_id),
    )
    made = Object(created.id, created.name)
    return draft.with_made(Made(kind, made.id), new=created.new), made


def _another(context: Context, wanted: Wanted) -> bool:
    return wanted.request.kind in context.decisions.create_another


def _usable(wanted: Wanted, object_id: str) -> bool:
    return wanted.holds(object_id) and not wanted.read(object_id).difference


def _reused(context: Context, draft: Draft, wanted: Wanted) -> Object | None:
    """Look at what is known already; None where nothing is, or the user wants another."""
    object_id = known_id(context, draft, wanted)
    found = _read(context, draft, wanted, object_id) if object_id else None
    if object_id is None or found is None:
        return None
    trouble = _trouble_with(wanted, object_id, found)
    if trouble is None:
        return Object(object_id, found.name)
    if _another(context, wanted):
        return None
    raise ProblemError(trouble)


def _read(context: Context, draft: Draft, wanted: Wanted, object_id: str) -> Found | None:
    """Fetch what is known; None where a local sandbox that was reset no longer holds it."""
    kind = wanted.request.kind
    try:
        return wanted.read(object_id)
    except ProblemError as stopped:
        forgotten = stopped.problem.code == "api.not_found"
        local = environment(draft.environment).local
        if not (forgotten and local) or object_id == wanted.imported:
            raise
        context.say(f"The local sandbox no longer holds {IN_WORDS[kind]}")
        context.ledger(draft).gone(kind, object_id)
        return None


def _trouble_with(wanted: Wanted, object_id: str, found: Found) -> Problem | None:
    kind = wanted.request.kind
    if found.difference:
        code = "ledger.adopted_differs" if object_id == wanted.imported else "object.changed"
        return problem(code, kind=kind, id=object_id, difference=found.difference)
    if not wanted.holds(object_id):
        return problem("ledger.adopted_key", id=object_id, kind=kind)
    return None
