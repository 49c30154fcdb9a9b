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
TESTS = ["judge", "key_rules", "documents", "strict_json", "base64url", "points", "addresses"]
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


def _survivors(tried: list[Mutant]) -> list[Mutant]:
    """Try each mutant in a child of its own, as many at a time as there are processors."""
    running: dict[int, Mutant] = {}
    alive: list[Mutant] = []
    for mutant in tried:
        if len(running) == (os.cpu_count() or 1):
            alive += _ended(running)
        child = os.fork()
        if child == 0:
            os._exit(_try(mutant))
        running[child] = mutant
    while running:
        alive += _ended(running)
    return alive


def _ended(running: dict[int, Mutant]) -> list[Mutant]:
    child, status = os.wait()
    mutant = running.pop(child)
    return [mutant] if os.waitstatus_to_exitcode(status) == 0 else []


def _try(mutant: Mutant) -> int:
    """Run the tests against the mutant, in the child; 0 if they notice nothing."""
    import pytest

    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    signal.alarm(SECONDS)
    sys.meta_path.insert(0, _Mutated(mutant))
    files = [str(ROOT / "tests/core/identity" / f"test_{name}.py") for name in TESTS]
    with contextlib.suppress(BaseException):
        return int(pytest.main([*_PYTEST, *files, "tests/core/identity/test_fetch.py"]))
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
    """Try all mutants of the modules; print the survivors and the score."""
    _load_libraries()
    tried = [mutant for name in modules for mutant in mutants(IDENTITY / f"{name}.py")]
    alive = _survivors(tried)
    for mutant in alive:
        print(f"survived  {mutant}")
    killed = len(tried) - len(alive)
    print(f"{killed} of {len(tried)} mutants noticed ({killed / len(tried):.1%})")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or MODULES))
