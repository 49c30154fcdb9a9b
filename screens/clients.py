"""The page of the two SdkClients: what each is for, and whether it will be made or is there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from textual import on
from textual.message import Message
from textual.widgets import Static

from screens.base import StepPage
from screens.plain import lines, plain
from wizard import flow
from wizard.model import ProblemError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.content import Content
    from textual.widget import Widget

    from screens.work import Work
    from wizard.flow import Progress

_CLIENTS: Final = (
    (
        "webapp",
        "Webapp client",
        (
            "For your front end. It belongs to the UserPool, and its id is public: "
            "ANON_SDKCLIENT_ID (the SDKs call it clientId)."
        ),
    ),
    (
        "service",
        "Service client",
        (
            "For your back end. It carries a key, which Anon shows once: ANON_API_KEY. "
            "It never goes into a front end."
        ),
    ),
)


class _Planned(Message):
    """It is known what the step would send."""

    def __init__(self, kinds: frozenset[str]) -> None:
        super().__init__()
        self.kinds = kinds


class Page(StepPage):
    """The two clients."""

    go = "Create both clients"
    doing = "Creating the clients"

    def above(self) -> Iterable[Widget]:
        """Give the place for the two clients."""
        yield Static(self._drawn({}), classes="clients", markup=False)

    def look(self, work: Work, progress: Progress) -> None:
        """Find out, in a thread, what is there already."""
        self.query_one(".clients", Static).update(self._drawn({}))
        self.name_way_on(self.go)
        self.run_worker(
            partial(self._plan, work, progress),
            name="plan",
            description="a look at what is there",
            group="plan",
            exclusive=True,
            thread=True,
        )

    def _plan(self, work: Work, progress: Progress) -> None:
        plan = self.step.plan
        if plan is None:
            return
        try:
            planned = plan(work.context(), progress.draft, flow.settled(self.step, progress))
        except ProblemError:
            return  # the step itself will tell
        self.post_message(_Planned(frozenset(request.kind for request in planned.requests)))

    @on(_Planned)
    def _show_plan(self, event: _Planned) -> None:
        event.stop()
        words = {
            kind: "will be created" if kind in event.kinds else "is there: reused"
            for kind, _, _ in _CLIENTS
        }
        self.query_one(".clients", Static).update(self._drawn(words))
        missing = [kind for kind, _, _ in _CLIENTS if kind in event.kinds]
        one = f"Create the {missing[0]} client" if missing else "Continue"
        self.name_way_on(self.go if len(missing) > 1 else one)

    def _drawn(self, state: Mapping[str, str]) -> Content:
        return lines(
            row
            for kind, name, told in _CLIENTS
            for row in (
                plain(name, "bold") + plain(f"  {state.get(kind, '')}", "$accent"),
                plain(told, "$muted"),
                plain(""),
            )
        )
