"""Where an app gets Anon's packages from, and where its code names an environment for good.

Must never: read more of the user's own ``~/.npmrc`` than whether a registry and a token are there.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.apps import npm_settings, switches
from wizard.checks.registry import Check
from wizard.checks.row import Outcome, at, failed, passed, skipped, warned
from wizard.problems import problem

if TYPE_CHECKING:
    from wizard.apps import NpmSettings, Package
    from wizard.checks.case import Case
    from wizard.model import Problem

_LARGEST: Final = 1 << 16  # bytes of ~/.npmrc


def _packages_can_be_had(case: Case) -> Outcome:
    needing = [each for each in case.packages if each.anon_packages]
    if not needing:
        return skipped("No package of Anon's is needed")
    user_file = _user_file(case)
    for package in needing:
        wrong = _npm_trouble(case, package, npm_settings(case.the_app, package, user_file))
        if wrong:
            return wrong
    return passed("npm knows where Anon's packages are, and has a token for them")


def _npm_trouble(case: Case, package: Package, found: NpmSettings) -> Outcome | None:
    place = found.file or f"{package.folder}.npmrc"
    if not found.registry:
        told = problem("app.npm_scope", place=place)
        # Without a scope npm asks its public registry; with a token for that, it may be let in.
        return warned(told) if found.has_token else failed(told)
    if not found.has_token:
        return failed(problem("app.npm_token", place=place, registry=found.registry))
    if found.variable and not case.environ.get(found.variable):
        return warned(problem("app.npm_token_unset", place=place, name=found.variable))
    return None


def _user_file(case: Case) -> str:
    home = case.environ.get("HOME", "")
    try:
        with (Path(home) / ".npmrc").open("rb") as file:
            return file.read(_LARGEST).decode("utf-8", "replace")
    except OSError:
        return ""


def _environment_is_not_in_the_code(case: Case) -> Outcome:
    """Tell places that stay behind at a switch; those of another environment are broken now."""
    found = [each for each in switches(case.the_app) if each.is_shipped]
    if not found:
        return passed("The code names no environment of Anon's")
    ours = case.saved.environment if case.saved else ""
    foreign = [each for each in found if ours and each.is_against(ours)]
    first = (foreign or found)[0]
    told: Problem = problem("app.hard_coded", place=first.place, value=first.value)
    outcome = failed(told) if foreign else warned(told)
    return at((each.place for each in (foreign or found)), outcome)


CHECKS: Final[tuple[Check[Case], ...]] = (
    Check("app.npm", "npm registry", "app", _packages_can_be_had),
    Check("app.hosts", "Hard-coded hosts", "app", _environment_is_not_in_the_code),
)
