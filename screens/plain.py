"""Text on its way to the screen.

Knows: how a text becomes ``Content`` without meeting Textual's markup.
Must never: parse markup; a stranger's ``[@click=…]`` stays eleven characters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable


def plain(text: object, style: str = "") -> Content:
    """Give ``text``, made printable, as one run of ``style``."""
    return Content.styled(printable(text), style)


def lines(rows: Iterable[Content]) -> Content:
    """Give rows one below the other."""
    return Content("\n").join(rows)


def typed(text: str) -> str:
    """Give what a line of input can hold of ``text``: the printable characters."""
    return "".join(character for character in text if character.isprintable())
