"""The line between a step, which works in a thread, and the screen.

Knows: how a step is run off the event loop, and how its words come back.
Must never: run two steps at once, or touch a widget from the thread.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from queue import Empty, SimpleQueue
from threading import Event, Lock
from typing import TYPE_CHECKING

from textual.message import Message

from wizard.model import CancelledByUserError, ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.widget import Widget

    from wizard.context import Context, Decisions, LinkGuide, LinkOffer, LinkStage, LinkWish
    from wizard.flow import Progress
    from wizard.model import Problem

    MakeContext = Callable[[Callable[[str], None], Callable[[], bool], LinkGuide], Context]
    Action = Callable[[Context], Progress]


class Said(Message):
    """The step tells what it does now."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class Offered(Message):
    """The step has a Link page to go through, and ``seconds`` to wait for it."""

    def __init__(self, offer: LinkOffer, seconds: float) -> None:
        super().__init__()
        self.offer = offer
        self.seconds = seconds


class StageReached(Message):
    """The person has come this far on the Link page."""

    def __init__(self, stage: LinkStage) -> None:
        super().__init__()
        self.stage = stage


class Refused(Message):
    """What was pasted is not the answer to the link that is open."""

    def __init__(self, why: Problem) -> None:
        super().__init__()
        self.why = why


class Wished(Message):
    """The person asks the waiting step for something."""

    def __init__(self, wish: LinkWish) -> None:
        super().__init__()
        self.wish = wish


class Landed(Message):
    """The step is done; ``progress`` stands at the next one."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self.progress = progress


class Stopped(Message):
    """The step ended without being done: by a problem, or (None) because it was called off."""

    def __init__(self, problem: Problem | None) -> None:
        super().__init__()
        self.problem = problem


class Work:
    """Runs one step at a time; is the ``LinkGuide`` of the link's step."""

    def __init__(self, make_context: MakeContext) -> None:
        self._make_context = make_context
        self._context: Context | None = None
        self._lock = Lock()
        self._cancel = Event()
        self._wishes: SimpleQueue[LinkWish] = SimpleQueue()
        self._page: Widget | None = None

    def start(self, page: Widget, action: Action, decisions: Decisions | None = None) -> None:
        """Run ``action`` in a thread; ``page`` hears how it goes. Call it only when idle.

        ``decisions`` hold for this run alone.
        """
        self._cancel.clear()
        self._wishes = SimpleQueue()
        self._page = page
        page.run_worker(
            partial(self._do, action, decisions),
            name="step",
            description="a step of the chain",
            thread=True,
        )

    def cancel(self) -> None:
        """Call off what runs."""
        self._cancel.set()

    def context(self) -> Context:
        """Give the steps' world; made on first use, which is to be in a thread."""
        with self._lock:
            if self._context is None:
                self._context = self._make_context(self._say, self._cancel.is_set, self)
            return self._context

    def apart(self, say: Callable[[str], None], cancelled: Callable[[], bool]) -> Context:
        """Give a world of its own to what is no step of the setup; call it in a thread."""
        return self._make_context(say, cancelled, self)

    def _do(self, action: Action, decisions: Decisions | None) -> None:
        world = self.context()
        try:
            self._tell(Landed(action(replace(world, decisions=decisions) if decisions else world)))
        except ProblemError as stopped:
            self._tell(Stopped(stopped.problem))
        except CancelledByUserError:
            self._tell(Stopped(None))

    def _say(self, words: str) -> None:
        self._tell(Said(words))

    def _tell(self, message: Message) -> None:
        if self._page:
            self._page.post_message(message)

    # --- LinkGuide ---

    def offer(self, offer: LinkOffer) -> None:
        """Show the Link page's URL."""
        self._tell(Offered(offer, self.context().link.timeout))

    def stage(self, stage: LinkStage) -> None:
        """Show how far the person has come."""
        self._tell(StageReached(stage))

    def refused(self, why: Problem) -> None:
        """Say that what was pasted does not fit."""
        self._tell(Refused(why))

    def wish(self) -> LinkWish | None:
        """Give what the person asked for since the last look."""
        try:
            return self._wishes.get_nowait()
        except Empty:
            return None

    def want(self, wish: LinkWish) -> None:
        """Ask the waiting step for something."""
        self._wishes.put(wish)
