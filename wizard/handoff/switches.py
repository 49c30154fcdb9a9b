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

_HOST: Final = re.compile(r"\b(?:sandbox|staging)\.anon\.com\b")


def _by_variable_alone(look: Look) -> Outcome:
    """Fail for what code decides; tell what variables decide, and which change with a promotion."""
    if not look.folders:
        return asked(WHICH_APP)
    cases = look.in_apps()
    all_of_them = [each for app in look.apps() for each in switches(app)]
    named = [each for each in all_of_them if each.environment != "prod"]
    fixed = [each for each in named if each.is_shipped]
    told = [f"{each.place}: {each.kind}: {printable(each.value, 120)}" for each in fixed]
    ours = [line for case in cases for line in _by_promotion(case)]
    others = [*_in_deployments(named), *(each for case in cases for each in _by_hand(case))]
    by_hand = [f"{place}: {name}, to be changed by hand" for place, name in others]
    evidence = (*told, *by_hand, *ours)
    if fixed:
        first = problem("app.hard_coded", place=fixed[0].place, value=fixed[0].value)
        return wrong(first, *evidence)
    if others:
        place, name = others[0]
        first = problem("handoff.foreign_switch", place=place, name=name)
        return remarked(first, *evidence)
    return found("Variables decide, and the promotion changes them", *ours, *looked_at(look))


def _by_promotion(case: Case) -> Iterator[str]:
    for setting in _settings(case):
        if setting.variable and setting.variable.name in {"ANON_ENV", "ANON_BASE_URL"}:
            yield f"{setting.place}: {setting.name}={printable(setting.value, 80)}"


def _by_hand(case: Case) -> Iterator[tuple[str, str]]:
    """Give place and name of the app's own settings that name a host of Anon's sandbox."""
    for setting in _settings(case):
        if setting.variable is None and _HOST.search(setting.value):
            yield setting.place, setting.name


def _in_deployments(found: Iterable[Switch]) -> Iterator[tuple[str, str]]:
    """Give place and text of what is set where the app is deployed; tests are left out."""
    for each in found:
        if each.rule.for_deployment and not is_for_tests(each.file):
            yield each.place, printable(each.value, 80)


def _settings(case: Case) -> Iterator[Setting]:
    for source in case.env_sources:
        yield from source.settings


ITEMS: Final = (
    Item(
        "app.switches",
        "No “sandbox” stands in the code for good",
        "app",
        _by_variable_alone,
        certainty="documented",
    ),
)
