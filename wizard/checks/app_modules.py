"""How an app's JavaScript is run: the kind of its modules, and the Node that runs it.

Knows: when Node takes a file for an ES module (nodejs.org, “Determining module system”), and the
FAQ's “Unexpected token 'export'”.
Must never: run anything of the app's; only ``node --version`` is asked.
"""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Final

from wizard.apps import nearest
from wizard.checks.edits import make_module
from wizard.checks.registry import Check
from wizard.checks.row import Outcome, at, failed, passed, skipped, warned
from wizard.problems import problem
from wizard.profiles.children import run

if TYPE_CHECKING:
    from wizard.apps import Package
    from wizard.checks.case import Case
    from wizard.model import Problem

OLDEST_NODE: Final = 18
"""Our choice: the first release with ``fetch``; those before it get no security fixes any more."""

_NODE_SECONDS: Final = 3.0
_GUESSES: Final = ((20, 19), (22, 7))
"""From these releases on, Node guesses the kind of a file that does not run as CommonJS."""

_ESM: Final = re.compile(
    r"^(?:import\s*(?:[\w*{]|['\"])|export\s+(?:default|const|let|var|function|class|async|[{*]))",
    re.MULTILINE,
)
_COMMONJS: Final = re.compile(r"^[^/\n]*(?:\brequire\(|\bmodule\.exports\b)", re.MULTILINE)
_NOT_RUN_BY_NODE: Final = re.compile(
    r"(?:^|/)(?:public|static|assets|www|__tests__|tests?)/|\.config\.js$|\.(?:test|spec)\.js$"
)
_VERSION: Final = re.compile(r"v?(\d+)(?:\.(\d+))?")


def _packages_can_be_read(case: Case) -> Outcome:
    broken = [each for each in case.packages if each.trouble]
    if broken:
        told = problem("app.package_unreadable", path=broken[0].file, reason=broken[0].trouble)
        return at((each.file for each in broken), failed(told))
    if not case.packages:
        return skipped("No package.json here")
    frameworks = sorted({each.framework.label for each in case.packages})
    return passed(f"{len(case.packages)} found: {', '.join(frameworks)}")


# --- modules --------------------------------------------------------------------------------------


def _modules_run(case: Case) -> Outcome:
    found = [(package, file) for package in case.packages if (file := _esm_file(case, package))]
    if not found:
        return passed("No file says import or export where Node expects CommonJS")
    package, place = found[0]
    told = problem("app.not_esm", place=place, package=package.file)
    edits = [
        make_module(case.the_app.path(each.file)) for each, _ in found if _may_turn(case, each)
    ]
    outcome = warned(told, *edits) if _guesses(case) else failed(told, *edits)
    return at((file for _, file in found), outcome)


def _esm_file(case: Case, package: Package) -> str:
    """Give the first file of a package that is written as an ES module and run as CommonJS."""
    if package.trouble or package.is_esm or package.is_bundled:
        return ""
    for file in _scripts(case, package):
        if _ESM.search(case.the_app.text(file) or ""):
            return file
    return _compiled_esm(case, package)


def _scripts(case: Case, package: Package) -> list[str]:
    return [
        file
        for file in case.the_app.files
        if file.endswith(".js")
        and nearest(case.packages, file) is package
        and not _NOT_RUN_BY_NODE.search(file.removeprefix(package.folder))
    ]


def _compiled_esm(case: Case, package: Package) -> str:
    """Give the tsconfig.json that makes ES modules which Node or ts-node then runs."""
    config = f"{package.folder}tsconfig.json"
    text = case.the_app.text(config) or "" if config in case.the_app.files else ""
    makes_esm = re.search(r'"module"\s*:\s*"es(?:next|\d+)"', text, re.IGNORECASE)
    runs = re.search(r"\b(?:node|ts-node|nodemon)\b(?!.*--(?:esm|loader))", package.scripts)
    return config if makes_esm and runs else ""


def _may_turn(case: Case, package: Package) -> bool:
    """Tell whether no file of the package would break as an ES module."""
    texts = (case.the_app.text(file) or "" for file in _scripts(case, package))
    return not any(_COMMONJS.search(text) for text in texts)


def _guesses(case: Case) -> bool:
    """Tell whether the Node of this machine would run the file all the same, with a warning."""
    version = _installed(case)
    if version is None:
        return False
    return version >= (23, 0) or any(
        version[0] == major and version[1] >= minor for major, minor in _GUESSES
    )


# --- Node -----------------------------------------------------------------------------------------


def _node_is_current(case: Case) -> Outcome:
    if not case.packages:
        return skipped("No package.json here")
    version = _installed(case)
    if version is None:
        return skipped("Not proven: there is no “node” here to ask")
    shown = f"{version[0]}.{version[1]}"
    if version[0] < OLDEST_NODE:
        reason = "It has no fetch, and gets no security fixes any more."
        return failed(_too_old(shown, case.packages[0].file, reason, OLDEST_NODE))
    for package in case.packages:
        wanted = _at_least(package.node_wanted)
        if wanted and version < wanted:
            reason = f"Its package.json wants {package.node_wanted}."
            return failed(_too_old(shown, package.file, reason, wanted[0]))
    return _pinned(case) or passed(f"Node {shown}")


def _pinned(case: Case) -> Outcome | None:
    """Tell a release that a file of the app pins, and that is too old."""
    for file in case.the_app.named(".nvmrc", ".node-version"):
        pinned = _VERSION.match((case.the_app.text(file) or "").strip())
        if pinned and int(pinned[1]) < OLDEST_NODE:
            reason = "The file pins it, and it gets no security fixes any more."
            return failed(_too_old(pinned[0], file, reason, OLDEST_NODE))
    return None


def _too_old(actual: str, place: str, reason: str, wanted: int) -> Problem:
    return problem("app.node_old", actual=actual, place=place, reason=reason, wanted=wanted)


def _at_least(wanted: str) -> tuple[int, int] | None:
    """Give the lowest release of a simple range such as ``>=20.1``, ``^18`` or ``20.x``."""
    found = re.fullmatch(r"\s*(?:>=|\^|~|=)?\s*v?(\d{1,3})(?:\.(\d{1,3}|x|\*))?[^|]*", wanted)
    if not found:
        return None
    minor = found[2]
    return int(found[1]), int(minor) if minor and minor.isdigit() else 0


def _installed(case: Case) -> tuple[int, int] | None:
    return case.memory.once("node", _asked_node)


def _asked_node() -> tuple[int, int] | None:
    try:
        done = run(["node", "--version"], b"", _NODE_SECONDS, apart=True)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = _VERSION.match(done.stdout.decode("ascii", "replace").strip())
    return (int(found[1]), int(found[2] or 0)) if found and done.code == 0 else None


CHECKS: Final[tuple[Check[Case], ...]] = (
    Check("app.packages", "App's packages", "app", _packages_can_be_read),
    Check("app.modules", "ES modules", "app", _modules_run),
    Check("app.node", "Node", "app", _node_is_current),
)
