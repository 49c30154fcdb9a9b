"""A button of one row.

Knows: what a press is. Textual's own button brings sixty style rules, and styles itself seven times
before it is shown: the first picture would wait for both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

if TYPE_CHECKING:
    from textual import events
    from textual.binding import BindingType


class Button(Widget, can_focus=True):
    """Says ``Pressed`` when it is clicked, or gets Enter. ``primary``: it is the way on."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "press", show=False)]
    # Without a wrap: where no column is left beside the pad, Textual cannot wrap.
    DEFAULT_CSS = (
        "Button { width: auto; height: 1; line-pad: 1; content-align: center middle; "
        "text-wrap: nowrap; }"
    )

    class Pressed(Message):
        """The button was pressed."""

        def __init__(self, button: Button) -> None:
            super().__init__()
            self.button = button

        @property
        def control(self) -> Button:
            """The button, for ``@on(Button.Pressed, "…")``."""
            return self.button

    def __init__(
        self,
        label: str | Content,
        *,
        classes: str = "",
        primary: bool = False,
        disabled: bool = False,
    ) -> None:
        super().__init__(classes=f"{classes} -primary" if primary else classes, disabled=disabled)
        self.label = label if isinstance(label, Content) else Content(label)

    def render(self) -> Content:
        """Draw the label."""
        return self.label

    def press(self) -> None:
        """Press it, as a person would."""
        if self.display and not self.disabled:
            self.post_message(self.Pressed(self))

    def action_press(self) -> None:
        """Press it by its key."""
        self.press()

    def on_click(self, event: events.Click) -> None:
        """Press it by the mouse."""
        event.stop()
        self.press()
