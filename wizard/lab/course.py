"""The lab as one goes through it: make an error, diagnose it, mend it, one thing at a time.

Knows: that a screen may be left while something still runs.
Must never: use a bench that was taken down, or leave one behind.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Final

from wizard.checks.doctor import APP, CHAIN, examine
from wizard.lab.bench import open_lab
from wizard.model import CancelledByUserError

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.checks.row import Row
    from wizard.lab.bench import Bench
    from wizard.lab.exercises import Exercise


CHECKS: Final = (*CHAIN, *APP)
"""What the doctor checks in the lab: the chain and the app."""


class Course:
    """One visit to the lab. All methods may be called from any thread, and take their turn.

    They raise ``CancelledByUserError`` once it is closed, and what the sandbox raises.
    """

    def __init__(self) -> None:
        self._turn = Lock()
        self._stack = ExitStack()
        self._bench: Bench | None = None
        self._closed = False

    def open(self) -> None:
        """Set the bench up: it takes about a second."""
        with self._turn:
            if self._closed:
                raise CancelledByUserError
            self._bench = self._stack.enter_context(open_lab())

    def make(self, exercise: Exercise) -> str:
        """Break the healthy set-up, and give the words that one then gets, in lines."""
        with self._turn:
            bench = self._furnished()
            bench.put_back()
            exercise.spoil(bench)
            return exercise.see(bench)

    def diagnose(self, cancelled: Callable[[], bool]) -> tuple[Row, ...]:
        """Let the doctor look."""
        with self._turn:
            return tuple(examine(replace(self._furnished().case(), cancelled=cancelled)))

    def mend(self, exercise: Exercise) -> None:
        """Do what the fix says."""
        with self._turn:
            exercise.cure(self._furnished())

    def close(self) -> None:
        """Switch everything off and take the bench down; again is no matter."""
        with self._turn:
            self._closed = True
            self._bench = None
            self._stack.close()

    def _furnished(self) -> Bench:
        if self._bench is None:
            raise CancelledByUserError
        return self._bench
