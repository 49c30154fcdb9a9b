"""One finding as a line: its sign, its title, and what is told of it.

Knows: the sign and the colour of each state.
Must never: tell a state by its colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from textual.message import Message
from textual.widget import Widget

from screens.plain import plain

if TYPE_CHECKING:
    from textual.content import Content

    from screens.signs import Signs
    from wizard.checks.row import State

_STYLES: Final[dict[State, str]] = {
    "pass": "$accent",
    "fail": "$error",
    "warn": "$warning",
    "ask": "$warning",
    "skip": "$muted",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One line. ``heading``, where it is not empty, stands above it.

    ``state`` None: not known yet; ``here`` says that it is being looked at.
    """

    id: str
    title: str
    told: str = ""
    state: State | None = None
    here: bool = False
    heading: str = ""


def sign(finding: Finding, signs: Signs) -> Content:
    """Give the sign for how a finding stands."""
    if finding.here:
        return plain(signs.here, "$accent")
    if finding.state is None:
        return plain(signs.open, "$muted")
    names: dict[State, str] = {
        "pass": signs.ok,
        "fail": signs.bad,
        "warn": signs.note,
        "ask": "?",
        "skip": signs.open,
    }
    return plain(names[finding.state], _STYLES[finding.state])


class FindingLine(Widget):
    """One finding's line; a click chooses and opens it."""

    class Clicked(Message):
        """The person clicked it."""

        def __init__(self, line: FindingLine) -> None:
            super().__init__()
            self.line = line

    def __init__(self, finding: Finding, signs: Signs) -> None:
        super().__init__(classes="finding")
        self.finding = finding
        self.width = 0
        self._signs = signs

    def show(self, finding: Finding, width: int) -> None:
        """Show it as it stands now; titles are ``width`` cells wide."""
        if (finding, width) != (self.finding, self.width):
            self.finding, self.width = finding, width
            self.refresh()

    def render(self) -> Content:
        """Draw sign, title and what is told, on one line."""
        finding = self.finding
        muted = finding.state in {None, "skip"} and not finding.here
        title = plain(f"{finding.title:<{self.width}}", "$muted" if muted else "bold")
        told = plain(finding.told, "$error" if finding.state == "fail" else "$muted")
        line = sign(finding, self._signs) + plain(" ") + title + plain("  ") + told
        return line.truncate(self.size.width, ellipsis=True)

    def on_click(self) -> None:
        """Tell the list."""
        self.post_message(self.Clicked(self))
