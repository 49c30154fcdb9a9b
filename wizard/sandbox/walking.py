"""Walking a Link page without a browser: the same calls in the same order as the page's script.

Knows: what the page calls, and that a browser refuses an answer without CORS headers.
Must never: report a link as made that the page refused; follow a page that is not the sandbox's.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from wizard.http import Connection
from wizard.http import Response as Answer
from wizard.model import Problem, ProblemError, Secret
from wizard.problems import problem
from wizard.sandbox.calls import read
from wizard.sandbox.choices import CLIENT_HEADER
from wizard.sandbox.known_faults import INTEGRATION

_MOST_REDIRECTS: Final = 3
_EVENTS: Final = ("extension", "login", "finish")
_DOCUMENTED: Final = frozenset({"bad_input", "bad_authorization", "anon_internal_error"})


@dataclass(frozen=True, slots=True)
class _Walk:
    """One walk: its page, and until when (monotonic seconds) it must be through."""

    connection: Connection
    origin: str
    id: str
    until: float

    def send(self, method: str, url: str, **more: Any) -> Answer:
        """Send one request within what is left of the time."""
        left = max(0.1, self.until - time.monotonic())
        return self.connection.exchange(method, url, deadline=left, **more)

    def page(self, event: str = "", **more: str) -> dict[str, Any]:
        """Ask what the page shows, or tell it what the person did."""
        url = f"{self.origin}/_sandbox/link/{self.id}"
        if event:
            answer = self.send("POST", url, json={"event": event, **more})
        else:
            answer = self.send("GET", url)
        document = read(answer.body)
        if answer.status != 200 or not isinstance(document, dict):
            words = f"the Link page answers {answer.status}"
            raise ProblemError(problem("link.failed", words=words))
        return document


def walk(link_url: str, *, deadline: float = 30.0) -> str:
    """Walk a sandbox's Link page to its end, and give the redirect URL, once it was asked for.

    ``deadline`` seconds cover all of it. Raises ``link.bad_authorization`` and the like where the
    page ends in an error (then nothing is requested), and ``network.…``.
    """
    with Connection() as connection:
        one = _opened(connection, link_url, time.monotonic() + deadline)
        shown = one.page()
        if shown["stage"] not in ("linked", "failed", "cancelled"):
            shown = _clicked_through(one, shown)
        if shown["stage"] != "linked":
            raise ProblemError(_why(shown))
        _come_back(one, shown["redirectUrl"])
        return str(shown["redirectUrl"])


def _opened(
    connection: Connection, link_url: str, until: float, redirects: int = _MOST_REDIRECTS
) -> _Walk:
    """Open the page; a URL made by hand leads to one that has an id."""
    parts = urlsplit(link_url)
    id_ = parse_qs(parts.query).get("id", [""])[0]
    one = _Walk(connection, f"{parts.scheme}://{parts.netloc}", id_, until)
    answer = one.send("GET", link_url, redirects="return")
    if answer.status in (303, 307) and redirects:
        return _opened(connection, answer.headers.get("location", ""), until, redirects - 1)
    if answer.status != 200:
        document = read(answer.body)
        words = document.get("error", "") if isinstance(document, dict) else ""
        raise ProblemError(problem("link.failed", words=words or f"status {answer.status}"))
    return one


def _come_back(one: _Walk, redirect_url: str) -> None:
    """Go where the page leads; whether somebody is there does not change that the link is made."""
    if redirect_url.startswith(("http://", "https://")):
        with suppress(ProblemError):
            one.send("GET", redirect_url, redirects="return")


def _clicked_through(one: _Walk, shown: dict[str, Any]) -> dict[str, Any]:
    if not _let_in(one, shown):
        return one.page("fail", errorCode="bad_authorization")
    if not shown["extensionDetected"]:
        raise ProblemError(problem("link.no_extension"))
    for event in _EVENTS:
        shown = one.page(event)
    return shown


def _let_in(one: _Walk, shown: dict[str, Any]) -> bool:
    """Call ``appIntegration`` as the page does, and read the answer as a browser would."""
    token = Secret(shown["appUserIdToken"])
    headers = {
        "Authorization": f"Bearer {token.reveal()}",
        CLIENT_HEADER: shown["clientId"],
        "Origin": one.origin,
    }
    url = f"{shown['apiOrigin']}{INTEGRATION}"
    answer = one.send("GET", url, params={"id": shown["app"]}, headers=headers)
    readable = answer.headers.get("access-control-allow-origin") == one.origin
    return readable and answer.status == 200


def _why(shown: dict[str, Any]) -> Problem:
    if shown["stage"] == "cancelled":
        return problem("link.cancelled")
    code = shown["errorCode"]
    return problem(f"link.{code}") if code in _DOCUMENTED else problem("link.failed", words=code)
