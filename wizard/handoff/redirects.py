"""Where the browser comes back to after a link.

Must never: open one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from wizard.apps.redirects import redirects
from wizard.checks.asking import client
from wizard.handoff.addresses import why_not_for_everybody
from wizard.handoff.apps import WHICH_APP, looked_at
from wizard.handoff.item import Item, asked, found, rehearsed, wrong
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.checks.row import Outcome
    from wizard.handoff.look import Look

_ASK: Final = (
    "No redirect URL stands in your app: it is computed, or lies elsewhere. Say which https:// "
    "addresses the browser comes back to, and that they are registered with Anon."
)
_REGISTERED: Final = "Registered with Anon"


@dataclass(frozen=True, slots=True)
class _Seen:
    """One URL, and where it was seen; without its query, which may hold anything."""

    place: str
    url: str

    @property
    def told(self) -> str:
        return f"{self.place}: {printable(self.url, 120)}"


def _will_do(look: Look) -> Outcome:
    if not look.folders:
        return asked(WHICH_APP)
    in_apps = [
        _seen(look.in_app(app, each.place), each.url)
        for app in look.apps()
        for each in redirects(app)
    ]
    if not in_apps:
        return asked(_ASK, *looked_at(look))
    if look.rehearsal:
        return rehearsed("the browser may come back to this machine")
    registered = [_seen(_REGISTERED, url) for url in _registered(look)]
    told = [each.told for each in (*in_apps, *registered)]
    for each in (*in_apps, *registered):
        reason = _why_not(each, registered)
        if reason:
            details = {"place": each.place, "url": each.url, "reason": reason}
            return wrong(problem("handoff.redirect", **details), *told)
    return found("All on https, none on this machine", *told)


def _seen(place: str, url: str) -> _Seen:
    return _Seen(place, url.partition("?")[0].partition("#")[0])


def _registered(look: Look) -> tuple[str, ...]:
    """Give the URLs that Anon holds for the webapp client; none where it does not say."""
    try:
        return client(look.tested, "webapp").redirect_urls
    except ProblemError:
        return ()


def _why_not(one: _Seen, registered: list[_Seen]) -> str:
    """Say why a URL will not do; an app's own scheme (iOS) needs no https."""
    web = urlsplit(one.url).scheme in {"http", "https"}
    reason = why_not_for_everybody(one.url) if web else ""
    if reason or not registered or one.url in {each.url for each in registered}:
        return reason
    return "It is not among those that are registered with Anon"


ITEMS: Final = (
    Item(
        "app.redirects",
        "Redirect URLs are on https, and not on localhost",
        "app",
        _will_do,
        ask=_ASK,
        certainty="inferred",
    ),
)
