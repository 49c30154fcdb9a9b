"""How an entry's text is filled in: with Python's own format strings.

Must never: be loaded where nothing went wrong.
"""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Any

from wizard.text import command

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Filled(Formatter):
    """Fills an entry's text in; ``{name!q}`` is a word of a command, quoted where it must be."""

    def convert_field(self, value: Any, conversion: Any) -> Any:
        return command(value) if conversion == "q" else super().convert_field(value, conversion)


def filled(text: str, details: Mapping[str, str]) -> str:
    """Give ``text`` with its ``{names}`` filled in."""
    return _Filled().vformat(text, (), details)
