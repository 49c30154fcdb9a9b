"""A promotion, planned: what a tested profile carries over, and what its apps must change.

Knows: the setup's own steps do the work (``setup --env prod --from PROFILE``).
Must never: create anything, or write a file that nobody said yes to.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wizard.flow import Progress
from wizard.handoff.changes import changes
from wizard.model import Answers
from wizard.profiles import handoffs
from wizard.profiles.filled import filled
from wizard.profiles.store import ProfileStore
from wizard.steps.promotion import carried_over, promoted_name

if TYPE_CHECKING:
    from wizard.handoff.changes import Change
    from wizard.profiles.home import Home


def beginning(home: Home, tested: str, environment: str = "prod") -> Progress:
    """Give a setup that promotes the profile ``tested``, with all that is carried over answered.

    The key and, in production, the confirmation are still to be given. Raises ``profile.unknown``.
    """
    profile = ProfileStore(home).load(tested)
    given = {
        "environment": environment,
        "promoted_from": tested,
        "profile": promoted_name(tested, environment),
        **carried_over(profile),
    }
    answers = Answers()
    for name, value in given.items():
        answers = answers.put(name, value, "profile")
    return Progress(answers)


def app_changes(home: Home, promoted: str) -> tuple[Change, ...]:
    """Say what the apps of a promoted profile must change; nothing is written.

    Empty where it is no promotion. Raises ``profile.unknown`` and what ``changes`` raises.
    """
    store = ProfileStore(home)
    tested = handoffs.read(home, promoted).promoted_from
    if not tested or not store.exists(tested):
        return ()
    return changes(home, _folders(home, tested), store.load(tested), store.load(promoted))


def knows_apps(home: Home, tested: str) -> bool:
    """Tell whether an app of the tested profile is known at all."""
    return bool(_folders(home, tested) or filled(home, tested))


def _folders(home: Home, tested: str) -> list[Path]:
    folders = (Path(name) for name in handoffs.read(home, tested).folders)
    return [folder for folder in folders if folder.is_dir()]
