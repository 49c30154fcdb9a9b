"""The full-screen wizard as one Textual app.

Knows: what all screens share: themes, signs, the thread that works, and how one leaves.
Must never: print a traceback or a local variable, or end without giving the terminal back.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual.app import App
from textual.binding import Binding
from textual.events import InputEvent
from textual.reactive import Reactive
from textual.worker import WorkerFailed

from screens.frame import FrameScreen
from screens.setup import SetupScreen
from screens.signs import signs
from screens.terminal import TerminalDriver, leave_on_signals
from screens.themes import THEMES
from wizard.flow import Progress, beside
from wizard.model import ProblemError, Record
from wizard.profiles.home import Home
from wizard.profiles.names import check_name, named_by
from wizard.resources import assets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import PurePath

    from rich.console import RenderableType
    from textual.binding import BindingType
    from textual.command import Provider
    from textual.events import Event
    from textual.screen import Screen
    from textual.theme import Theme

    from screens.work import MakeContext, Work
    from wizard.profiles.drafts import Interrupted
    from wizard.profiles.resolution import Resolved

_AT_REST: Final = 0.1  # seconds after the first picture: the terminal has it by then

INTERRUPTED = 130
"""The exit code of Ctrl-C (cli.md, Exit codes)."""


class Beginning(Record):
    """Where the wizard begins: ``fresh`` is a new setup, with what the environment answers.

    ``interrupted`` is offered to go on with, where there is one. ``home`` has the saved profiles;
    ``in_use`` tells, whenever it is asked, which of them counts here and why.
    """

    fresh: Progress = Progress()
    interrupted: Interrupted | None = None
    home: Home | None = None
    in_use: Callable[[], Resolved | None] = lambda: None


def _commands() -> type[Provider]:
    from screens.palette import Commands

    return Commands


def _is_file(path: str) -> bool:
    return os.path.isfile(path)  # noqa: PTH113 — Path's own raises where one may not look


def _stylesheets() -> list[str | PurePath]:
    styles: list[str | PurePath] = [assets() / "wizard.tcss"]
    if "NO_COLOR" in os.environ:
        styles.append(assets() / "no_color.tcss")
    return styles


class WizardApp(App[None], inherit_css=False):
    """The wizard. After ``run()``: ``return_code``, ``reached``, ``left_a_setup``, ``crash`` tell.

    ``make_context`` is called once, in a thread. ``tidy`` is called once the first picture stands;
    ``warm_up`` in a thread after the first key, to load what the steps will need.
    """

    # What Textual says, without what no screen here has: a panel of keys, one widget alone.
    DEFAULT_CSS = """
    WizardApp { background: $background; color: $foreground; }
    *:disabled:can-focus { opacity: 0.7; }
    """

    TITLE = "anon-wizard"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar = {_commands}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Leave", priority=True),
        Binding("ctrl+c", "interrupt", show=False, system=True),
        Binding("f1", "help", "Help"),
        Binding("tab", "focus_next", show=False, priority=True),
        Binding("shift+tab", "focus_previous", show=False, priority=True),
    ]
    """Tab comes first, too: what is typed on its heels is for the next field, not for this one."""

    theme: Reactive[str] = Reactive(THEMES[0].name)
    """As Textual's, whose colours would all be worked out before ours."""

    def __init__(
        self,
        make_context: MakeContext,
        beginning: Beginning,
        *,
        tidy: Callable[[], None] = lambda: None,
        warm_up: Callable[[], None] = lambda: None,
        heeds_signals: bool = False,
    ) -> None:
        super().__init__(driver_class=TerminalDriver, css_path=_stylesheets())
        # What there is to say stands in the page: no screen needs the parts that would hover.
        self._disable_notifications = self._disable_tooltips = True
        self._heeds_signals = heeds_signals
        self.signs = signs()
        self._make_context = make_context
        self.crash: BaseException | None = None
        self.fresh = beginning.fresh
        self.home = beginning.home
        self.in_use = beginning.in_use
        self.reached = beginning.fresh.draft
        self.left_a_setup = False
        self._interrupted = beginning.interrupted
        self._tidy = tidy
        self._warm_up = warm_up
        self._is_warm = False
        if (remembered := self._remembered_theme()) != self.theme:
            self._begin_in(remembered)

    @property
    def available_themes(self) -> dict[str, Theme]:
        """The themes there are: ours alone."""
        return {each.name: each for each in THEMES}

    @cached_property
    def work(self) -> Work:
        """The line to the thread that works; no picture waits for it."""
        from screens.work import Work

        return Work(self._make_context)

    def _begin_in(self, theme: str) -> None:
        """Take the first theme. Setting ``theme`` would read every style rule a second time."""
        self.set_reactive(WizardApp.theme, theme)
        self.stylesheet.set_variables(self.get_css_variables())
        dark = self.current_theme.dark
        self.update_classes({"-dark-mode": dark, "-light-mode": not dark}, update=False)
        self._refresh_truecolor_filter(self.ansi_theme)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give our own variables, for a theme that lacks them."""
        return dict(THEMES[0].variables)

    def get_default_screen(self) -> Screen[None]:
        """Give the first screen, with its style rules: Textual reads those of later ones."""
        screen = self._first_screen()
        self.stylesheet.read_all(screen.css_path)
        return screen

    def _first_screen(self) -> FrameScreen:
        """Offer to go on where a setup was interrupted, else show the profiles, else begin."""
        if self._interrupted:
            from screens.going_on import GoingOnScreen

            self.reached = self._interrupted.draft
            return GoingOnScreen(self._interrupted)
        if self.has_profiles():
            from screens.home import HomeScreen

            return HomeScreen()
        return SetupScreen(self.fresh)

    def another_setup(self) -> SetupScreen:
        """Give the setup of another profile, beside all that there are."""
        from wizard.earlier import taken_names

        names: frozenset[str] = frozenset()
        if self.home:
            with suppress(ProblemError):
                names = taken_names(self.home)
        return SetupScreen(beside(self.fresh, names))

    def is_interrupted(self, name: str) -> bool:
        """Tell whether a setup of that name was interrupted."""
        return self._has(name, Home.draft)

    def read_rules(self, *paths: Path) -> None:
        """Read style rules that nothing needed until now; what is on the screen needs none of them.

        Textual's own way, for screens, reads all the others again and styles everything anew.
        """
        unread = [path for path in paths if not self.stylesheet.has_source(str(path))]
        if unread:
            self.stylesheet.read_all(unread)
            self.stylesheet.parse()

    def has_profiles(self) -> bool:
        """Tell whether any profile is saved."""
        if self.home:
            with suppress(OSError):  # where one may not look, or there is nothing yet
                files = Path(self.home.profiles()).iterdir()
                return any(named_by((file.name for file in files), ".toml"))
        return False

    def is_saved(self, name: str) -> bool:
        """Tell whether a profile of that name is there."""
        return self._has(name, Home.profile)

    def _has(self, name: str, file: Callable[[Home, str], str]) -> bool:
        return self.home is not None and not check_name(name) and _is_file(file(self.home, name))

    def on_mount(self) -> None:
        """Leave as signals want, and remember the theme that is chosen."""
        if self._heeds_signals:
            leave_on_signals(self, asyncio.get_running_loop())
        self.theme_changed_signal.subscribe(self, self._remember_theme)

    def on_ready(self) -> None:
        """Tidy up once the first picture is out, while nobody can have pressed a key yet."""
        self.set_timer(_AT_REST, self._tidy, name="tidy")

    async def on_event(self, event: Event) -> None:
        """Answer it; then, at the first one of a person, load what the steps will need.

        Until then nothing would be gained by it but memory lost.
        """
        await super().on_event(event)
        if isinstance(event, InputEvent) and not self._is_warm:
            self._is_warm = True
            self.call_after_refresh(self._load_ahead)

    def _remembered_theme(self) -> str:
        if self.home is None or not _is_file(self.home.looks()):
            return THEMES[0].name
        from screens.looks import remembered_theme

        return remembered_theme(self.home)

    def _remember_theme(self, theme: Theme) -> None:
        from screens.looks import remember_theme

        if self.home:
            keep = partial(remember_theme, self.home, theme.name)
            self.run_worker(keep, name="looks", description="remember the theme", thread=True)

    def _load_ahead(self) -> None:
        self.run_worker(self._warm_up, name="warm up", description="loading", thread=True)

    async def action_help(self) -> None:
        """Show help on the page and on the field one is in."""
        screen = self.screen
        if isinstance(screen, FrameScreen):
            from screens.help import HelpScreen

            await self.push_screen(HelpScreen(*screen.help_on()))

    def action_command_palette(self) -> None:
        """Show all that can be done."""
        from screens.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    # --- leaving ---

    def on_unmount(self) -> None:
        """Call off what runs, however the app ends: its thread would be waited for."""
        self.work.cancel()

    async def action_quit(self) -> None:
        """Leave; what was proven is kept."""
        self.leave(0)

    def action_interrupt(self) -> None:
        """Leave as Ctrl-C does everywhere."""
        self.leave(INTERRUPTED)

    def leave(self, code: int) -> None:
        """Call off what runs, keep what was answered, and end with this exit code."""
        self.work.cancel()
        for screen in self.screen_stack:
            if isinstance(screen, SetupScreen) and not screen.progress.proves:
                screen.keep()
                self.left_a_setup = True
        self.exit(return_code=code)

    # --- defects of ours ---

    def _handle_exception(self, error: Exception) -> None:
        """Keep a defect for the command line to tell, and end: no traceback, no locals.

        What comes too late, because the widgets it needs are closing already, is none.
        """
        if self._exit:
            self._close_messages_no_wait()
            return
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
