"""Key sets and verdicts as rows: one look for the steps' pages and for the judge.

Must never: judge; ``wizard.identity`` does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from screens.plain import plain
from screens.recap import short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.content import Content

    from screens.signs import Signs
    from wizard.identity.judge import Verdict
    from wizard.identity.jwks import KeySet

KEY_COLUMNS: Final = ("kid", "type", "bits", "use", "verdict")

_STYLES: Final = {
    "ok": "$accent",
    "pass": "$accent",
    "warn": "$warning",
    "fail": "$error",
    "skip": "$muted",
}


def key_rows(keys: KeySet, signs: Signs) -> Iterator[list[Content]]:
    """Give a row a key, in ``KEY_COLUMNS``."""
    for row in keys.rows:
        yield [
            plain(short(row.kid) if row.kid else "(none)"),
            plain(row.type),
            plain(row.size or ""),
            plain(row.use or signs.bullet),
            signed(row.verdict, row.text, signs),
        ]


def check_rows(verdict: Verdict, signs: Signs) -> Iterator[list[Content]]:
    """Give a row a check that was made, in order: its name, and what it found."""
    for check in verdict.checks:
        if check.state != "skip":
            name = check.id.rpartition(".")[2].replace("_", " ")
            yield [signed(check.state, name, signs), plain(check.text)]


def signed(state: str, text: str, signs: Signs) -> Content:
    """Give a text behind the sign of its state."""
    sign = {"ok": signs.ok, "pass": signs.ok, "fail": signs.bad, "skip": signs.open}
    return plain(f"{sign.get(state, signs.note)} ", _STYLES[state]) + plain(text)
