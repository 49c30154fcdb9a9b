"""Signals that ask the program to end: they unwind it, so that everything is given back.

Must never: end the process on the spot, or be swallowed (the exit code tells which it was).
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


class SignalledError(BaseException):
    """A signal asked the program to end; ``number`` is the signal's."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number: Final = number


@contextmanager
def unwinding() -> Iterator[None]:
    """Let SIGINT, SIGTERM, SIGHUP and SIGQUIT raise ``SignalledError`` in here."""

    def stop(number: int, _frame: FrameType | None) -> None:
        raise SignalledError(number)

    before = {number: signal.signal(number, stop) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
