"""Making one object at Anon, at most once: the steps' one way to create anything.

Knows: the order of trust: what the saved profile holds, what the ledger holds, then a request.
Must never: create what is there, or take another object for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from wizard.environments import environment
from wizard.model import Made, ProblemError
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.context import Context
    from wizard.model import CreateRequest, Draft

IN_WORDS: Final = {
    "userPool": "the UserPool",
    "webapp": "the webapp SdkClient",
    "service": "the service SdkClient",
}


@dataclass(frozen=True, slots=True)
class Found:
    """An object as Anon holds it: its name, and how it differs from what is wanted, in words."""

    name: str
    difference: str


@dataclass(frozen=True, slots=True)
class Object:
    """The object that a step now stands on."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """One object a step wants.

    ``saved`` is the id of the saved profile's object that fits. ``read`` fetches an object by id
    and compares it. ``keep`` stores what an answer shows only once, before anything else happens.
    """

    request: CreateRequest
    saved: str | None
    read: Callable[[str], Found]
    keep: Callable[[Any], None] = lambda _answer: None


def known_id(context: Context, draft: Draft, wanted: Wanted) -> str | None:
    """Give the id of what would be reused instead of sending a request."""
    if wanted.request.kind in context.decisions.create_another:
        return None
    return wanted.saved or context.ledger(draft).made(wanted.request)


def make(context: Context, draft: Draft, wanted: Wanted) -> tuple[Draft, Object]:
    """Find or create the object; give the draft that reports it, and the object."""
    kind = wanted.request.kind
    found = _reuse(context, draft, wanted)
    if found:
        return draft.with_made(Made(kind, found.id), new=False), found
    context.say(f"Creating {IN_WORDS[kind]}")
    api = context.api(draft)
    created = context.ledger(draft).create(
        wanted.request,
        send=lambda body: api.create(wanted.request.path, body),
        keep=wanted.keep,
        adopt=context.decisions.adopt.get(kind),
        another=kind in context.decisions.create_another,
        difference=lambda object_id: wanted.read(object_id).difference,
    )
    return draft.with_made(Made(kind, created.id), new=created.new), Object(
        created.id, created.name
    )


def _reuse(context: Context, draft: Draft, wanted: Wanted) -> Object | None:
    """Look at what is known already; None where nothing is, or a local sandbox forgot it."""
    object_id = known_id(context, draft, wanted)
    if object_id is None:
        return None
    kind = wanted.request.kind
    try:
        found = wanted.read(object_id)
    except ProblemError as stopped:
        if stopped.problem.code == "api.not_found" and environment(draft.environment).local:
            context.say(f"The local sandbox no longer holds {IN_WORDS[kind]}")
            context.ledger(draft).gone(kind, object_id)
            return None
        raise
    if found.difference:
        changed = problem("object.changed", kind=kind, id=object_id, difference=found.difference)
        raise ProblemError(changed)
    return Object(object_id, found.name)
