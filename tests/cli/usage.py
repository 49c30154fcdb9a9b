"""The texts of ``--help``, written by argparse: ``make usage`` keeps them in ``assets/usage``."""

from __future__ import annotations

import io
import os
from contextlib import redirect_stdout, suppress
from importlib import import_module
from typing import TYPE_CHECKING
from unittest.mock import patch

from wizard.cli.commands import COMMANDS
from wizard.cli.parse import parse
from wizard.cli.usage import COLUMNS, file_of
from wizard.resources import assets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def lines() -> Iterator[tuple[str, ...]]:
    """Give the words before ``--help``: nothing, each command, each action of one."""
    yield ()
    for command in COMMANDS:
        yield (command.name,)
        for action in getattr(import_module(command.module), "ACTIONS", ()):
            yield (command.name, action.name)


def written(words: Sequence[str]) -> str:
    """Give what argparse says to these words and ``--help``."""
    told = io.StringIO()
    with (
        patch.dict(os.environ, COLUMNS=str(COLUMNS)),
        redirect_stdout(told),
        suppress(SystemExit),
    ):
        parse([*words, "--help"])
    return told.getvalue()


def main() -> None:
    """Write all of them anew; what no command says any more goes."""
    folder = assets() / "usage"
    for old in folder.glob("*.txt"):
        old.unlink()
    for words in lines():
        (assets() / file_of(words)).write_text(written(words), encoding="utf-8")


if __name__ == "__main__":
    main()
