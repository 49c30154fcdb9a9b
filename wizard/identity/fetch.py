"""A key set fetched as Anon would have to: bounded, without credentials, from public places only.

Knows: the limits of ``threats``, Fetching a key set. The limits themselves lie in ``wizard.http``.
Must never: connect to an address that was not judged, follow a redirect, send a credential.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from wizard import http
from wizard.http.wire import look_up
from wizard.identity import urls
from wizard.identity.addresses import why_not_public
from wizard.identity.documents import LARGEST
from wizard.identity.jwks import lint
from wizard.model import ProblemError
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wizard.http.wire import Resolve
    from wizard.identity.jwks import KeySet
    from wizard.model import Problem

DEADLINE: Final = 10.0
"""Seconds for everything, the name's resolution included."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What the address answered. ``content_type`` as sent; ``body`` unpacked, at most 256 KiB."""

    url: str
    body: bytes = field(repr=False)
    content_type: str


def load(url: str, **options: Any) -> KeySet:
    """Fetch and lint. Options and errors are those of ``fetch``; the set's own are in it."""
    return lint(fetch(url, **options).body)


def fetch(
    url: str,
    *,
    allow_private: bool = False,
    deadline: float = DEADLINE,
    cancelled: Callable[[], bool] | None = None,
    resolve: Resolve = look_up,
) -> Fetched:
    """Fetch what a key set's URL answers, as it is.

    ``allow_private`` lets http and inner addresses pass. ``resolve(host, port)`` gives a host's
    addresses; each of them is judged before anything is sent.

    Raises ``ProblemError``: ``jwks.url``, ``.not_https``, ``.not_public``, ``.redirect``,
    ``.status``, ``.too_large``, or ``network.…``; ``CancelledByUserError`` when called off.
    """
    parts = urls.check(url, allow_private=allow_private)
    answer = _asked(url, resolve if allow_private else vetted(resolve), deadline, cancelled)
    host = parts.hostname or ""
    if 300 <= answer.status < 400:
        target = answer.headers.get("location", "nowhere")
        raise ProblemError(problem("jwks.redirect", host=host, target=target))
    if not 200 <= answer.status < 300:
        raise ProblemError(_status_problem(host, answer.status))
    return Fetched(url, answer.body, answer.headers.get("content-type", ""))


def vetted(resolve: Resolve) -> Resolve:
    """Give a resolver that refuses a host as soon as one of its addresses is not public."""

    def addresses(host: str, port: int) -> Sequence[str]:
        found = resolve(host, port)
        for address in found:
            reason = why_not_public(address)
            if reason:
                raise ProblemError(urls.not_public(host, reason))
        return found

    return addresses


def _asked(
    url: str, resolve: Resolve, deadline: float, cancelled: Callable[[], bool] | None
) -> http.Response:
    try:
        return http.exchange(
            "GET",
            url,
            resolve=resolve,
            deadline=deadline,
            limit=LARGEST,
            redirects="return",
            bodies="good",
            cancelled=cancelled,
        )
    except ProblemError as failure:
        if failure.problem.code == "network.too_large":
            raise ProblemError(problem("jwks.too_large", limit="256 KiB")) from None
        raise


_STATUS_REASONS: Final = {
    401: "It wants a login, and Anon's servers have none.",
    403: "It wants a login or lets only some addresses in; Anon's servers are strangers to it.",
    404: "There is nothing at this path.",
    410: "There is nothing at this path any more.",
    429: "It was asked too often.",
}


def _status_problem(host: str, status: int) -> Problem:
    fallback = "The server itself is in trouble." if status >= 500 else "It does not serve it."
    reason = _STATUS_REASONS.get(status, fallback)
    return problem("jwks.status", host=host, status=status, reason=reason)
