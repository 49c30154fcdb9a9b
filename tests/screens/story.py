"""The whole setup as a story of keys: what each of them leads to.

The golden texts and the README's pictures are taken along the way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from screens.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.screens.stage import Stage

BEGINNING_TO_END: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("environment", ()),
    ("help", ("f1",)),
    ("palette", ("escape", "ctrl+p")),
    ("production", ("escape", "down", "down", "down", "enter")),
    ("key-hosted", ("shift+tab", "up", "up", "enter")),
    ("key-missing", ("enter",)),
    ("key", ("escape", "up", "enter")),
    ("pool", ("enter",)),
    ("pool-url", ("down", "enter")),
    ("clients", ("shift+tab", "up", "enter")),
    ("user", ("enter",)),
    ("link", ("enter",)),
    ("link-offered", ("enter",)),
    ("save", ("tab", "tab", "tab", "enter")),
    ("done", ("enter",)),
)
"""Name of the picture, and the keys that lead there from the one before."""


async def tell(stage: Stage, picture: Callable[[str], Awaitable[None]]) -> None:
    """Go through the story; ``picture(name)`` is awaited at each of its places."""
    for name, keys in BEGINNING_TO_END:
        for key in keys:
            await stage.press(key)
        if name in PAGES:
            await stage.at(name)
        await stage.idle()
        await picture(name)
