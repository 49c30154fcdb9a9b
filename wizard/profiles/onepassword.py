"""Secrets that lie in 1Password: a reference is stored, and ``op`` resolves it when it is needed.

Knows: how ``op`` says no.
Must never: put a secret into a command line, or show what ``op`` printed on stdout.
"""

from __future__ import annotations

import subprocess
from typing import Final

from wizard.model import ProblemError, Secret
from wizard.problems import problem
from wizard.profiles.children import run
from wizard.profiles.references import is_reference
from wizard.text import printable

SECONDS: Final = 60.0
"""Time for ``op``, and for the person who has to unlock 1Password."""

_SIGNED_OUT: Final = ("not currently signed in", "not signed in", "no accounts configured")
_DENIED: Final = ("denied", "dismissed", "cancel", "not authorized", "unauthorized", "forbidden")


def resolve(secret: Secret) -> Secret:
    """Give what a reference leads to; anything else is given back as it is.

    Raises ``op.missing``, ``op.timeout``, ``op.signed_out``, ``op.denied`` or ``op.failed``.
    """
    return _read(secret.reveal()) if is_reference(secret) else secret


def _read(reference: str) -> Secret:
    return _value(reference, ask(["read", "--no-newline", reference], reference))


def ask(words: list[str], reference: str) -> bytes:
    """Run ``op`` with ``words``, and give what it printed. Raises ``op.…``, as ``resolve`` does."""
    try:
        # In our own session: 1Password remembers for each terminal that it was unlocked there.
        done = run(["op", *words], b"", SECONDS)
    except FileNotFoundError:
        raise ProblemError(problem("op.missing", reference=reference)) from None
    except OSError as error:
        raise _failed(reference, error.strerror or "It could not be started") from None
    except subprocess.TimeoutExpired:
        late = problem("op.timeout", reference=reference, seconds=f"{SECONDS:g}")
        raise ProblemError(late) from None
    if done.code:
        raise _refusal(reference, done.stderr.decode("utf-8", "replace"))
    return done.stdout


def _value(reference: str, printed: bytes) -> Secret:
    try:
        text = printed.decode("utf-8").strip("\r\n")
    except UnicodeDecodeError:
        raise _failed(reference, "What it gives is not text") from None
    if not text:
        raise _failed(reference, "The field is empty")
    return Secret(text)


def _refusal(reference: str, words: str) -> ProblemError:
    said = words.lower()
    if any(sign in said for sign in _SIGNED_OUT):
        return ProblemError(problem("op.signed_out", reference=reference))
    if any(sign in said for sign in _DENIED):
        return ProblemError(problem("op.denied", reference=reference))
    first = next((line for line in words.splitlines() if line.strip()), "It gave no reason")
    return _failed(reference, first)


def _failed(reference: str, reason: str) -> ProblemError:
    shown = printable(reason.strip().rstrip("."), 200)
    return ProblemError(problem("op.failed", reference=reference, reason=shown))
