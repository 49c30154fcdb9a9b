"""Mutants before the tests: each in a process of its own, which ends with the first that fails.

A fault inside a function is put into it after the tests are collected, in a child forked there:
only its code is exchanged, so whoever holds the function has the fault. Any other fault, and
whatever survives, is tried the long way: in a child that imports the mutant in place of its module.
Must never: call a mutant noticed that no test, crash or deadline noticed.
"""

from __future__ import annotations

import importlib.util
import os
import signal
import sys
from importlib.abc import Loader, MetaPathFinder
from itertools import cycle, zip_longest
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

    import pytest

    from tests.mutation.mutants import Mutant

ROOT = Path(__file__).parents[2]
SECONDS = 120  # a mutant that takes longer hangs, and is noticed by that
AT_ONCE = os.cpu_count() or 1

# No settings, plugins and fixtures but those that these tests need: each mutant waits for them.
_NOT_NEEDED = (
    *("cacheprovider", "doctest", "faulthandler", "junitxml", "logging", "pastebin"),
    *("threadexception", "unittest", "unraisableexception", "warnings"),
)
_PYTEST = (
    *("-q", "-s", "-c", os.devnull),
    *("--rootdir", str(ROOT), "--confcutdir", str(ROOT / "tests" / "core")),
    *("--import-mode=importlib", "--assert=plain"),
    *(f"-pno:{each}" for each in _NOT_NEEDED),
)


def load_libraries() -> None:
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


def _survives(files: Sequence[str], mutant: Mutant) -> bool:
    """Try a mutant the long way."""
    return not _waited(_forked(lambda: _run(files, mutant)))


def tried(files: Sequence[str], mutants: Iterable[Mutant]) -> Iterator[tuple[Mutant, bool]]:
    """Try all mutants of one module; give each with whether it survived."""
    inside: list[Mutant] = []
    outside: list[Mutant] = []
    for mutant in mutants:
        (inside if mutant.in_function else outside).append(mutant)
    for index, lives in _in_collected(files, inside):
        yield inside[index], lives and _survives(files, inside[index])
    running: dict[int, Mutant] = {}
    for mutant in outside:
        if len(running) == AT_ONCE:
            yield _ended(running)
        running[_forked(lambda mutant=mutant: _run(files, mutant))] = mutant  # type: ignore[misc]
    while running:
        yield _ended(running)


def _ended(running: dict[int, Mutant]) -> tuple[Mutant, bool]:
    child, status = os.wait()
    return running.pop(child), not os.waitstatus_to_exitcode(status)


def _forked(work: Callable[[], object]) -> int:
    """Do it in a child, which says nothing and ends with 1 unless ``work`` ends it otherwise."""
    child = os.fork()
    if child == 0:
        try:
            with Path(os.devnull).open("w") as nowhere:
                os.dup2(nowhere.fileno(), 1)
                os.dup2(nowhere.fileno(), 2)
            work()
        finally:
            os._exit(1)
    return child


def _waited(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class _EndsAtOnce:
    """A plugin that ends the process with the first failure, and never tidies up."""

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            os._exit(1)

    pytest_collectreport = pytest_runtest_logreport

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        os._exit(int(exitstatus))


# --- the long way ---------------------------------------------------------------------------------


class _Mutated(MetaPathFinder, Loader):
    """Gives the mutant in place of its module."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> ModuleSpec | None:
        if name != self._mutant.module:
            return None
        return importlib.util.spec_from_file_location(name, self._mutant.path, loader=self)

    def exec_module(self, module: ModuleType) -> None:
        self._mutant.run_in(module.__dict__)


def _run(files: Sequence[str], mutant: Mutant) -> None:
    import pytest

    signal.alarm(SECONDS)
    sys.meta_path.insert(0, _Mutated(mutant))
    pytest.main([*_PYTEST, *files], plugins=[_EndsAtOnce()])


# --- inside a function ----------------------------------------------------------------------------


def _in_collected(files: Sequence[str], mutants: Sequence[Mutant]) -> Iterator[tuple[int, bool]]:
    """Let one child collect the tests and fork for each mutant; read what it tells."""
    import pytest

    reading, writing = os.pipe()
    plugins = [_EndsAtOnce(), _Loop(mutants, writing)]
    host = _forked(lambda: pytest.main([*_PYTEST, *files], plugins=plugins))
    os.close(writing)
    with os.fdopen(reading) as told:
        for line in told:
            index, lives = line.split()
            yield int(index), lives == "lives"
    if _waited(host):
        sys.exit("The tests could not be collected.")


class _Loop:
    """A plugin that, instead of running the tests once, forks and runs them for each mutant."""

    def __init__(self, mutants: Sequence[Mutant], telling: int) -> None:
        self._mutants = mutants
        self._telling = telling

    def pytest_runtestloop(self, session: pytest.Session) -> None:
        running: dict[int, int] = {}
        for index, mutant in enumerate(self._mutants):
            if len(running) == AT_ONCE:
                self._tell(running)
            running[_forked(lambda mutant=mutant: _run_items(session, mutant))] = index  # type: ignore[misc]
        while running:
            self._tell(running)
        os._exit(0)

    def _tell(self, running: dict[int, int]) -> None:
        child, status = os.wait()
        lives = "noticed" if os.waitstatus_to_exitcode(status) else "lives"
        os.write(self._telling, f"{running.pop(child)} {lives}\n".encode())


def _run_items(session: pytest.Session, mutant: Mutant) -> None:
    signal.alarm(SECONDS)
    _put_in(mutant)
    for item, following in zip_longest(session.items, session.items[1:]):
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    os._exit(0)


def _put_in(mutant: Mutant) -> None:
    """Exchange the code of the module's functions for the mutant's."""
    file, name = str(mutant.path), mutant.module
    namespace: dict[str, Any] = {"__name__": name, "__file__": file}
    mutant.run_in(namespace)
    changed = dict(_functions(namespace, name, file))
    for place, function in _functions(vars(sys.modules[name]), name, file):
        function.__code__ = changed[place].__code__
        function.__defaults__ = changed[place].__defaults__
        function.__kwdefaults__ = changed[place].__kwdefaults__


def _functions(
    namespace: Mapping[str, Any], module: str, file: str
) -> Iterator[tuple[str, FunctionType]]:
    """Give the functions and methods that are written in this file."""
    for value in list(namespace.values()):
        if isinstance(value, type) and value.__module__ == module:
            yield from _functions(vars(value), module, file)
        bare = value.fget if isinstance(value, property) else getattr(value, "__wrapped__", value)
        if isinstance(bare, FunctionType) and bare.__code__.co_filename == file:
            yield bare.__qualname__, bare
