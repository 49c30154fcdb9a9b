"""What ``--help`` says, kept as text.

argparse wrote it once (``make usage``), and need not be loaded, with every flag of a command and
all that its choices come from, to say it again.

Knows: where the texts lie, and for which width they were written.
Must never: tell other flags than the command takes; the tests compare each text with argparse's.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS: Final = 80
"""The width the texts are written for; a narrower terminal gets them anew, from argparse."""

_ASKED: Final = ("--help", "-h")


def usage(arguments: Sequence[str]) -> str | None:
    """Give what ``[COMMAND [ACTION]] --help`` says; None for any other line, and an unkept one."""
    *words, last = arguments or ("",)
    if last not in _ASKED or not all(word.isalpha() for word in words) or columns() < COLUMNS:
        return None
    from wizard.resources import read_text

    try:
        return read_text(file_of(words)).rstrip("\n")
    except FileNotFoundError:
        return None


def file_of(words: Sequence[str]) -> str:
    """Give the file below ``assets/`` that holds the text for a command, or an action of one."""
    return f"usage/{' '.join(words) or 'anon-wizard'}.txt"


def columns() -> int:
    """Give the terminal's columns, as ``shutil.get_terminal_size`` does without its imports."""
    named = os.environ.get("COLUMNS", "")
    if named.isdecimal() and int(named):
        return int(named)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or COLUMNS
    except (AttributeError, ValueError, OSError):
        return COLUMNS
