"""How the checklist looks at apps: each folder, and each finding told.

Must never: take an app that was not named for one without faults.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.handoff.item import asked, found, wrong
from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wizard.apps import App
    from wizard.checks.row import Outcome
    from wizard.handoff.look import Look
    from wizard.model import Problem

WHICH_APP: Final = "Which folder is your app in? anon-wizard handoff --app DIR (may be repeated)."


def in_each_app(find: Callable[[Look, App], Iterable[Problem]]) -> Callable[[Look], Outcome]:
    """Let a check look at each app; what it finds fails it, and each finding is evidence."""

    def look_at(look: Look) -> Outcome:
        if not look.folders:
            return asked(WHICH_APP)
        findings = [trouble for app in look.apps() for trouble in find(look, app)]
        if findings:
            return wrong(findings[0], *(each.symptom for each in findings))
        return found("Nothing found", *looked_at(look))

    return look_at


def looked_at(look: Look) -> list[str]:
    """Say what was looked at, and what was not."""
    seen = [f"{len(app.files)} files in {printable(app.folder)}" for app in look.apps()]
    return [*seen, *(f"Not all of it: {app.unseen}" for app in look.apps() if app.unseen)]
