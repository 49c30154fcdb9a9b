"""Would the tests of linter and judge notice a fault? ``python -m tests.mutation [MODULE…]``.

Each mutant is tried in a process of its own, forked after the heavy libraries are loaded and before
ours are. Survivors are listed: each is a missing test, or a change that changes nothing.
"""

# ruff: noqa: T201 — this prints what it found

from __future__ import annotations

import contextlib
import importlib.util
import os
import signal
import sys
from importlib.abc import Loader, MetaPathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.mutation.mutants import Mutant, mutants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.machinery import ModuleSpec
    from types import ModuleType

ROOT = Path(__file__).parents[2]
IDENTITY = ROOT / "wizard" / "identity"
LINTER = (
    "base64url strict_json points documents key_rules material_rules registered rows jwks findings"
)
JUDGE = "compact header_checks key_checks claim_checks judge"
FETCHER = "addresses urls"
MODULES = f"{LINTER} {JUDGE} {FETCHER}".split()
TESTS = {
    **dict.fromkeys(LINTER.split(), "base64url strict_json points documents key_rules judge"),
    **dict.fromkeys(JUDGE.split(), "judge"),
    **dict.fromkeys(FETCHER.split(), "addresses fetch"),
}
SECONDS = 120  # a mutant that takes longer hangs, and is noticed by that
_PYTEST = ["-x", "-q", "--no-header", "-p", "no:cacheprovider", "-p", "no:xdist", "-W", "ignore"]


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


def _tried(mutants_of_all: Iterable[Mutant]) -> Iterator[tuple[Mutant, bool]]:
    """Try each mutant in a child of its own, as many at a time as there are processors.

    Gives each with whether it survived.
    """
    running: dict[int, Mutant] = {}
    for mutant in mutants_of_all:
        if len(running) == (os.cpu_count() or 1):
            yield _ended(running)
        child = os.fork()
        if child == 0:
            os._exit(_try(mutant))
        running[child] = mutant
    while running:
        yield _ended(running)


def _ended(running: dict[int, Mutant]) -> tuple[Mutant, bool]:
    child, status = os.wait()
    return running.pop(child), os.waitstatus_to_exitcode(status) == 0


def _try(mutant: Mutant) -> int:
    """Run the tests against the mutant, in the child; 0 if they notice nothing."""
    import pytest

    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    signal.alarm(SECONDS)
    sys.meta_path.insert(0, _Mutated(mutant))
    names = TESTS[mutant.path.stem].split()
    files = [str(ROOT / "tests/core/identity" / f"test_{name}.py") for name in names]
    with contextlib.suppress(BaseException):
        return int(pytest.main([*_PYTEST, *files]))
    return 1


def _load_libraries() -> None:
    """Load what every child needs and no mutant changes."""
    import cryptography.hazmat.primitives.asymmetric.rsa
    import httpcore
    import hypothesis
    import joserfc.jwk
    import jwt
    import pytest

    assert all((cryptography, httpcore, hypothesis, joserfc, jwt, pytest))


def main(modules: list[str]) -> int:
    """Try all mutants of the modules; print the survivors as they are found, and the score."""
    _load_libraries()
    every = (mutant for name in modules for mutant in mutants(IDENTITY / f"{name}.py"))
    tried = survived = 0
    for mutant, lives in _tried(every):
        tried += 1
        survived += lives
        if lives:
            print(f"survived  {mutant}", flush=True)
    noticed = tried - survived
    print(f"{noticed} of {tried} mutants noticed ({noticed / tried:.1%})")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or MODULES))
