"""Whether an address is one for everybody: on https, and not of one machine or network.

Must never: look a name up or open a connection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.identity.urls import check
from wizard.model import ProblemError

if TYPE_CHECKING:
    from wizard.model import Problem

_WORDS: Final = {
    "jwks.not_https": "It is not on https",
    "jwks.not_public": "It leads to one machine or one network alone",
}


def why_not_for_everybody(url: str) -> str:
    """Say what keeps people from an address, without a full stop; empty where nothing does."""
    try:
        check(url)
    except ProblemError as refusal:
        return in_words(refusal.problem)
    return ""


def in_words(refusal: Problem) -> str:
    """Say a refusal of the key set's fetcher about an address that is no key set's."""
    return _WORDS.get(refusal.code, refusal.symptom.rstrip("."))
