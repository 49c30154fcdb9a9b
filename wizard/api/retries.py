"""When to ask again by itself, and after how long (threats, “Creating things”, rule 4).

Knows: what cannot have created anything: a request that was not sent, one that only reads, one
that the server put off with 429 or 503 and a Retry-After.
Must never: send a request again that may have created something, or wait beyond a minute.
"""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Final

from wizard.http import CancelledBeforeSendingError, NotSentError

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.http import Response
    from wizard.model import ProblemError

LONGEST: Final = 60.0
"""Seconds that a Retry-After may ask for; beyond that the user decides."""

_FIRST: Final = 0.2  # seconds, doubled with each attempt
_PASSING: Final = frozenset({"network.refused", "network.broken"})
_TRANSIENT: Final = frozenset({500, 502, 503, 504})


def retry_after(response: Response, now: Callable[[], float] = time.time) -> float | None:
    """Give the seconds a 429 or 503 asks to wait, or None (RFC 9110 §10.2.3)."""
    value = response.headers.get("retry-after", "").strip()
    if response.status not in {429, 503} or not value:
        return None
    if value.isascii() and value.isdigit() and len(value) <= 9:
        return float(value)
    from email.utils import parsedate_to_datetime

    try:
        return max(parsedate_to_datetime(value).timestamp() - now(), 0.0)
    except (ValueError, OverflowError):
        return None


def pause_after_fault(error: ProblemError, tried: int, *, reads: bool) -> float | None:
    """Give the seconds to wait before asking again after a network fault; None: don't."""
    harmless = reads or isinstance(error, NotSentError)
    return _backoff(tried) if harmless and error.problem.code in _PASSING else None


def pause_after_answer(response: Response, tried: int, *, reads: bool) -> float | None:
    """Give the seconds to wait before asking again after this answer; None: don't."""
    asked = retry_after(response)
    if asked is not None:
        return asked if asked <= LONGEST else None
    return _backoff(tried) if reads and response.status in _TRANSIENT else None


def _backoff(tried: int) -> float:
    """Double with each attempt, and jitter, so that many clients don't come back at once."""
    return _FIRST * float(2 ** (tried - 1)) * random.uniform(0.75, 1.25)  # noqa: S311 — no secret


def wait(seconds: float, cancelled: Callable[[], bool]) -> None:
    """Let ``seconds`` pass; raises soon after the user calls it off.

    That is ``CancelledBeforeSendingError``: what went before has created nothing, or there would
    be no waiting to ask again.
    """
    ends = time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        if cancelled():
            raise CancelledBeforeSendingError
        time.sleep(min(left, 0.1))
