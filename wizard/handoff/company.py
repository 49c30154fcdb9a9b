"""Who your users are told to trust: the company's name and logo in Link.

Must never: send a credential to wherever the logo lies, or follow where that leads.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from wizard import http
from wizard.apps.company import company
from wizard.handoff.addresses import in_words, why_not_for_everybody
from wizard.handoff.apps import WHICH_APP
from wizard.handoff.item import Item, asked, found, rehearsed, wrong
from wizard.identity.fetch import vetted
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.apps.company import Part, Said
    from wizard.checks.row import Outcome
    from wizard.handoff.look import Look

_PLACEHOLDER: Final = re.compile(
    r"(?:your|my|example|test|demo|the)?[ _-]*(?:company|organi[sz]ation|corp|app)?"
    r"(?:[ _-]*name)?[ _-]*(?:here)?",
    re.IGNORECASE,
)
_LARGEST: Final = 5 << 20
_SECONDS: Final = 10.0
_ASK_NAME: Final = "No company name stands in your app. Say which one Link shows, and where it is."
_ASK_LOGO: Final = "No logo stands in your app. Say which one Link shows, and where it lies."


def _is_named(look: Look) -> Outcome:
    if not look.folders:
        return asked(WHICH_APP)
    said = _said(look, "name")
    if not said:
        return asked(_ASK_NAME)
    told = [f"{each.place}: {printable(each.value, 80)}" for each in said]
    for each in said:
        if _PLACEHOLDER.fullmatch(each.value.strip()):
            details = {"place": each.place, "value": each.value}
            return wrong(problem("handoff.company_name", **details), *told)
    return found(f"“{printable(said[0].value, 80)}”", *told)


def _has_a_logo(look: Look) -> Outcome:
    if not look.folders:
        return asked(WHICH_APP)
    said = _said(look, "logo")
    if not said:
        return asked(_ASK_LOGO)
    if look.rehearsal:
        return rehearsed("a logo may lie on this machine")
    told = []
    for each in said:
        reason, kind = _loaded(look, each.value)
        if reason:
            details = {"place": each.place, "reason": reason}
            return wrong(problem("handoff.company_logo", **details))
        told.append(f"{each.place}: {printable(each.value, 120)} ({kind})")
    return found("Everybody can load it", *told)


def _said(look: Look, part: Part) -> list[Said]:
    """Give each place that says it, its file named as people find it."""
    found = ((app, each) for app in look.apps() for each in company(app))
    mine = ((app, each) for app, each in found if each.part == part)
    return [replace(each, file=look.in_app(app, each.file)) for app, each in mine]


def _loaded(look: Look, url: str) -> tuple[str, str]:
    """Load it as a stranger's browser would; give why that fails, or what it is."""
    reason = why_not_for_everybody(url)
    if reason:
        return reason, ""
    try:
        answer = _asked_for(look, url)
    except ProblemError as refusal:
        return in_words(refusal.problem), ""
    kind = printable(answer.headers.get("content-type", "of no type"), 60)
    if not 200 <= answer.status < 300:
        return f"Its address answers {answer.status}", ""
    return "" if kind.startswith("image/") else f"It is no image ({kind})", kind


def _asked_for(look: Look, url: str) -> http.Response:
    return http.exchange(
        "GET",
        url,
        resolve=vetted(look.resolve),
        deadline=_SECONDS,
        limit=_LARGEST,
        redirects="return",
        cancelled=look.tested.cancelled,
    )


ITEMS: Final = (
    Item(
        "company.name",
        "Link shows your company's name",
        "app",
        _is_named,
        ask=_ASK_NAME,
        certainty="documented",
    ),
    Item(
        "company.logo",
        "Link can show your company's logo",
        "app",
        _has_a_logo,
        ask=_ASK_LOGO,
        certainty="documented",
    ),
)
