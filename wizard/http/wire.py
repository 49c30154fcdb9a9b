"""The sockets below HTTP: one deadline over all they do, a cancel, and pinned addresses.

Knows: how httpcore reaches the network (its ``NetworkBackend``).
Must never: look a host up twice, or block longer than the exchange's budget.
"""

from __future__ import annotations

import socket
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import httpcore

from wizard.http.budget import Budget, patiently

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Sequence

CONNECT_SECONDS: Final = 10.0
"""How long the connection may take to come about, whatever the whole exchange has."""

Resolve: TypeAlias = "Callable[[str, int], Sequence[str]]"
"""Gives the addresses that a host may be reached at; may raise a ``ProblemError`` instead."""

BUDGET: Final[ContextVar[Budget]] = ContextVar("budget")
"""The budget of the exchange that this thread is busy with: a kept connection outlives it."""


def look_up(host: str, port: int) -> list[str]:
    """Give the addresses of ``host`` in the system's order; raises ``socket.gaierror``."""
    found = socket.getaddrinfo(_plain(host), port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def _plain(host: str) -> str | bytes:
    """Give a host as bytes: of a text Python makes an international name, with tables it loads."""
    return host.encode("ascii") if host.isascii() else host


class BoundedBackend(httpcore.NetworkBackend):
    """Connects to the addresses that ``resolve`` names, and to no other.

    The name itself still goes into SNI, the certificate check and the Host header: httpcore takes
    those from the URL.
    """

    def __init__(self, resolve: Resolve | None = None) -> None:
        self._resolve = resolve or look_up

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 — the budget rules
        local_address: str | None = None,  # noqa: ARG002 — never set here
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Look up and connect; raises ``OSError``, wrapped by httpcore or bare."""
        budget = BUDGET.get()
        addresses = patiently(lambda: self._resolve(host, port), budget, discard=len)
        seconds = min(CONNECT_SECONDS, budget.left())
        connected = patiently(
            lambda: _first_that_answers(addresses, port, seconds, socket_options),
            budget,
            discard=lambda late: late.close(),
        )
        return BoundedStream(connected)


def _first_that_answers(
    addresses: Sequence[str],
    port: int,
    seconds: float,
    options: Iterable[httpcore.SOCKET_OPTION] | None,
) -> httpcore.NetworkStream:
    share = seconds / max(len(addresses), 1)  # one dead address leaves time for the next
    backend = httpcore.SyncBackend()
    failure: Exception = socket.gaierror(socket.EAI_NONAME, "no address")
    for address in addresses:
        try:
            host = cast("str", _plain(address))  # httpcore hands it to the system as it is
            return backend.connect_tcp(host, port, timeout=share, socket_options=options)
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            failure = error
    raise failure


class BoundedStream(httpcore.NetworkStream):
    """A connection whose every wait ends with the budget or the user's cancel."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        """Give what has arrived; ``timeout`` is httpcore's and not used: the budget rules."""
        budget = BUDGET.get()
        while True:
            try:
                return self._inner.read(max_bytes, timeout=budget.slice())
            except httpcore.ReadTimeout:
                continue

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        """Send all of ``buffer``; a request of ours fits into the system's send buffer."""
        self._inner.write(buffer, timeout=BUDGET.get().left())

    def close(self) -> None:
        """Close the socket."""
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 — the budget rules
    ) -> httpcore.NetworkStream:
        """Shake hands; raises ``httpcore.ConnectError`` around the ``ssl.SSLError``."""
        budget = BUDGET.get()
        seconds = min(CONNECT_SECONDS, budget.left())
        secured = patiently(
            lambda: self._inner.start_tls(ssl_context, server_hostname, seconds),
            budget,
            discard=lambda late: late.close(),
        )
        return BoundedStream(secured)

    def get_extra_info(self, info: str) -> Any:
        """Give what httpcore asks about the socket."""
        return self._inner.get_extra_info(info)
