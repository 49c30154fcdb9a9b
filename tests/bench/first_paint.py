"""What a program has loaded, parsed and mounted when its first picture is drawn.

Knows: ``programs/painting.py``, which runs a program and writes that down.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.bench.room import PROGRAMS, program
from tests.bench.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.bench.room import Room
    from tests.bench.terminal import Terminal

HEAVY: Final = frozenset(
    {
        "cryptography",
        "httpcore",
        "httpx",
        "jwt",
        "keyring",
        "sqlite3",
        "starlette",
        "tomlkit",
        "uvicorn",
    }
)


WIZARD_SHOWS: Final = "Which Anon do you want.*Local sandbox.*Continue.*Leave"
"""The wizard's first screen, ready for keys."""


@dataclass(frozen=True, slots=True)
class Painted:
    """What stood at the first paint: modules, CSS rules, widgets, and how often one was styled."""

    modules: frozenset[str]
    rules: int
    widgets: int
    styled: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A program, and the pattern of what it shows first."""

    program: tuple[str, ...]
    pattern: str


HELLO: Final = Shown((str(PROGRAMS / "hello.py"),), "Hello, world")
WIZARD: Final = Shown(("anon-wizard",), WIZARD_SHOWS)


def looked_at(room: Room, shown: Shown) -> Painted:
    """Start a program on a terminal of its own, and look at it when it first paints."""
    home = room.home()
    noted = home / "painted.json"
    command = program("painting", str(noted), *shown.program)
    with on_terminal(command, room.environ(home), home) as terminal:
        terminal.ready(shown.pattern)
    found = json.loads(noted.read_text())
    return Painted(frozenset(found["modules"]), found["rules"], found["widgets"], found["styled"])


@dataclass(frozen=True, slots=True)
class Ended:
    """What stood at a program's end: the modules, and how often a widget had been styled."""

    modules: frozenset[str]
    styled: int


def looked_at_in_the_end(room: Room, shown: Shown, use: Callable[[Terminal], None]) -> Ended:
    """Start a program on a terminal of its own, use it until it ends, and look at it then."""
    home = room.home()
    noted = home / "painted.json"
    command = program("painting", str(noted), *shown.program)
    with on_terminal(command, room.environ(home), home) as terminal:
        use(terminal)
        terminal.ended()
    found = json.loads(noted.with_suffix(".end").read_text())
    return Ended(frozenset(found["modules"]), found["styled"])


def of_textual_and_ours(modules: Iterable[str]) -> set[str]:
    """Give the modules that are Textual's or the wizard's."""
    return {name for name in modules if name.split(".")[0] in {"textual", "wizard", "screens"}}


def heavy(modules: Iterable[str]) -> set[str]:
    """Give the packages that the first picture must not wait for."""
    return {name.split(".")[0] for name in modules} & HEAVY
