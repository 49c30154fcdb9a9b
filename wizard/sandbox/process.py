"""Starting and stopping the child process that a sandbox is.

Knows: the child's order and its report; that closing its stdin ends it.
Must never: hand the child a secret of this process's environment.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final

from wizard.model import Problem, ProblemError
from wizard.problems import problem
from wizard.resources import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

START_DEADLINE: Final = 20.0
"""Seconds; a second is usual, and a busy machine may take several."""

_STOP_DEADLINE: Final = 5.0

_PASSED_ON: Final = (
    "PATH",
    "HOME",
    "TMPDIR",
    "LANG",
    "LC_",
    "PYTHON",
    "LD_LIBRARY_PATH",
    "SSL_CERT_",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
)
"""How the variables begin that a child gets: no key or token of this process is among them."""

_BOOT: Final = (
    "import sys; root = sys.argv[1]; root in sys.path or sys.path.insert(0, root); "
    "from wizard.sandbox.child import main; main()"
)


@dataclass(frozen=True, slots=True)
class Order:
    """What a child is told. ``state`` is a path or ``:memory:``; ``port`` None: as remembered."""

    state: str
    port: int | None
    faults: Sequence[str] = ()
    auth: str = "any"


@dataclass(frozen=True, slots=True)
class Child:
    """A running child. Its report has been read."""

    process: subprocess.Popen[bytes]

    def alive(self) -> bool:
        """Tell whether it still runs."""
        return self.process.poll() is None

    def stop(self) -> None:
        """End it: its stdin closes, it finishes what it is answering, and it is gone."""
        _close(self.process.stdin)
        try:
            self.process.wait(_STOP_DEADLINE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        _close(self.process.stdout)


def _close(pipe: IO[bytes] | None) -> None:
    if pipe is None:
        return
    try:
        pipe.close()
    except BrokenPipeError:
        return  # the child went first


def start(order: Order) -> tuple[Child, Mapping[str, Any]] | None:
    """Start a child and give it with its report; None if another process holds the state.

    Raises the child's own problem, or ``sandbox.did_not_start``.
    """
    with tempfile.TemporaryFile() as complaints:
        child = Child(_spawn(complaints))
        try:
            report = _instructed(child.process, order)
        except BaseException:
            child.process.kill()
            child.stop()
            raise
        if "ready" in report:
            return child, report["ready"]
        child.stop()
        if "held" in report:
            return None
        raise ProblemError(_problem_in(report, complaints))


def _spawn(complaints: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _BOOT, str(ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        env=_environment(),
        start_new_session=True,  # Ctrl-C in the terminal is for this process alone
    )


def _environment() -> dict[str, str]:
    return {
        name: value for name, value in os.environ.items() if name.upper().startswith(_PASSED_ON)
    }


def _instructed(process: subprocess.Popen[bytes], order: Order) -> dict[str, Any]:
    told = {
        "state": order.state,
        "port": order.port,
        "faults": list(order.faults),
        "auth": order.auth,
    }
    if process.stdin is None or process.stdout is None:
        raise AssertionError("both are pipes")
    try:
        process.stdin.write(json.dumps(told).encode() + b"\n")
        process.stdin.flush()
    except BrokenPipeError:
        return {}
    return _report(process.stdout)


def _report(pipe: IO[bytes]) -> dict[str, Any]:
    """Read the child's one line, with a deadline; nothing if it ends or stays silent."""
    line = b""
    deadline = time.monotonic() + START_DEADLINE
    while not line.endswith(b"\n"):
        left = max(0.0, deadline - time.monotonic())
        readable, _, _ = select.select([pipe], [], [], left)
        chunk = os.read(pipe.fileno(), 65_536) if readable else b""
        if not chunk:
            return {}
        line += chunk
    return dict(json.loads(line))


def _problem_in(report: Mapping[str, Any], complaints: IO[bytes]) -> Problem:
    if "problem" in report:
        return Problem(**report["problem"])
    complaints.seek(0)
    last = complaints.read().decode("utf-8", "replace").strip().splitlines()[-1:]
    reason = last[0] if last else f"It said nothing within {START_DEADLINE:g} seconds."
    return problem("sandbox.did_not_start", reason=reason)
