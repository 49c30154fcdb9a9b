"""``--debug``: each request is told, as it comes back.

Must never: let a library's own log through; only ours leaves out headers, queries and bodies.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_OURS: Final = logging.getLogger("wizard")


class _Saying(logging.Handler):
    """Passes each line on to whoever talks to the person."""

    def __init__(self, say: Callable[[str], None]) -> None:
        super().__init__()
        self._say = say

    def emit(self, record: logging.LogRecord) -> None:
        """Say one line."""
        self._say(f"debug: {record.getMessage()}")


def tell_requests(say: Callable[[str], None]) -> None:
    """Let ``say`` hear of each request from now on."""
    _OURS.setLevel(logging.DEBUG)
    _OURS.addHandler(_Saying(say))
    _OURS.propagate = False
