"""The page of the link: the Link page's URL, the ways to open it, and how far the person is.

Knows: the FAQ's four stages, and what can be asked of a step that waits.
Must never: claim that a page was opened or a text was copied where nobody can know.
"""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Final

from textual import on
from textual.containers import Vertical
from textual.message import Message
from textual.style import Style
from textual.widgets import Input, Static

from screens.base import StepPage
from screens.button import Button
from screens.line import Line
from screens.plain import lines, plain
from screens.ways import Ways
from screens.work import Offered, Refused, StageReached, Wished
from wizard.context import STAGES_BEHIND, LinkWish
from wizard.model import app_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.content import Content
    from textual.widget import Widget

    from screens.signs import Signs
    from wizard.context import LinkOffer, LinkStage

_STAGES: Final = (
    "Open the Link page",
    "Confirm the browser extension",
    "Log in to the app",
    "See the green checkmark: the session is saved",
)


class _Opened(Message):
    """A browser was asked to show the page; ``took`` tells whether it took the order."""

    def __init__(self, *, took: bool) -> None:
        super().__init__()
        self.took = took


class LinkView(Vertical):
    """What is shown while the step waits for the link."""

    def __init__(self, signs: Signs) -> None:
        super().__init__(classes="link")
        self._signs = signs
        self._offer: LinkOffer | None = None

    def compose(self) -> ComposeResult:
        """Give stages, address, the ways on, and the line for an address to paste back."""
        yield Static(classes="who", markup=False)
        yield Static(classes="stages", markup=False)
        yield Static(classes="url", markup=False)
        with Ways("ways"):
            yield Button("Open browser", classes="open", primary=True)
            yield Button("Copy", classes="copy")
            yield Button("QR code", classes="qr")
            yield Button("Simulate here", classes="simulate")
            yield Button("Skip", classes="skip")
        yield Static(classes="told", markup=False)
        yield Line(placeholder="paste the address your browser ended at, then press Enter")

    def begin(self, offer: LinkOffer) -> None:
        """Show ``offer``."""
        self._offer = offer
        app = app_name(offer.app)
        follows = " This page follows." if offer.watched else ""
        self.query_one(".who", Static).update(
            plain(f"Open this address in a browser and log in to {app}.{follows}")
        )
        self.query_one(".url", Static).update(_clickable(offer.url))
        self.query_one(".simulate").display = offer.simulates
        self.query_one(Line).display = offer.pastes
        self.reach("none")
        self.tell("")

    def reach(self, stage: LinkStage) -> None:
        """Show how far the person has come; where nobody can see it, the list is a guide."""
        watched = self._offer is not None and self._offer.watched
        behind = STAGES_BEHIND.get(stage, 0)
        self.query_one(".stages", Static).update(
            lines(self._stage(index, behind, watched=watched) for index in range(len(_STAGES)))
        )

    def _stage(self, index: int, behind: int, *, watched: bool) -> Content:
        words = _STAGES[index]
        if not watched:
            return plain(f"{index + 1}. ", "$muted") + plain(words)
        if index < behind:
            return plain(f"{self._signs.ok} ", "$accent") + plain(words)
        sign = self._signs.here if index == behind else self._signs.open
        style = "$accent" if index == behind else "$muted"
        return plain(f"{sign} ", style) + plain(words, "bold" if index == behind else "$muted")

    def tell(self, words: str) -> None:
        """Say something about the ways."""
        self.query_one(".told", Static).update(plain(words, "$muted"))

    # --- the ways ---

    @on(Button.Pressed, ".open")
    def _open(self) -> None:
        if self._offer:
            self.tell("Asking the browser to open it")
            self.run_worker(
                partial(self._ask_browser, self._offer.url),
                name="browser",
                description="opening a browser",
                thread=True,
            )

    def _ask_browser(self, url: str) -> None:
        from wizard.browser import open_page

        self.post_message(_Opened(took=open_page(url, os.environ)))

    @on(_Opened)
    def _tell_opened(self, event: _Opened) -> None:
        event.stop()
        if event.took:
            self.tell("A browser was asked to open it. If none shows it, copy the address.")
            return
        self.tell("No browser took it. Copy the address, or go through it in another way.")
        way = ".simulate" if self._offer and self._offer.simulates else ".copy"
        self.query_one(way, Button).focus()

    @on(Button.Pressed, ".copy")
    def _copy(self) -> None:
        if self._offer:
            self.app.copy_to_clipboard(self._offer.url)
            self.tell("Sent to the terminal's clipboard. Not every terminal takes it.")

    @on(Button.Pressed, ".qr")
    def _show_qr(self) -> None:
        if self._offer:
            from screens.qr import QrScreen

            self.app.push_screen(QrScreen(self._offer.url, self._signs))

    @on(Button.Pressed, ".simulate")
    def _simulate(self) -> None:
        self.post_message(Wished(LinkWish("simulate")))

    @on(Button.Pressed, ".skip")
    def _skip(self) -> None:
        self.post_message(Wished(LinkWish("skip")))

    @on(Input.Submitted)
    def _paste(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip():
            self.post_message(Wished(LinkWish("pasted", event.value.strip())))


def _clickable(url: str) -> Content:
    """Give a web address as a terminal's link, whole however it is wrapped."""
    web = url.isascii() and url.startswith(("https://", "http://")) and "'" not in url
    text = plain(url)
    return text.stylize(Style(link=url, underline=True)) if web and text.plain == url else text


class Page(StepPage):
    """The link."""

    go = "Get the link"
    doing = "Asking Anon for the Link page"

    def below(self) -> Iterable[Widget]:
        """Give the view that replaces the form while the step waits."""
        view = LinkView(self.signs)
        view.display = False
        yield view

    @on(Offered)
    def _offer(self, event: Offered) -> None:
        event.stop()
        view = self._view()
        view.begin(event.offer)
        busy = self.busy_line()
        busy.count_down(event.seconds)
        busy.say("Waiting for the Link page to come back")
        self._waiting(offered=True)
        self.call_after_refresh(view.query_one(Button).focus)

    @on(StageReached)
    def _reach(self, event: StageReached) -> None:
        event.stop()
        self._view().reach(event.stage)

    @on(Refused)
    def _refuse(self, event: Refused) -> None:
        event.stop()
        self._view().tell(f"{self.signs.note} {event.why.symptom} {event.why.fix}")

    def end(self) -> None:
        """Show the form again."""
        super().end()
        self._waiting(offered=False)

    def _waiting(self, *, offered: bool) -> None:
        self._view().display = offered
        self.step_aside(now=offered)

    def _view(self) -> LinkView:
        return self.query_one(LinkView)
