"""One sandbox per state file: attach to the one that runs, or start it.

Knows: that the state file tells an attacher where the sandbox is and what its keys are.
Must never: start a second one over the same state, or wait for ever for the first.
"""

from __future__ import annotations

import atexit
import os
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.model import ProblemError
from wizard.paths import absolute_path
from wizard.problems import problem
from wizard.sandbox.ports import DEFAULT_PORT
from wizard.sandbox.process import START_DEADLINE, Order, start
from wizard.sandbox.running import Running, from_facts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    from wizard.paths import AnyPath

_LOOK_AGAIN: Final = 0.05
_AUTHS: Final = ("any", "session-token", "api-key")
_held: Final[dict[Path, Running]] = {}
_lock: Final = threading.Lock()


def ensure(
    state: AnyPath, port: int | None = None, *, faults: Iterable[str] = (), auth: str = "any"
) -> Running:
    """Attach to the sandbox over this state file, or start it; it lives as long as this process.

    May be called again and again, from any thread: it gives the same one while that one answers,
    and starts another when it is gone. ``port`` None takes the remembered one; ``faults`` and
    ``auth`` are those of a sandbox that is started. Raises ``sandbox.…``.
    """
    path = absolute_path(state)
    with _lock:
        known = _held.get(path)
        if known and known.alive():
            return known
        if known:
            known.close()
        _held[path] = running = _attach_or_start(Order(str(path), port, tuple(faults), auth))
        return running


@atexit.register
def _stop_what_was_started() -> None:
    for running in _held.values():
        running.close()


def _attach_or_start(order: Order) -> Running:
    deadline = time.monotonic() + START_DEADLINE
    while time.monotonic() < deadline:
        if running := _attached(Path(order.state)) or _started(order):
            return running
        time.sleep(_LOOK_AGAIN)  # another process is starting it just now
    reason = "Another process holds its state, and does not answer."
    raise ProblemError(problem("sandbox.did_not_start", reason=reason))


def _attached(state: Path) -> Running | None:
    if not os.path.lexists(state):
        return None  # a first setup never reads a state: its memory has no need of SQLite
    from wizard.sandbox.peek import peek

    seen = peek(state)
    if seen is None or not seen.port:
        return None
    running = from_facts(seen.port, seen.facts, attached=True)
    return running if running.answers() else None


def _started(order: Order) -> Running | None:
    started = start(order)
    if started is None:
        return None
    child, report = started
    return from_facts(report["port"], report["facts"], attached=False, child=child)


def foreseen(state: AnyPath) -> Running:
    """Give what ``ensure`` would give, without starting anything: for a plan.

    Where the state does not exist yet, ids and keys are empty, and the port is the usual one.
    """
    from wizard.sandbox.peek import peek
    from wizard.sandbox.records import seed

    seen = peek(absolute_path(state))
    facts = seen.facts if seen else asdict(seed.blank())
    return from_facts((seen and seen.port) or DEFAULT_PORT, facts, attached=True)


class LocalSandbox:
    """A sandbox for a test: ``with LocalSandbox() as sandbox: sandbox.url, sandbox.keys["local"]``.

    It is a process of its own, ready in under a second, on a free port, and gone at the end of the
    ``with``, or with this process. ``state`` is a file to keep it in. See ``Running`` for what it
    offers. Raises ``sandbox.…``, also where another process holds the state.
    """

    def __init__(
        self,
        state: AnyPath = ":memory:",
        port: int | None = 0,
        faults: Iterable[str] = (),
        auth: str = "any",
    ) -> None:
        if auth not in _AUTHS:
            raise ValueError(f"auth is one of {', '.join(_AUTHS)}")
        self._order: Final = Order(str(state), port, tuple(faults), auth)
        self._running: Running | None = None

    def __enter__(self) -> Running:
        started = _started(self._order)
        if started is None:
            reason = "Another sandbox runs over it."
            raise ProblemError(problem("sandbox.state", path=self._order.state, reason=reason))
        self._running = started
        return started

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._running:
            self._running.close()
