"""Opening a look at a profile's way to production: what is read from this machine, read once.

Knows: that a promoted profile's checklist is that of the tested one behind it.
Must never: start anything, or raise because a profile is broken: that is a finding.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from wizard.checks.opening import open_case
from wizard.handoff.checklist import without_promotion
from wizard.handoff.cleaning import with_clean_words
from wizard.handoff.look import Look
from wizard.model import ProblemError
from wizard.paths import is_folder
from wizard.problems import problem
from wizard.profiles import handoffs
from wizard.profiles.store import ProfileStore

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from wizard.checks.case import Case
    from wizard.model import Secret
    from wizard.profiles.home import Home


@dataclass(frozen=True, slots=True)
class Opener:
    """What a look needs beside the profile's name; the same for every look of a run."""

    home: Home
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)
    cancelled: Callable[[], bool] = lambda: False


def open_look(
    opener: Opener, profile: str, folders: tuple[Path, ...] = (), sample: Secret | None = None
) -> Look:
    """Look at ``profile``, or at the tested one that it was promoted from.

    ``folders`` are the apps' (absolute); without any, those of the last look. They are remembered.
    Raises ``profile.unknown``, ``app.no_folder``, and what reading the record raises.
    """
    home = opener.home
    ProfileStore(home).load(profile)
    _refuse_no_folder(folders)
    tested = tested_of(home, profile)
    record = handoffs.read(home, tested)
    if folders and tuple(map(str, folders)) != record.folders:
        names = tuple(map(str, folders))
        record = handoffs.update(home, tested, lambda known: replace(known, folders=names))
    look = Look(
        tested=_case(opener, tested),
        promoted=_promoted(opener, record.promoted_to),
        record=record,
        folders=folders or _remembered(record),
        sample=sample,
    )
    return without_promotion(with_clean_words(look))


def tested_of(home: Home, profile: str) -> str:
    """Give the tested profile behind ``profile``: itself, unless it is a promotion of another."""
    source = handoffs.read(home, profile).promoted_from
    return source if source and ProfileStore(home).exists(source) else profile


def _refuse_no_folder(folders: tuple[Path, ...]) -> None:
    for folder in folders:
        if not is_folder(folder):
            reason = "There is no such folder."
            raise ProblemError(problem("app.no_folder", path=folder, reason=reason))


def _case(opener: Opener, name: str) -> Case:
    home = opener.home
    return open_case(home, name, opener.environ, opener.cancelled)


def _promoted(opener: Opener, name: str) -> Case | None:
    return _case(opener, name) if name and ProfileStore(opener.home).exists(name) else None


def _remembered(record: handoffs.Handoff) -> tuple[Path, ...]:
    from pathlib import Path

    return tuple(path for name in record.folders if (path := Path(name)).is_dir())
