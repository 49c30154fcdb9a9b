"""A yes, a word or a secret from whoever runs a command.

Must never: take silence for a yes, echo a secret, or ask where nobody can answer.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wizard.model import CancelledByUserError, ProblemError, Secret
from wizard.problems import problem

if TYPE_CHECKING:
    from wizard.cli.command import Call


def interactive() -> bool:
    """Tell whether somebody sits there who can answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def confirm(call: Call, question: str, *, word: str = "") -> None:
    """Go on only with a yes: ``--yes``, or typed (``word``, where given, must be typed whole).

    Raises ``usage.unconfirmed`` where nobody can be asked, and ``CancelledByUserError`` for a no.
    """
    if call.options.yes:
        return
    if not interactive():
        raise ProblemError(problem("usage.unconfirmed", what=question))
    if not (typed(f"{question} Type {word}: ") == word if word else agreed(question)):
        raise CancelledByUserError


def agreed(question: str) -> bool:
    """Ask for yes or no; anything else than yes is a no."""
    return typed(f"{question} [y/N]: ").lower() in {"y", "yes"}


def typed(prompt: str) -> str:
    """Ask for one line on stderr; raises ``CancelledByUserError`` at the end of input."""
    print(prompt, end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        print(file=sys.stderr)
        raise CancelledByUserError
    return line.strip()


def hidden(prompt: str) -> Secret | None:
    """Ask for a secret that is not shown while it is typed; None where nothing was typed."""
    from getpass import getpass

    try:
        return Secret(value) if (value := getpass(prompt, stream=sys.stderr).strip()) else None
    except EOFError:
        raise CancelledByUserError from None
    except UnicodeDecodeError:  # what is no text is passed over
        return None
