"""A 1Password item fetched by ``op`` itself: ``op://vault/item``.

Must never: put a secret into a command line, or show what ``op`` printed on stdout.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles.bundle.entries import item_of
from wizard.profiles.onepassword import ask

if TYPE_CHECKING:
    from wizard.profiles.bundle.entries import Entry


def item_entries(reference: str) -> tuple[Entry, ...]:
    """Give the fields of the item. Raises ``op.…`` and ``bundle.unreadable``."""
    vault, _, item = reference.removeprefix("op://").partition("/")
    if not vault or not item or "/" in item:
        reason = "A 1Password item is named op://vault/item."
        raise ProblemError(problem("bundle.unreadable", path=reference, reason=reason))
    printed = ask(["item", "get", "--format=json", f"--vault={vault}", "--", item], reference)
    try:
        document = json.loads(printed)
        return item_of(document)
    except (ValueError, TypeError, KeyError, RecursionError):
        reason = "What “op” printed is not an item."
        raise ProblemError(problem("bundle.unreadable", path=reference, reason=reason)) from None
