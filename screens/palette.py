"""The command palette: our commands, and none of Textual's own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual.await_complete import AwaitComplete
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Provider

from screens.over import LEAVE, on_top
from screens.themes import THEMES
from wizard.resources import assets

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from textual.binding import BindingType

_COMMANDS: Final = (
    ("Help on this page", "what it asks and why", "app.help"),
    ("Leave", "nothing is lost", "app.quit"),
)


class Palette(CommandPalette):
    """Textual's palette, which a second Enter would dismiss with the screen below it."""

    CSS_PATH = assets() / "later.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [LEAVE]

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Go away; a second time does nothing."""
        return super().dismiss(result) if on_top(self) else AwaitComplete()

    def _action_command_list(self, action: str) -> None:
        """Move in the list, once it is there: Textual's own ends the app where it is not."""
        if self.query_one(CommandList).size:
            super()._action_command_list(action)


class Commands(Provider):
    """What can be done now, by name."""

    def _offered(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        own = getattr(self.screen, "COMMAND_LIST", ())
        for name, told, action in (*own, *_COMMANDS):
            yield name, told, partial(self.screen.run_action, action)
        for theme in THEMES:
            yield f"Colours: {theme.name}", "", partial(setattr, self.app, "theme", theme.name)

    async def discover(self) -> AsyncIterator[DiscoveryHit]:
        """Give all of them."""
        for name, told, do in self._offered():
            yield DiscoveryHit(name, do, help=told)

    async def search(self, query: str) -> AsyncIterator[Hit]:
        """Give those that fit what was typed."""
        matcher = self.matcher(query)
        for name, told, do in self._offered():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, matcher.highlight(name), do, help=told)
