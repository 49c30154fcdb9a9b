"""What an endpoint is, and what it is called with.

Knows: that an endpoint is one value; routes, checks and the OpenAPI document come from it.
Must never: know a single endpoint.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from wizard.sandbox.choices import READ_ONLY_STATUS
from wizard.sandbox.refused import RefusedError

if TYPE_CHECKING:
    from starlette.responses import Response

    from wizard.sandbox.records.organizations import Caller
    from wizard.sandbox.shapes import Schema
    from wizard.sandbox.world import World

Method = Literal["GET", "POST", "PUT", "DELETE", "OPTIONS"]
Credential = Literal["none", "optional", "any", "creator"]
"""Who may call: everyone; everyone, told apart; any credential; one that may create things."""

Mark = Literal["D", "I", "U", "ours"]
"""Documented by Anon, inferred, unknown and chosen by us; or no endpoint of Anon's at all."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request, checked: its caller, body and query fit what the endpoint declares."""

    world: World
    caller: Caller | None
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def organization_id(self) -> str:
        """The caller's organization; only endpoints that want a credential may ask."""
        if self.caller is None:
            raise RefusedError(401, "Unauthorized")
        return self.caller.organization_id

    def creating_for(self) -> str:
        """Give the organization that something is made for.

        Generation 1 names it in the body, and a session token must (contract, Two generations).
        """
        named = self.body.get("organizationId")
        if named is None and self.caller and self.caller.kind == "session-token":
            raise RefusedError(422, "missing field `organizationId`")
        if named not in (None, self.organization_id):
            raise RefusedError(READ_ONLY_STATUS, "Unauthorized")
        return self.organization_id


Handler = Callable[[Call], Awaitable["Mapping[str, Any] | list[Any] | Response"]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method at one path. ``query`` holds text only; ``body`` is None where none is read.

    ``answer`` and ``media`` are those of status 200; ``also`` lists what else it may answer, beside
    what follows from its credential, query and body.
    """

    method: Method
    path: str
    summary: str
    mark: Mark
    handle: Handler
    credential: Credential = "any"
    query: Schema | None = None
    body: Schema | None = None
    answer: Schema | None = None
    media: str = "application/json"
    also: tuple[int, ...] = ()


NOT_FOUND: Final = 404
T = TypeVar("T")


def found(thing: T | None, what: str) -> T:
    """Give ``thing``, or refuse with 404 if it is None."""
    if thing is None:
        raise RefusedError(NOT_FOUND, f"{what} not found")
    return thing
