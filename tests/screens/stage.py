"""The app under a pilot: press keys, wait for what they lead to, read the screen as text."""

from __future__ import annotations

import io
import re
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from textual.events import Paste

from screens.app import Beginning, WizardApp
from screens.link import LinkView
from screens.setup import SetupScreen
from wizard.cli.composition import context
from wizard.flow import Progress

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.pilot import Pilot

    from wizard.context import Context, LinkGuide
    from wizard.profiles.home import Home

PATIENCE: Final = 30.0
SMALL: Final = (80, 24)
LARGE: Final = (120, 40)


@dataclass(frozen=True)
class Stage:
    """One run of the app."""

    app: WizardApp
    pilot: Pilot[None]

    async def until(self, condition: Callable[[], Any], what: str) -> None:
        """Wait for something to be so."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"never came: {what}\n{self.text()}"
            await self.pilot.pause(0.01)
        await self.settle()

    async def settle(self) -> None:
        """Wait until every message was heard, and what came of them is on the screen."""
        deadline = time.monotonic() + PATIENCE
        await self.pilot.pause()
        while self._unsettled():
            assert time.monotonic() < deadline, f"never settled\n{self.text()}"
            await self.pilot.pause(0)

    def _unsettled(self) -> bool:
        """Tell whether a message is unheard, or a layout or a scroll not drawn."""
        screen = self.app.screen
        pumps = (self.app, *self.app.screen_stack, *screen.walk_children())
        return bool(
            screen._layout_required
            or screen._scroll_required
            or screen._callbacks
            or any(pump.message_queue_size for pump in pumps)
        )

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until nothing is being done."""
        await self.pilot.press(*keys)
        await self.idle()

    async def type(self, text: str) -> None:
        """Type a text into the field that has the focus."""
        await self.pilot.press(*text)

    async def paste(self, text: str) -> None:
        """Paste a text, as a terminal hands it over."""
        self.app.post_message(Paste(text))
        await self.pilot.pause()

    async def idle(self) -> None:
        """Wait until no step runs, or the person is waited for; and nothing else is looked up."""
        await self.settle()
        await self.until(lambda: not self.busy() or self.waits_for_link(), "an idle screen")
        await self.until(self.knows_all, "the end of all look-ups")

    async def at(self, page: str) -> None:
        """Wait for a page."""
        await self.until(lambda: self.page() == page and not self.busy(), f"the page {page}")

    def busy(self) -> bool:
        """Tell whether a step runs."""
        screen = self.app.screen
        return isinstance(screen, SetupScreen) and screen.busy

    def knows_all(self) -> bool:
        """Tell whether nothing is being looked up."""
        return all(worker.is_finished or worker.name == "step" for worker in self.app.workers)

    def waits_for_link(self) -> bool:
        """Tell whether the Link page is offered."""
        return any(view.is_on_screen for view in self.app.screen.query(LinkView))

    def page(self) -> str:
        """Give the id of the page that is shown."""
        screen = self.app.screen
        return screen.page.id or "" if isinstance(screen, SetupScreen) else ""

    def text(self) -> str:
        """Give the whole screen as text, without the blanks at the ends of lines."""
        return as_text(self.app)


def as_text(app: WizardApp) -> str:
    """Give what the terminal would show."""
    width, height = app.size
    console = Console(
        width=width,
        height=height,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        record=True,
        legacy_windows=False,
    )
    screens = app._background_screens  # what a modal screen leaves visible
    console.print(app.screen._compositor.render_update(full=True, screen_stack=screens))
    drawn = console.export_text(styles=False)
    return "\n".join(line.rstrip() for line in drawn.splitlines()).rstrip() + "\n"


@asynccontextmanager
async def opened(
    home: Home,
    size: tuple[int, int] = SMALL,
    *,
    fresh: Progress | None = None,
    world: Callable[[Context], Context] = lambda made: made,
    **beginning: Any,
) -> AsyncIterator[Stage]:
    """Open the app in ``home``; ``world`` may replace parts of what the steps work in."""

    def make_context(
        say: Callable[[str], None], cancelled: Callable[[], bool], guide: LinkGuide
    ) -> Context:
        return world(context(home, guide, say=say, cancelled=cancelled))

    app = WizardApp(make_context, Beginning(fresh or Progress(), home=home, **beginning))
    async with app.run_test(size=size) as pilot:
        stage = Stage(app, pilot)
        await stage.idle()
        yield stage


_CHANGING: Final = (
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "uuid"),
    (r"(?<=id=)[0-9a-f]{32}", "id"),
    (r"[\w-]{8}…[\w-]{4}", "kid"),
    (r"(?<![\w-])[\w-]{43}(?![\w-])", "kid"),
    (r"/tmp/aw-\w{8}", "home"),
    (r"\d+:\d\d left", "left"),
    (r"\d\d \w{3} \d\d:\d\d", "day"),
    (r"[◐◓◑◒]", "spinner"),
)


def unchanging(text: str) -> str:
    """Give a screen's text with what differs from run to run replaced, in its own width."""
    for pattern, name in _CHANGING:
        text = re.sub(pattern, partial(_stand_in, name), text)
    return re.sub(r"(127\.0\.0\.1|localhost):\d+", r"\1:port", text)


def _stand_in(name: str, found: re.Match[str]) -> str:
    width = len(found[0])
    return name[:width].ljust(width, "·")
