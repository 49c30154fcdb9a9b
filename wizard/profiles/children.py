"""Other programs, started so that none can hold us up.

Knows: how a child is started, fed, and killed when its time is over.
Must never: put a secret into a child's arguments or environment.
"""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field

from wizard.browser import without_secrets


@dataclass(frozen=True, slots=True)
class Done:
    """How a child ended, and what it printed; either may hold a secret."""

    code: int
    stdout: bytes = field(repr=False)
    stderr: bytes = field(repr=False)


def run(command: list[str], given: bytes, seconds: float, *, apart: bool = False) -> Done:
    """Run ``command`` with ``given`` as its stdin, for at most ``seconds``.

    ``apart``: in a session of its own, where it finds no terminal to ask on, and where its own
    children are killed with it. Raises ``subprocess.TimeoutExpired`` and ``OSError``.
    """
    child = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=without_secrets(os.environ),
        start_new_session=apart,
    )
    with child:
        try:
            stdout, stderr = child.communicate(given, timeout=seconds)
        except BaseException:
            _kill(child, group=apart)
            raise
    return Done(child.returncode, stdout, stderr)


def _kill(child: subprocess.Popen[bytes], *, group: bool) -> None:
    with suppress(ProcessLookupError):
        if group:
            os.killpg(child.pid, signal.SIGKILL)
        child.kill()
