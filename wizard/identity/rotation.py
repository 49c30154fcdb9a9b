"""A rotation rehearsed: what each key's tokens would meet, tried with real ones.

Must never: keep a token, or sign one for a real user.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.identity.judge import judge
from wizard.identity.tokens import mint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.identity.judge import Verdict
    from wizard.identity.jwks import KeySet
    from wizard.identity.keys import SigningKey

USER: Final = "rotation-rehearsal"
"""Whom the tokens are for: nobody."""

_LIFE: Final = 60  # seconds


@dataclass(frozen=True, slots=True)
class Trial:
    """One key, and what a token just signed with it met."""

    kid: str
    verdict: Verdict


def rehearse(keys: Iterable[SigningKey], key_set: KeySet) -> tuple[Trial, ...]:
    """Sign a token with each key and judge it by the set."""
    return tuple(Trial(key.kid, judge(_token(key), key_set)) for key in keys)


def _token(key: SigningKey) -> str:
    return mint(key, user_id=USER, expires_in=_LIFE).reveal()
