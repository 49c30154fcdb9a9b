"""Something laid over a screen, which goes away once however often it is told to.

Knows: that keys wait in a queue, so that a second Enter can come to a screen that is gone already.
Must never: take the screen below with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.screen import ModalScreen, Screen, ScreenResultType

if TYPE_CHECKING:
    from textual.binding import BindingType


def on_top(screen: Screen[ScreenResultType]) -> bool:
    """Tell whether nothing lies over ``screen``, and it is there at all."""
    return screen.app.screen_stack[-1:] == [screen]


LEAVE: Final = Binding("ctrl+c", "app.interrupt", show=False)
"""Textual asks no app below a modal screen for its keys."""


class Over(ModalScreen[ScreenResultType]):
    """A modal screen that dismisses itself only while it is on top."""

    BINDINGS: ClassVar[list[BindingType]] = [LEAVE]

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Go away; a second time does nothing."""
        return super().dismiss(result) if on_top(self) else AwaitComplete()
