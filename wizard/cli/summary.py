"""What a finished setup says on a terminal: the chain, where it lies, and what goes where.

Knows: how ``wizard.review`` looks as lines.
Must never: show a secret.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard import review
from wizard.text import glyphs, printable

if TYPE_CHECKING:
    from wizard.context import Context
    from wizard.model import Draft

_SIGNS: Final = {"proven": "ok", "failed": "bad", "open": "open"}


def summary(world: Context, draft: Draft) -> str:
    """Give the closing words of a setup."""
    made = f"{len(draft.created)} created, {len(draft.reused)} reused"
    saved = f"Saved as profile “{printable(draft.profile)}”, now the active one ({made}):"
    return "\n".join(
        (
            *_chain(draft),
            "",
            saved,
            f"  {printable(draft.saved)}",
            f"  secrets in {printable(world.secrets(draft).where())}",
            "",
            *_variables(draft),
            "",
            *_next(draft),
        )
    )


def _chain(draft: Draft) -> list[str]:
    marks = glyphs()
    return [
        f"{marks[_SIGNS.get(row.state, 'note')]} {row.name:<15} {printable(row.value)}"
        + ("" if row.state == "proven" else f"  ({row.state})")
        for row in review.chain(draft)
    ]


def _next(draft: Draft) -> list[str]:
    rows = review.next_steps(draft)
    width = max(len(command) for command, _ in rows)
    return ["Next", *(f"  {command:<{width}}  {told}" for command, told in rows)]


def _variables(draft: Draft) -> list[str]:
    rows = review.variables(draft)
    width = max(len(row.name) for row in rows)
    return [
        f"{row.side:<9}  {row.name:<{width}}  "
        + (printable(row.value) if row.value is not None else f"({row.note})")
        for row in rows
    ]
