"""The signs that stand for states, in ASCII where the terminal has no more.

Knows: one sign a state. Taken once, before Textual replaces the standard streams.
"""

from __future__ import annotations

from wizard.model import Record
from wizard.text import glyphs, unicode_terminal


class Signs(Record):
    """What is drawn for each state; ``spinner`` has four frames."""

    ok: str
    bad: str
    here: str
    open: str
    note: str
    chosen: str
    bullet: str
    enter: str
    spinner: tuple[str, str, str, str]
    unicode: bool


def signs() -> Signs:
    """Give the signs for the terminal this program runs in."""
    if unicode_terminal():
        return Signs(
            **glyphs(), chosen="(•)", bullet="·", enter="⏎", spinner=("◐", "◓", "◑", "◒"),
            unicode=True,
        )  # fmt: skip
    return Signs(
        **glyphs(), chosen="(*)", bullet="-", enter="", spinner=("|", "/", "-", "\\"),
        unicode=False,
    )  # fmt: skip
