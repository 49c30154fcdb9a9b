"""The link: whether its URL can be had, and whether the user is linked, where that can be asked.

Must never: guess a path that Anon does not document, or take *not proven* for no.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.checks.asking import app_of, link_url, name_of_app, sandbox
from wizard.checks.registry import Check
from wizard.checks.row import Outcome, failed, not_proven, passed, skipped, warned
from wizard.explain import explain
from wizard.identity.words import date
from wizard.model import Problem, ProblemError
from wizard.problems import problem
from wizard.profiles import proofs
from wizard.profiles.files import only_looking
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.checks.case import Case


def _url_can_be_had(case: Case) -> Outcome:
    try:
        link_url(case)
    except ProblemError as refusal:
        return _refused(refusal.problem)
    return passed(f"Anon gives the Link page's address for {printable(name_of_app(case))}")


def _refused(refusal: Problem) -> Outcome:
    """Name the refusal; the address of the wizard's own may be one that is not registered."""
    if refusal.code == "link.redirect_refused":
        return not_proven(refusal)
    if refusal.code == "api.server_error":
        return failed(problem("link.url_transient"))
    known = explain(refusal.symptom).problem
    meant = known if known and known.code.startswith("link.") else refusal
    return failed(meant)


def _user_is_linked(case: Case) -> Outcome:
    if not case.place.local:
        return _as_last_seen(case)
    app, user = name_of_app(case), case.profile.user_id
    status, _stage = sandbox(case).link_status(case.place.name, app_of(case), user)
    if status == "active":
        return passed(f"{printable(user)} is linked at {printable(app)}")
    if status == "revoked":
        return failed(problem("session.revoked", user=user, app=app))
    missing = problem("session.not_linked", user=user, app=app)
    return warned(missing) if _never_meant(case) else failed(missing)


def _never_meant(case: Case) -> bool:
    """Tell whether the setup left the link for later: then it is open, and nothing is broken."""
    return _remembered(case).get("link") in {"skipped", None}


def _as_last_seen(case: Case) -> Outcome:
    known = _remembered(case)
    told = problem("session.cannot_be_asked")
    if known.get("link") != "active":
        return skipped(f"Not proven: {told.symptom} {told.cause}")
    at = known.get("proven_at")
    when = f" on {date(at)}" if isinstance(at, int) else ""
    return skipped(f"Not proven now; it was linked{when}. {told.cause}")


def _remembered(case: Case) -> dict[str, object]:
    with only_looking():
        return proofs.read(case.home, case.name)


CHECKS: Final[tuple[Check[Case], ...]] = (
    Check(
        "link.url",
        "Link's address",
        "link",
        _url_can_be_had,
        ("key.accepted", "client.webapp", "token.stored"),
    ),
    Check("link.session", "Link", "link", _user_is_linked, ("network.service",)),
)
