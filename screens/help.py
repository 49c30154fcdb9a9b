"""Help on F1: the field one is in, and the step; text of ours from ``assets/help``."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Markdown, Static

from screens.over import Over
from screens.plain import plain
from wizard.resources import assets, read_text

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from wizard.model import Field


class HelpScreen(Over[None]):
    """What a page asks and why, over the page; Esc closes it."""

    CSS_PATH = assets() / "later.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,q,enter", "dismiss", show=False),
        Binding("down,j", "scroll(1)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("pagedown,space", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
    ]

    def __init__(self, topic: str, field: Field | None) -> None:
        super().__init__()
        self._topic = topic
        self._field = field

    def compose(self) -> ComposeResult:
        """Give the field's help, then the step's."""
        with VerticalScroll(classes="sheet", can_focus=False):
            if self._field:
                yield Static(plain(self._field.label, "bold $accent"))
                yield Static(plain(self._field.help), classes="field-help")
            yield Markdown(_text(self._topic), open_links=False)
        yield Static(plain("esc closes    ↑ ↓ scroll", "$muted"), classes="told")

    def action_scroll(self, rows: int) -> None:
        """Scroll the sheet."""
        self.query_one(VerticalScroll).scroll_relative(y=rows, animate=False)


def _text(topic: str) -> str:
    """Give the help on ``topic``; a step without a sheet of its own has the keys' alone."""
    name = f"help/{topic}.md"
    own = read_text(name) if (assets() / name).is_file() else ""
    return f"{own}\n\n{read_text('help/keys.md')}"
