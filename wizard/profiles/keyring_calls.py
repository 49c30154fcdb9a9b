"""Calls to the system's keyring, made in a child process that is killed when it hangs.

Knows: how the child is started, and how long it may take.
Must never: put a secret into the child's arguments or environment, or import ``keyring`` here.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final, TypeAlias

from wizard.profiles.children import run

SECONDS: Final = 3.0
"""How long the keyring may take, over all that one piece of work asks of it."""

SERVICE: Final = "anon-wizard"

Call: TypeAlias = tuple[str, ...]
"""``("set", item, value)``, ``("get", item)`` or ``("delete", item)``."""

_CHILD: Final = Path(__file__).with_name("keyring_child.py")
_HUNG: Final = f"It did not answer within {SECONDS:g} seconds: it hangs, or waits to be unlocked."
_DIED: Final = "The program that talks to it broke off."


class KeyringTroubleError(Exception):
    """The keyring did not do as asked; ``reason`` is a sentence for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason: Final = reason


def call(deadline: float, *calls: Call) -> list[str | None]:
    """Give what each call answers (a value for ``get``, None for the others).

    ``deadline`` is a ``time.monotonic()``. Raises ``KeyringTroubleError``.
    """
    if not calls:
        return []
    request = json.dumps({"service": SERVICE, "calls": calls}).encode()
    answer = _answer(_run(request, deadline - time.monotonic()))
    trouble, results = answer.get("trouble"), answer.get("results")
    if isinstance(trouble, str):
        raise KeyringTroubleError(trouble)
    if not isinstance(results, list) or len(results) != len(calls):
        raise KeyringTroubleError(_DIED)
    return results


def _run(request: bytes, seconds: float) -> bytes:
    if seconds <= 0:
        raise KeyringTroubleError(_HUNG)
    # -P: a keyring.py in the user's folder, or our own secrets.py, must not stand for the real one.
    command = [sys.executable, "-P", str(_CHILD)]
    try:
        return run(command, request, seconds, apart=True).stdout
    except subprocess.TimeoutExpired:
        raise KeyringTroubleError(_HUNG) from None
    except OSError:
        raise KeyringTroubleError(_DIED) from None


def _answer(raw: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(raw)
    except ValueError:
        raise KeyringTroubleError(_DIED) from None
    return answer if isinstance(answer, dict) else {}
