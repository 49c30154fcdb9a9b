"""The full-screen wizard as one Textual app.

Knows: what all screens share: themes, signs, the thread that works, and how one leaves.
Must never: print a traceback or a local variable, or end without giving the terminal back.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding
from textual.worker import WorkerFailed

from screens.frame import FrameScreen
from screens.palette import Commands
from screens.setup import SetupScreen
from screens.signs import signs
from screens.terminal import TerminalDriver, leave_on_signals
from screens.themes import THEMES
from screens.work import Work
from wizard.resources import assets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rich.console import RenderableType
    from textual.binding import BindingType
    from textual.screen import Screen

    from screens.work import MakeContext
    from wizard.flow import Progress

INTERRUPTED = 130
"""The exit code of Ctrl-C (cli.md, Exit codes)."""


class WizardApp(App[None]):
    """The wizard. After ``run()``: ``return_code``, ``reached`` and ``crash`` tell all.

    ``make_context`` is called once, in a thread. ``warm_up`` is called in a thread after the first
    paint, to load what the steps will need.
    """

    TITLE = "anon-wizard"
    CSS_PATH: ClassVar[list[str | Path]] = [assets() / "wizard.tcss"]
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar = {Commands}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Leave", priority=True),
        Binding("ctrl+c", "interrupt", show=False, system=True),
        Binding("f1", "help", "Help"),
    ]

    def __init__(
        self,
        make_context: MakeContext,
        progress: Progress,
        *,
        warm_up: Callable[[], None] = lambda: None,
        theme: str = "dark",
        heeds_signals: bool = False,
    ) -> None:
        super().__init__(driver_class=TerminalDriver)
        self._heeds_signals = heeds_signals
        self.signs = signs()
        self.work = Work(make_context)
        self.crash: BaseException | None = None
        self._progress = progress
        self.reached = progress.draft
        self._warm_up = warm_up
        for each in THEMES:
            self.register_theme(each)
        self.theme = theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give our own variables, for a theme that lacks them."""
        return dict(THEMES[0].variables)

    def get_default_screen(self) -> Screen[None]:
        """Start with the setup."""
        return SetupScreen(self._progress)

    def on_mount(self) -> None:
        """Load what is heavy once the first picture stands."""
        if self._heeds_signals:
            leave_on_signals(self, asyncio.get_running_loop())
        self.call_after_refresh(self._load_ahead)

    def _load_ahead(self) -> None:
        self.run_worker(self._warm_up, name="warm up", description="loading", thread=True)

    async def action_help(self) -> None:
        """Show help on the page and on the field one is in."""
        screen = self.screen
        if isinstance(screen, FrameScreen):
            from screens.help import HelpScreen

            await self.push_screen(HelpScreen(*screen.help_on()))

    # --- leaving ---

    async def action_quit(self) -> None:
        """Leave; what was proven is kept."""
        self.leave(0)

    def action_interrupt(self) -> None:
        """Leave as Ctrl-C does everywhere."""
        self.leave(INTERRUPTED)

    def leave(self, code: int) -> None:
        """Call off what runs, and end with this exit code."""
        self.work.cancel()
        self.exit(return_code=code)

    # --- defects of ours ---

    def _handle_exception(self, error: Exception) -> None:
        """Keep a defect for the command line to tell, and end: no traceback, no locals."""
        self.crash = self.crash or (error.error if isinstance(error, WorkerFailed) else error)
        self._return_code = 1
        if self._exception is None:  # a pilot raises it again
            self._exception = error
            self._exception_event.set()
        self.work.cancel()
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """End as for any other defect; what Textual would print holds a traceback."""
        del renderables
        self._handle_exception(RuntimeError())
