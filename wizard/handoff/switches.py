"""Every place in the apps that says “sandbox”: by variable, or for good.

Knows: that a variable changes with the promotion, and code does not.
Must never: take a variable that nobody can change from here for one of ours.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from wizard.apps.sources import is_for_tests
from wizard.apps.switches import switches
from wizard.handoff.apps import WHICH_APP, looked_at
from wizard.handoff.item import Item, asked, found, remarked, wrong
from wizard.problems import problem
from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.apps import Setting, Switch
    from wizard.checks.case import Case
    from wizard.checks.row import Outcome
    from wizard.handoff.look import Look

_STAYS: Final = " (stays: by its name, no user gets that file)"
_HOST: Final = re.compile(r"\b(?:sandbox|staging)\.anon\.com\b")


def _by_variable_alone(look: Look) -> Outcome:
    """Fail for what code decides; tell what variables decide, and which change with a promotion."""
    if not look.folders:
        return asked(WHICH_APP)
    named = [
        (look.in_app(app, each.place), each)
        for app in look.apps()
        for each in switches(app)
        if each.environment != "prod"
    ]
    fixed = [(place, each) for place, each in named if each.is_shipped]
    told = [
        f"{place}: {each.kind}: {printable(each.value, 120)}{'' if each.is_shipped else _STAYS}"
        for place, each in named
        if not each.rule.for_deployment
    ]
    settings = [(look.in_app(case.the_app, each.place), each) for case, each in _settings(look)]
    ours = list(_by_promotion(settings))
    others = [*_in_deployments(named), *_by_hand(settings)]
    by_hand = [f"{place}: {name}, to be changed by hand" for place, name in others]
    evidence = (*told, *by_hand, *ours)
    if fixed:
        place, switch = fixed[0]
        return wrong(problem("app.hard_coded", place=place, value=switch.value), *evidence)
    if others:
        place, name = others[0]
        first = problem("handoff.foreign_switch", place=place, name=name)
        return remarked(first, *evidence)
    return found("Variables decide, and the promotion changes them", *evidence, *looked_at(look))


def _by_promotion(settings: Iterable[tuple[str, Setting]]) -> Iterator[str]:
    for place, setting in settings:
        if setting.variable and setting.variable.name in {"ANON_ENV", "ANON_BASE_URL"}:
            yield f"{place}: {setting.name}={printable(setting.value, 80)}"


def _by_hand(settings: Iterable[tuple[str, Setting]]) -> Iterator[tuple[str, str]]:
    """Give place and name of the app's own settings that name a host of Anon's sandbox."""
    for place, setting in settings:
        if setting.variable is None and _HOST.search(setting.value):
            yield place, setting.name


def _in_deployments(found: Iterable[tuple[str, Switch]]) -> Iterator[tuple[str, str]]:
    """Give place and text of what is set where the app is deployed; tests are left out."""
    for place, each in found:
        if each.rule.for_deployment and not is_for_tests(each.file):
            yield place, printable(each.value, 80)


def _settings(look: Look) -> Iterator[tuple[Case, Setting]]:
    for case in look.in_apps():
        for source in case.env_sources:
            yield from ((case, setting) for setting in source.settings)


ITEMS: Final = (
    Item(
        "app.switches",
        "No “sandbox” stands in the code for good",
        "app",
        _by_variable_alone,
        certainty="documented",
    ),
)
