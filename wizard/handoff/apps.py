"""How the checklist looks at apps: each folder, and each finding told.

Must never: take an app that was not named for one without faults.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.checks.row import Outcome
from wizard.handoff.item import asked
from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.checks.case import Case
    from wizard.handoff.look import Look

WHICH_APP: Final = "Which folder is your app in? anon-wizard handoff --app DIR (may be repeated)."

_WORST_FIRST: Final = ("fail", "ask", "warn", "skip", "pass")


def in_each_app(check: Callable[[Case], Outcome]) -> Callable[[Look], Outcome]:
    """Put a question to each app; the worst answer counts, and all that was found is told."""

    def look_at(look: Look) -> Outcome:
        if not look.folders:
            return asked(WHICH_APP)
        outcomes = [(case.the_app, check(case)) for case in look.in_apps()]
        app, worst = min(outcomes, key=lambda pair: _WORST_FIRST.index(pair[1].state))
        places = [look.in_app(each, place) for each, found in outcomes for place in found.places]
        whose = "" if worst.state == "pass" else look.in_app(app, "")
        text = f"{printable(whose)}: {worst.text}" if whose else worst.text
        return Outcome(worst.state, text, worst.problem, places=(*places, *looked_at(look)))

    return look_at


def looked_at(look: Look) -> list[str]:
    """Say what was looked at, and what was not; where it lies on this machine is nobody's."""
    apps = look.apps()
    seen = [f"{len(app.files)} files in {printable(app.folder.name)}" for app in apps]
    return [*seen, *(f"Not all of it: {app.unseen}" for app in apps if app.unseen)]
