"""Would the tests of linter and judge notice a fault? ``python -m tests.mutation [MODULE…]``.

Each mutant is tried in a process of its own, forked after the heavy libraries are loaded and before
ours are, and ends with the first test that fails. Mutants that change nothing stand with their
reason in ``unnoticeable.txt``; any other survivor is a missing test, and fails the run.
"""

# ruff: noqa: T201 — this prints what it found

from __future__ import annotations

import importlib.util
import os
import signal
import sys
from importlib.abc import Loader, MetaPathFinder
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from tests.mutation.mutants import Mutant, mutants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.machinery import ModuleSpec
    from types import ModuleType

ROOT = Path(__file__).parents[2]
IDENTITY = ROOT / "wizard" / "identity"
TESTS = ROOT / "tests" / "core"
UNNOTICEABLE = Path(__file__).with_name("unnoticeable.txt")

LINTER = "base64url strict_json points documents key_rules judge"
JUDGE = "judge chain"
FETCHER = "addresses fetch"
SUITES = {
    "base64url": LINTER,
    "strict_json": LINTER,
    "points": LINTER,
    "documents": LINTER,
    "key_rules": LINTER,
    "material_rules": LINTER,
    "registered": LINTER,
    "rows": LINTER,
    "jwks": LINTER,
    "findings": LINTER,
    "compact": JUDGE,
    "header_checks": JUDGE,
    "key_checks": JUDGE,
    "claim_checks": JUDGE,
    "judge": JUDGE,
    "addresses": FETCHER,
    "urls": FETCHER,
}
"""By module: the tests that have to notice. Its own come first: most faults end there."""

FIRST = {
    **dict.fromkeys(("material_rules", "registered", "rows", "findings"), "key_rules"),
    **dict.fromkeys(("compact", "header_checks", "key_checks", "claim_checks"), "judge"),
    "jwks": "documents",
    "urls": "fetch",
}
SECONDS = 120  # a mutant that takes longer hangs, and is noticed by that

# No settings, plugins and fixtures but those that these tests need: each mutant waits for them.
_NOT_NEEDED = (
    *("cacheprovider", "doctest", "faulthandler", "junitxml", "logging", "pastebin"),
    *("threadexception", "unittest", "unraisableexception", "warnings"),
)
_PYTEST = (
    *("-q", "-s", "-c", os.devnull),
    *("--rootdir", str(ROOT), "--confcutdir", str(TESTS)),
    *("--import-mode=importlib", "--assert=plain"),
    *(f"-pno:{each}" for each in _NOT_NEEDED),
)


class _Mutated(MetaPathFinder, Loader):
    """Gives the mutant in place of its module."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant
        self._name = f"wizard.identity.{mutant.path.stem}"

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> ModuleSpec | None:
        if name != self._name:
            return None
        return importlib.util.spec_from_file_location(name, self._mutant.path, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        code = compile(self._mutant.tree, str(self._mutant.path), "exec", dont_inherit=True)
        exec(code, module.__dict__)  # noqa: S102 — this is what a mutant is for


class _EndsAtOnce:
    """A plugin that ends the process with the first failure, and never tidies up."""

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            os._exit(1)

    pytest_collectreport = pytest_runtest_logreport

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        os._exit(int(exitstatus))


def _tried(mutants_of_all: Iterable[Mutant]) -> Iterator[tuple[Mutant, bool]]:
    """Try each mutant in a child of its own, as many at a time as there are processors.

    Gives each with whether it survived.
    """
    running: dict[int, Mutant] = {}
    for mutant in mutants_of_all:
        if len(running) == (os.cpu_count() or 1):
            yield _ended(running)
        running[_forked(mutant.path.stem, mutant)] = mutant
    while running:
        yield _ended(running)


def _ended(running: dict[int, Mutant]) -> tuple[Mutant, bool]:
    child, status = os.wait()
    return running.pop(child), os.waitstatus_to_exitcode(status) == 0


def _forked(module: str, mutant: Mutant | None) -> int:
    child = os.fork()
    if child == 0:
        try:
            _try(module, mutant)
        finally:
            os._exit(1)
    return child


def _try(module: str, mutant: Mutant | None) -> None:
    """Run the tests against the mutant; the process ends in them, with 0 if they notice nothing."""
    import pytest

    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    signal.alarm(SECONDS)
    if mutant:
        sys.meta_path.insert(0, _Mutated(mutant))
    own = FIRST.get(module, module)
    names = sorted(SUITES[module].split(), key=lambda name: name != own)
    files = [str(file) for name in names for file in TESTS.glob(f"*/test_{name}.py")]
    pytest.main([*_PYTEST, *files], plugins=[_EndsAtOnce()])


def _load_libraries() -> None:
    """Load what every child needs and no mutant changes."""
    import httpcore
    import hypothesis.extra
    import jwt
    import pytest
    from cryptography.hazmat.primitives.asymmetric import rsa

    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    assert all((httpcore, hypothesis, jwt, pytest))
    # Every child would make RSA keys of its own, and nothing here depends on which ones they are.
    made = cycle([rsa.generate_private_key(65537, 2048) for _ in range(4)])
    patch.object(rsa, "generate_private_key", side_effect=made).start()


def _without_a_fault(modules: list[str]) -> None:
    """Make sure that the tests pass by themselves: else every fault would seem noticed."""
    for module in {SUITES[name]: name for name in modules}.values():
        _child, status = os.waitpid(_forked(module, None), 0)
        if status:
            sys.exit(f"The tests of {module} fail without any fault.")


def main(modules: list[str]) -> int:
    """Try all mutants of the modules; print the survivors as they are found, and the score."""
    _load_libraries()
    _without_a_fault(modules)
    excused = {line.partition("  #")[0] for line in UNNOTICEABLE.read_text().splitlines()}
    every = (mutant for name in modules for mutant in mutants(IDENTITY / f"{name}.py"))
    tried = survived = unexcused = 0
    for mutant, lives in _tried(every):
        tried += 1
        survived += lives
        if lives and str(mutant) not in excused:
            unexcused += 1
            print(f"survived  {mutant.path.name}:{mutant.line}  {mutant}", flush=True)
    noticed = tried - survived
    print(
        f"{noticed} of {tried} mutants noticed ({noticed / tried:.1%}), "
        f"{survived - unexcused} that change nothing, {unexcused} missed"
    )
    return 1 if unexcused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or list(SUITES)))
