"""One token before the judge: what was asked, and what the checks have found out so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wizard.identity.words import listed

if TYPE_CHECKING:
    from wizard.identity.jwks import KeySet, Row
    from wizard.model import Problem


@dataclass(slots=True)
class Case:
    """Grows from check to check; a check may rely on what those before it have filled in."""

    token: str
    key_set: KeySet
    id_claim: str
    wanted_user: str | None
    now: float
    header: dict[str, Any] = field(default_factory=dict)
    segments: tuple[str, str, str] = ("", "", "")
    claims: dict[str, Any] = field(default_factory=dict)
    algorithm: str | None = None
    kid: str | None = None
    row: Row | None = None
    user_id: str | None = None
    expires_at: int | None = None

    def kids(self) -> str:
        """Give the names of the set's usable keys, for people."""
        return listed(self.key_set.kids, "no usable key")


@dataclass(frozen=True, slots=True)
class Remark:
    """The token passes, and this should be known."""

    problem: Problem
