"""What a browser on the Link page would see: the preflight, and the call behind the CORS error.

Knows: the two requests of the FAQ's “CORS issue”, and what a browser makes of their answers
(fetch.spec.whatwg.org, CORS protocol).
Must never: blame the answer on Anon where client or token are already known to be wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.checks.asking import SECONDS, app_of, base_url, link_origin, name_of_app
from wizard.checks.registry import Check
from wizard.checks.row import Outcome, failed, not_proven, passed, skipped
from wizard.http import exchange
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.sandbox.choices import CLIENT_HEADER
from wizard.steps.user_token import TOKEN
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.checks.case import Case
    from wizard.checks.row import Row
    from wizard.http import Response

PATH: Final = "/account/api/v1/appIntegration"
"""Contract, Endpoints: called by the Link page with the app user's token and the client's id."""

_CAUSES: Final = ("client.webapp", "jwks.public", "jwks.sound", "token.form", "token.kid")
_MORE: Final = ("token.signature", "token.user", "token.expiry")


def _preflight(case: Case) -> Outcome:
    try:
        origin = link_origin(case)
    except ProblemError:
        return skipped("Not proven: where this Anon's Link page is cannot be learned")
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": f"authorization,{CLIENT_HEADER}",
    }
    answer = _asked(case, "OPTIONS", headers)
    reason = _why_a_browser_stops(case, answer)
    if not reason:
        return passed(f"A browser on {printable(origin)} may ask")
    refused = problem("cors.preflight", status=answer.status, reason=reason)
    return failed(refused) if case.place.local else not_proven(refused)


def _why_a_browser_stops(case: Case, answer: Response) -> str:
    if not 200 <= answer.status < 300:
        return "A browser then never asks the question itself, and reports a CORS error."
    if not _lets_read(case, answer):
        return "The answer names no origin that may ask, so a browser reports a CORS error."
    allowed = {
        name.strip().lower()
        for name in answer.headers.get("access-control-allow-headers", "").split(",")
    }
    missing = {"authorization"} - allowed  # a “*” does not cover it (Fetch, CORS protocol)
    return f"It does not allow the header {', '.join(missing)}." if missing else ""


def _lets_read(case: Case, answer: Response) -> bool:
    return answer.headers.get("access-control-allow-origin") in {"*", link_origin(case)}


def _is_let_in(case: Case) -> Outcome:
    """Ask what the Link page asks, and say which of the FAQ's causes a refusal has."""
    if case.rows["cors.preflight"].state == "skip":
        return skipped(case.rows["cors.preflight"].text)
    headers = {
        "Origin": link_origin(case),
        "Authorization": f"Bearer {case.secret(TOKEN).reveal()}",
        CLIENT_HEADER: case.profile.webapp_id,
    }
    answer = _asked(case, "GET", headers)
    if answer.status in {401, 403}:
        return _explained(case)
    if answer.status == 404:
        raise ProblemError(problem("api.not_found", what=f"app {app_of(case)}"))
    if answer.status != 200:
        words = "to the Link page's question"
        raise ProblemError(problem("api.server_error", status=answer.status, words=words))
    if not _lets_read(case, answer):
        reason = "The answer to the question itself has no CORS headers, so a browser hides it."
        raise ProblemError(problem("cors.preflight", status=answer.status, reason=reason))
    return passed(f"The Link page is let in to {printable(name_of_app(case))}")


def _explained(case: Case) -> Outcome:
    cause = _cause(case)
    if cause:
        told = "A browser shows the FAQ's CORS error here; it is really a 401, because of"
        return skipped(f"{told} “{cause.title}”.")
    if case.place.local:
        return failed(problem("link.not_let_in", app=name_of_app(case)))
    return not_proven(problem("cors.unexplained", app=name_of_app(case)))


def _cause(case: Case) -> Row | None:
    rows = (case.rows.get(name) for name in (*_CAUSES, *_MORE))
    return next((row for row in rows if row and row.state == "fail"), None)


def _asked(case: Case, method: str, headers: dict[str, str]) -> Response:
    return exchange(
        method,
        base_url(case) + PATH,
        params={"id": app_of(case)},
        headers=headers,
        deadline=SECONDS,
        redirects="return",
        cancelled=case.cancelled,
    )


CHECKS: Final[tuple[Check[Case], ...]] = (
    Check("cors.preflight", "CORS preflight", "link", _preflight, ("network.service",)),
    Check(
        "cors.integration",
        "CORS question",
        "link",
        _is_let_in,
        ("network.service", "token.stored", "cors.preflight"),
    ),
)
