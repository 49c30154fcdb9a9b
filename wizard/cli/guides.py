"""Taking a person through the Link page without a full screen.

Knows: what ``--yes`` does with a link, and what the line prompts do.
Must never: open a browser unasked, or wait for input while the link could end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.browser import open_page
from wizard.cli.render import problem_text
from wizard.context import LinkWish
from wizard.model import Choice, Field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.cli.lines import LinePerson
    from wizard.context import LinkOffer, LinkStage
    from wizard.model import Problem

_STAGES = {
    "opened": "The Link page is open.",
    "extension": "The Link page asks to confirm the extension.",
    "login": "The extension is confirmed. The Link page asks to log in to the app.",
    "linked": "Logged in. Green checkmark: linked.",
}


class SilentGuide:
    """Nobody is asked: the local sandbox's page is walked, any other is shown and waited for."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._wish: LinkWish | None = None

    def offer(self, offer: LinkOffer) -> None:
        """Walk it where that is possible, else show the URL, whole, on a line of its own."""
        if offer.simulates:
            self._wish = LinkWish("simulate")
        else:
            self._say("Open this page and log in; waiting for it to come back:")
            self._say(offer.url)

    def stage(self, stage: LinkStage) -> None:
        """Say nothing: the end is what counts."""

    def refused(self, why: Problem) -> None:
        """Say nothing: nobody pastes here."""

    def wish(self) -> LinkWish | None:
        """Give the wish once."""
        wish, self._wish = self._wish, None
        return wish


class LineGuide:
    """A person at line prompts: asked first, then kept informed."""

    def __init__(self, person: LinePerson, environ: Mapping[str, str], *, opens: bool) -> None:
        self._person = person
        self._environ = environ
        self._opens = opens
        self._wish: LinkWish | None = None
        self._told: LinkStage = "none"

    def offer(self, offer: LinkOffer) -> None:
        """Show the URL, and ask how the link shall be made."""
        say = self._person.say
        say("The Link page:")
        say(offer.url)
        how = self._person.ask(_how(offer, opens=self._opens), (), "")
        if isinstance(how, str) and how in _WISHES:
            self._wish = _WISHES[how]
            return
        if how == "browser" and not open_page(offer.url, self._environ):
            say("No browser took it. Open the address above by hand.")
        if offer.pastes:
            self._paste()
        else:
            say("Waiting for the Link page to come back (Ctrl-C leaves; nothing is lost).")

    def stage(self, stage: LinkStage) -> None:
        """Tell each stage once, in words."""
        if stage != self._told and stage in _STAGES:
            self._person.say(_STAGES[stage])
        self._told = stage

    def refused(self, why: Problem) -> None:
        """Show it whole, and let the person paste another address, or leave the link."""
        self._person.say(problem_text(why))
        if self._person.ask(_AGAIN, (), "") == "skip":
            self._wish = _WISHES["skip"]
        else:
            self._paste()

    def _paste(self) -> None:
        pasted = self._person.ask(_PASTED, (), "")
        self._wish = LinkWish("pasted", str(pasted))

    def wish(self) -> LinkWish | None:
        """Give the wish once."""
        wish, self._wish = self._wish, None
        return wish


_WISHES = {"simulate": LinkWish("simulate"), "skip": LinkWish("skip")}

_PASTED = Field(
    name="returned_url",
    label="The address the browser ended at",
    help="Log in on the Link page. Your app's redirect URL opens: copy its whole address.",
)


_AGAIN = Field(
    name="again",
    label="The link is still open",
    help="Its page comes back to your app with the state of this very link in the address.",
    choices=(Choice("paste", "Paste another address"), Choice("skip", "Skip the link for now")),
    default=lambda _answers, _draft: "paste",
)


def _how(offer: LinkOffer, *, opens: bool) -> Field:
    choices = (
        *((Choice("browser", "Open it in the browser"),) if opens else ()),
        Choice("self", "I open it myself"),
        *((Choice("simulate", "Walk it here, without a browser (simulated)"),)
          if offer.simulates else ()),
        Choice("skip", "Skip the link for now"),
    )  # fmt: skip
    return Field(
        name="how",
        label="How do you want to link?",
        help="The test user logs in to the app there, once.",
        choices=choices,
        default=lambda _answers, _draft: choices[0].value,
    )
