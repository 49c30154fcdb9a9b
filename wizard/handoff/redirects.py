"""Where the browser comes back to after a link.

Must never: open one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from wizard.apps.redirects import redirects
from wizard.handoff.addresses import why_not_for_everybody
from wizard.handoff.apps import WHICH_APP, looked_at
from wizard.handoff.item import Item, asked, found, rehearsed, wrong
from wizard.problems import problem
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.apps.redirects import Redirect
    from wizard.checks.row import Outcome
    from wizard.handoff.look import Look

_ASK: Final = (
    "No redirect URL stands in your app: it is computed, or lies elsewhere. Say which https:// "
    "addresses the browser comes back to, and that they are registered with Anon."
)


def _will_do(look: Look) -> Outcome:
    if not look.folders:
        return asked(WHICH_APP)
    all_of_them = [each for app in look.apps() for each in redirects(app)]
    told = [f"{each.place}: {_shown(each)}" for each in all_of_them]
    if not all_of_them:
        return asked(_ASK, *looked_at(look))
    if look.rehearsal:
        return rehearsed("the browser may come back to this machine")
    for each in all_of_them:
        reason = _why_not(each.url)
        if reason:
            details = {"place": each.place, "url": _shown(each), "reason": reason}
            return wrong(problem("handoff.redirect", **details), *told)
    return found("All on https, none on this machine", *told)


def _why_not(url: str) -> str:
    """Say why a URL will not do; an app's own scheme (iOS) is fine."""
    web = urlsplit(url).scheme in {"http", "https"}
    return why_not_for_everybody(url) if web else ""


def _shown(redirect: Redirect) -> str:
    return printable(redirect.url.partition("?")[0], 120)


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
