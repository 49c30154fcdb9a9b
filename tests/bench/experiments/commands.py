"""Commands from start to end, beside ``python -c pass``."""

from __future__ import annotations

import json
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from tests.bench import process
from tests.bench.experiment import Experiment
from tests.bench.room import python
from tests.bench.row import Row, Take

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.bench.experiment import Subjects
    from tests.bench.room import Room

PASS: Final = "python -c pass"

_START_UP: Final = "tests/core/test_start_up.py"
_LOADED: Final = f"{_START_UP}::test_what_is_only_looked_at_loads_nothing_heavy"
_LIGHT: Final = f"{_START_UP}::test_a_profile_is_told_with_few_modules"
_HELP: Final = f"{_START_UP}::test_help_loads_no_parser"

_BUDGETS: Final = {
    "--version": (1.8, f"{_START_UP}::test_the_version_needs_no_module_but_the_packages_own"),
    "--help": (3.5, _HELP),
    "setup --help": (3.5, _HELP),
    "profile use --help": (3.5, _HELP),
    "profile list": (3.5, _LIGHT),
    "profile use one": (3.5, _LIGHT),
    "profile show": (3.5, _LIGHT),
    "profile why": (3.5, _LIGHT),
    "env": (5.0, _LOADED),
    "token inspect token.txt": (5.0, _LOADED),
    "token verify token.txt --jwks jwks.json": (
        10.0,
        f"{_START_UP}::test_a_token_is_verified_without_a_network",
    ),
}


@contextmanager
def _prepared(room: Room) -> Iterator[Subjects]:
    home = room.home()
    saved(room, home)
    environ = room.environ(home)
    commands = {name: room.wizard(*name.split()) for name in _BUDGETS}
    yield {
        PASS: partial(process.run, python("-c", "pass"), environ, home),
        **{name: partial(process.run, words, environ, home) for name, words in commands.items()},
    }


def saved(room: Room, home: Path) -> None:
    """Set a profile “one” up on the local sandbox, and leave its token and key set in ``home``."""
    words = room.wizard("setup", "--env", "local", "--yes", "--skip-link", "--profile", "one")
    process.run(words, room.environ(home), home)
    from wizard.identity.keys import generate, public_set
    from wizard.identity.tokens import mint

    key = generate("RS256")
    (home / "jwks.json").write_text(json.dumps(public_set([key])))
    (home / "token.txt").write_text(mint(key, user_id="ada").reveal())


EXPERIMENT: Final = Experiment(
    "commands",
    21,
    _prepared,
    tuple(
        Row(name, Take(name, "wall"), Take(PASS, "wall"), budget, guard)
        for name, (budget, guard) in _BUDGETS.items()
    ),
)
