"""A room off the home screen: one profile, one thing to find out or to do about it.

Knows: how work is done in a thread, told of, called off, and left behind.
Must never: do two things at once, or wait for a thread on the event loop.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual import on
from textual.binding import Binding
from textual.message import Message

from screens.busy import BusyLine
from screens.frame import FrameScreen, Title
from screens.problem import ProblemPanel
from wizard.model import CancelledByUserError, ProblemError
from wizard.resources import assets

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType

    from screens.app import WizardApp
    from wizard.model import Field, Problem
    from wizard.profiles.home import Home

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Task:
    """What work in a thread may do: see whether it was called off, and have things shown."""

    cancelled: Callable[[], bool]
    show: Callable[[Callable[[], Any]], None]


class _Show(Message):
    """The thread has something to show."""

    def __init__(self, do: Callable[[], Any]) -> None:
        super().__init__()
        self.do = do


class _Ended(Message):
    """The thread is done; ``then`` None: it was stopped, by a problem or by the person."""

    def __init__(self, then: Callable[[], Any] | None, trouble: Problem | None = None) -> None:
        super().__init__()
        self.then = then
        self.trouble = trouble


class RoomScreen(FrameScreen):
    """One room. ``profile`` is the name of the one it is about, ``environment`` that one's."""

    TOPIC: ClassVar[str] = ""
    CSS_PATH = assets() / "later.tcss"
    NOT_IN_LINES = frozenset({"screen.unfold", "screen.use"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back"),
    ]

    def __init__(self, home: Home, profile: str, environment: str) -> None:
        super().__init__()
        self.home = home
        self.profile = profile
        self.environment = environment
        self._cancel: Event | None = None

    @property
    def wizard(self) -> WizardApp:
        """The app this screen belongs to."""
        return cast("WizardApp", self.app)

    def on_mount(self) -> None:
        """Say where one is."""
        self.query_one(Title).show(*self.place())

    async def on_unmount(self) -> None:
        """Call off what runs: its thread would be waited for."""
        self.call_off()
        await self.leave()

    async def leave(self) -> None:
        """Leave nothing behind."""

    def place(self) -> tuple[str, str]:
        """Give environment and profile, as the title tells them."""
        return self.environment, self.profile

    def help_on(self) -> tuple[str, Field | None]:
        """Give the topic."""
        return self.TOPIC, None

    # --- work in a thread ---

    @property
    def busy(self) -> bool:
        """Whether something runs."""
        return self._cancel is not None

    def start(self, words: str, work: Callable[[Task], T], then: Callable[[T], Any]) -> None:
        """Do ``work`` in a thread, and ``then`` show what it gives; nothing where one is busy."""
        if self.busy:
            return
        self._cancel = cancel = Event()
        self.query_one(".failed", ProblemPanel).clear()
        self.query_one(BusyLine).start(words)
        self.busy_changed()
        task = Task(cancel.is_set, self._show_soon)
        self.run_worker(
            lambda: self._do(task, work, then), name="room", description=words, thread=True
        )

    def _do(self, task: Task, work: Callable[[Task], T], then: Callable[[T], Any]) -> None:
        try:
            given = work(task)
        except ProblemError as stopped:
            self.post_message(_Ended(None, stopped.problem))
        except CancelledByUserError:
            self.post_message(_Ended(None))
        else:
            self.post_message(_Ended(lambda: then(given)))

    def _show_soon(self, do: Callable[[], Any]) -> None:
        self.post_message(_Show(do))

    @on(_Show)
    async def _show_it(self, event: _Show) -> None:
        await _awaited(event.do())

    @on(_Ended)
    async def _end(self, event: _Ended) -> None:
        self._cancel = None
        self.query_one(BusyLine).stop()
        if event.then:
            await _awaited(event.then())
        else:
            self.stopped(event.trouble)
        self.busy_changed()

    def stopped(self, trouble: Problem | None) -> None:
        """Show what stopped the work; None: the person called it off."""
        if trouble:
            self.query_one(".failed", ProblemPanel).tell(trouble)

    def busy_changed(self) -> None:
        """Show what can be done now."""

    def call_off(self) -> None:
        """Let what runs end early."""
        if self._cancel:
            self._cancel.set()

    def action_back(self) -> None:
        """Call off what runs, else leave the room."""
        if self.busy:
            self.call_off()
            self.query_one(BusyLine).say("Stopping")
        else:
            self.go_back()


async def _awaited(given: Any) -> None:
    """Wait for what is still to come of it, where something is."""
    if hasattr(given, "__await__"):
        await given
