"""What the command line's tests share."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.terminals import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Program
    from tests.terminals import Terminals


@pytest.fixture
def terminal(program: Program) -> Iterator[Terminals]:
    """Give terminals that are closed at the end."""
    with ExitStack() as stack:

        def start(*arguments: str, **environ: str) -> Terminal:
            started = Terminal(program, *arguments, **environ)
            stack.callback(started.close)
            return started

        yield start
