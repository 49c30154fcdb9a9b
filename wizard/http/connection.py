"""Exchanges, and the connections they share.

Knows: the limits of an exchange and in which order its parts come.
Must never: ignore a certificate, follow a redirect, retry, or show a header, a query or a body.
"""

from __future__ import annotations

import logging
import weakref
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, TypedDict, Unpack

import httpcore

from wizard.http.body import CutOffError, TooLargeError, UnreadableError, read_body
from wizard.http.budget import Budget, OutOfTimeError
from wizard.http.faults import name_fault
from wizard.http.proxies import Proxy, proxy_for
from wizard.http.request import build, take_apart, without_query
from wizard.http.unsent import NotSentError
from wizard.http.wire import BUDGET, BoundedBackend
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.text import printable

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator, Mapping
    from types import TracebackType
    from typing import Self

    from wizard.http.wire import Resolve
    from wizard.model import Problem

_LOG: Final = logging.getLogger(__name__)

DEADLINE: Final = 30.0
"""Seconds for everything: look-up, connect, TLS, and the answer's last byte."""
LIMIT: Final = 1024 * 1024
"""Bytes of an answer's body, unpacked."""
_KEPT: Final = 2.0  # seconds; less than any server's, so that no request meets a closing connection
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_Pools: TypeAlias = "dict[tuple[str, Proxy | None], httpcore.ConnectionPool]"
_FAULTS: Final = (
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.RemoteProtocolError,
    httpcore.ProxyError,
    OutOfTimeError,
    CutOffError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class Response:
    """What came back. ``headers`` by lower-cased name; ``url`` as asked, without ``params``."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    url: str = field(repr=False)


class Options(TypedDict, total=False):
    """What ``Connection.exchange`` takes by keyword; it explains them."""

    headers: Mapping[str, str] | None
    json: Any
    params: Mapping[str, str] | None
    deadline: float
    limit: int
    redirects: Literal["refuse", "return"]
    bodies: Literal["all", "good"]
    cancelled: Callable[[], bool] | None


def exchange(
    method: str, url: str, *, resolve: Resolve | None = None, **options: Unpack[Options]
) -> Response:
    """Send one request over a connection of its own; see ``Connection.exchange``."""
    with Connection(resolve) as connection:
        return connection.exchange(method, url, **options)


class Connection:
    """Exchanges that share connections to the same host.

    A context manager; one that is merely forgotten closes its connections too.
    ``resolve(host, port)`` gives the only addresses that are connected to, so that whoever vetted
    them is not fooled by a second look-up; no proxy is used then. May be used by several threads.
    """

    def __init__(self, resolve: Resolve | None = None) -> None:
        self._pinned = resolve is not None
        self._backend = BoundedBackend(resolve)
        self._pools: _Pools = {}
        weakref.finalize(self, _close_all, self._pools)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close what is open; the next exchange opens it again."""
        _close_all(self._pools)

    def exchange(  # noqa: PLR0913 — a request has these parts, and all but two are keywords
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        params: Mapping[str, str] | None = None,
        deadline: float = DEADLINE,
        limit: int = LIMIT,
        redirects: Literal["refuse", "return"] = "refuse",
        bodies: Literal["all", "good"] = "all",
        cancelled: Callable[[], bool] | None = None,
    ) -> Response:
        """Send one request and give the answer, whatever its status.

        ``deadline`` seconds cover everything, the body's last byte included; ``limit`` bytes the
        body, packed and unpacked. ``json`` is sent as the body unless it is None. A redirect is
        never followed: it is ``network.redirect``, or the answer with ``redirects="return"``.
        With ``bodies="good"`` the body of any status but 2xx is left unread: it is empty, and
        nothing about it can go wrong.

        Raises ``NotSentError`` or another ``ProblemError`` with ``network.…``, what ``resolve``
        raises, and, within a tenth of a second after ``cancelled()`` turns true,
        ``CancelledByUserError`` (``CancelledBeforeSendingError`` while nothing was sent).
        """
        parts = take_apart(url)
        request = build(method, parts, params or {}, headers or {}, json)
        proxy = None if self._pinned else proxy_for(parts.scheme, parts.hostname or "")
        pool = self._pool(parts.scheme, proxy)
        budget = Budget(deadline, cancelled)
        with _logged(method, url) as seen, _named(parts.netloc, proxy, budget, limit):
            received = _received(pool, request, limit, budget, bodies)
            response = Response(*received, url)
            seen.append(response)
        _refuse_other_places(response, parts.netloc, proxy, redirects)
        return response

    def _pool(self, scheme: str, proxy: Proxy | None) -> httpcore.ConnectionPool:
        key = (scheme, proxy)
        return self._pools.get(key) or self._pools.setdefault(key, self._new_pool(*key))

    def _new_pool(self, scheme: str, proxy: Proxy | None) -> httpcore.ConnectionPool:
        # Without https no TLS context is built: that alone would cost 20 to 80 ms.
        tls = _system_tls() if scheme == "https" else None
        if proxy is None:
            return httpcore.ConnectionPool(
                ssl_context=tls, keepalive_expiry=_KEPT, network_backend=self._backend
            )
        return httpcore.HTTPProxy(
            proxy.url,
            proxy_auth=proxy.credentials,
            ssl_context=tls,
            proxy_ssl_context=_system_tls() if proxy.url.startswith("https:") else None,
            keepalive_expiry=_KEPT,
            network_backend=self._backend,
        )


def _close_all(pools: _Pools) -> None:
    while pools:
        pools.popitem()[1].close()


def _system_tls() -> ssl.SSLContext:
    import ssl

    import truststore

    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@contextmanager
def _logged(method: str, url: str) -> Iterator[list[Response]]:
    """Tell an exchange at the level debug: its address, and what came of it."""
    seen: list[Response] = []
    shown = printable(without_query(url))
    try:
        yield seen
    except ProblemError as failed:
        _LOG.debug("%s %s: %s", method, shown, failed.problem.code)
        raise
    _LOG.debug("%s %s: %d, %d bytes", method, shown, seen[0].status, len(seen[0].body))


@contextmanager
def _named(host: str, proxy: Proxy | None, budget: Budget, limit: int) -> Iterator[None]:
    """Lay the budget under all that happens inside, and name what goes wrong there."""
    token = BUDGET.set(budget)
    try:
        yield
    except TooLargeError:
        raise ProblemError(_too_large(host, limit)) from None
    except UnreadableError:
        raise ProblemError(problem("network.encoding", host=host)) from None
    except _FAULTS as error:
        kind = ProblemError if budget.sent else NotSentError
        raise kind(name_fault(error, host, proxy, budget)) from None
    finally:
        BUDGET.reset(token)


def _watch(budget: Budget) -> Callable[[str, Mapping[str, Any]], None]:
    """Give a listener for httpcore's ``trace`` extension that notes how far the exchange came."""

    def note(event: str, info: Mapping[str, Any]) -> None:
        if event == "http11.send_request_headers.started" and info["request"].method != b"CONNECT":
            budget.sent = True
        elif event == "http11.receive_response_headers.complete" and budget.sent:
            budget.answered = True

    return note


def _received(
    pool: httpcore.ConnectionPool,
    request: httpcore.Request,
    limit: int,
    budget: Budget,
    bodies: str,
) -> tuple[int, Mapping[str, str], bytes]:
    budget.left()
    request.extensions["trace"] = _watch(budget)
    response = pool.handle_request(request)
    try:
        headers = _headers(response.headers)
        wanted = bodies == "all" or 200 <= response.status < 300
        encoding = headers.get("content-encoding", "")
        body = read_body(response.iter_stream(), encoding, limit) if wanted else b""
    finally:
        response.close()
    return response.status, headers, body


def _headers(raw: list[tuple[bytes, bytes]]) -> Mapping[str, str]:
    """Give the headers by lower-cased name; repeated ones are joined (RFC 9110 §5.3)."""
    headers: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return MappingProxyType(headers)


def _too_large(host: str, limit: int) -> Problem:
    size = f"{limit // 1024} KiB" if limit < 1024 * 1024 else f"{limit // (1024 * 1024)} MiB"
    return problem("network.too_large", host=host, limit=size)


def _refuse_other_places(
    response: Response, host: str, proxy: Proxy | None, redirects: str
) -> None:
    if response.status == 407 and proxy is not None:
        reason = f"The proxy {proxy.host} asks for a user name and a password (407)."
        raise NotSentError(problem("network.proxy", host=host, reason=reason))
    if response.status in _REDIRECTS and redirects == "refuse":
        target = without_query(response.headers.get("location", ""))
        raise ProblemError(problem("network.redirect", host=host, target=target))
