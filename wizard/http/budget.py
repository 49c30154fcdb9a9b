"""What one exchange may still use: its time, and whether the user wants it at all.

Knows: the clock and the user's cancel.
Must never: start anything, or wait longer than a tenth of a second without looking up.
"""

from __future__ import annotations

import time
from concurrent.futures import Future, wait
from threading import Thread
from typing import TYPE_CHECKING, Final, TypeVar

from wizard.http.unsent import CancelledBeforeSendingError
from wizard.model import CancelledByUserError

if TYPE_CHECKING:
    from collections.abc import Callable

_SLICE: Final = 0.1  # seconds between two looks at the clock and at the user's cancel
T = TypeVar("T")


class OutOfTimeError(Exception):
    """The exchange's deadline passed."""


class Budget:
    """The time that one exchange has, all its parts together, and how far it came.

    ``sent`` turns true when the first byte of the request (not of a proxy's CONNECT) is about to
    be written; from then on the server may have acted on it. ``answered`` turns true with the
    answer's headers.
    """

    def __init__(self, seconds: float, cancelled: Callable[[], bool] | None = None) -> None:
        self.seconds: Final = seconds
        self.sent = False
        self.answered = False
        self._ends = time.monotonic() + seconds
        self._cancelled = cancelled

    def left(self) -> float:
        """Give the seconds that are left: more than 0.

        Raises ``OutOfTimeError`` when there are none, ``CancelledByUserError`` when the user
        called it off (``CancelledBeforeSendingError`` while nothing was sent).
        """
        if self._cancelled is not None and self._cancelled():
            raise CancelledByUserError if self.sent else CancelledBeforeSendingError
        seconds = self._ends - time.monotonic()
        if seconds <= 0:
            raise OutOfTimeError
        return seconds

    def slice(self) -> float:
        """Give how long to wait before looking here again; raises as ``left`` does."""
        return min(_SLICE, self.left())


def patiently(work: Callable[[], T], budget: Budget, discard: Callable[[T], object]) -> T:
    """Do what blocks and cannot be interrupted, but wait for it only while the budget lasts.

    Name look-ups, connects and TLS handshakes have no cancel of their own, and look-ups no time
    limit either. ``discard`` closes what arrives after nobody waits for it any more.
    """
    future: Future[T] = Future()
    Thread(target=_settle, args=(future, work), daemon=True).start()
    try:
        while not wait((future,), timeout=budget.slice()).done:
            pass
    except BaseException:
        future.add_done_callback(lambda done: done.exception() or discard(done.result()))
        raise
    return future.result()


def _settle(future: Future[T], work: Callable[[], T]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:  # noqa: BLE001 — it is raised again in the thread that waits
        future.set_exception(error)
