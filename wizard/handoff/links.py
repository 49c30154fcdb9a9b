"""Whether each app that is planned was linked, and lately.

Must never: take a link for proven because nobody could ask.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wizard.checks.asking import sandbox
from wizard.handoff.item import Item, asked, found, wrong
from wizard.identity.words import ago, date
from wizard.model import app_name
from wizard.problems import problem
from wizard.profiles import proofs
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.checks.case import Case
    from wizard.checks.row import Outcome
    from wizard.handoff.look import Look
    from wizard.profiles.handoffs import Handoff

LATELY: Final = 30 * 86_400
"""Seconds (our choice): how old the proof of a link may be."""

PLANNED: Final = "plan.apps"
_ASK: Final = "Which apps do you plan to link (instagram, amazon, …)?"


def planned_apps(record: Handoff, case: Case) -> tuple[str, ...]:
    """Give the ids of the apps that a person planned; else the one that the profile tried."""
    word = record.word(PLANNED)
    tried = case.saved.app if case.saved else ""
    return (app_ids(word.note) if word else ()) or ((tried,) if tried else ())


def app_ids(note: str) -> tuple[str, ...]:
    """Give the ids of apps that a note names, each once."""
    named = re.findall(r"[a-z0-9_-]+", note.lower())
    return tuple(dict.fromkeys(each for each in named if each != "and"))


def proven_lately(record: Handoff, case: Case) -> Outcome:
    """Ask of each planned app whether its link was proven, and when."""
    apps = planned_apps(record, case)
    if not apps:
        return asked(_ASK)
    told: list[str] = []
    for app in apps:
        when, fits = _proven(case, app)
        if not fits:
            details = {"app": app, "name": app_name(app), "when": when, "profile": case.name}
            return wrong(problem("handoff.link_not_proven", **details), *told)
        told.append(f"{printable(app_name(app))}: {when}")
    return found(f"{len(apps)} of {len(apps)} proven", *told)


def _proven(case: Case, app: str) -> tuple[str, bool]:
    """Say when the link was proven, and whether that will do; the local sandbox is asked itself."""
    if case.place.local:
        status, _stage = sandbox(case).link_status(case.place.name, app, case.profile.user_id)
        return f"the local sandbox says: {printable(status)}", status == "active"
    at = proofs.read(case.home, case.name).get(f"linked.{app}")
    if not isinstance(at, int):
        return "never, as far as this machine knows", False
    past = case.now() - at
    return f"{date(at)}, {ago(past)}", past <= LATELY


def _linked(look: Look) -> Outcome:
    return proven_lately(look.record, look.tested)


ITEMS: Final = (
    Item(
        "link.proven",
        "The link was proven lately for each app you plan",
        "link",
        _linked,
        certainty="inferred",
    ),
)
