"""The server: a port on 127.0.0.1, and uvicorn on it.

Knows: how a port is chosen (asked for, remembered, 4010, any), and uvicorn.
Must never: listen anywhere but on loopback, or answer a broken request with anything but JSON.
"""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING, Final

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import Server

from wizard.model import ProblemError
from wizard.problems import problem

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterator

    from starlette.types import ASGIApp

HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 4010


def listen(asked: int | None, remembered: int) -> socket.socket:
    """Give a listening socket on 127.0.0.1.

    ``asked``: that port or ``sandbox.port_taken`` (0: any). None: the remembered one, else 4010,
    else any, if a stranger has it.
    """
    for port in _candidates(asked, remembered):
        try:
            return _bound(port)
        except OSError:
            continue
    raise ProblemError(problem("sandbox.port_taken", port=asked))


def _candidates(asked: int | None, remembered: int) -> Iterator[int]:
    if asked is not None:
        yield asked
        return
    yield remembered or DEFAULT_PORT
    yield 0


def _bound(port: int) -> socket.socket:
    # Only with its protocol named does asyncio set TCP_NODELAY; else answers wait 40 ms for an ACK.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(512)
    except OSError:
        listener.close()
        raise
    return listener


class _JsonH11(H11Protocol):
    """uvicorn's own protocol; a request that is no HTTP gets JSON, and faults get the transport."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self.app_state = {**self.app_state, "transport": transport}
        super().connection_made(transport)

    def send_400_response(self, msg: str) -> None:
        body = json.dumps({"error": msg}).encode()
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        events = (
            h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
            h11.Data(data=body),
            h11.EndOfMessage(),
        )
        self.transport.write(b"".join(self.conn.send(event) or b"" for event in events))
        self.transport.close()


class SandboxServer(Server):
    """uvicorn without its signal handlers: what ends a sandbox is the end of its starter."""

    def __init__(self, app: ASGIApp, on_ready: Callable[[], None]) -> None:
        config = Config(
            app,
            loop="asyncio",
            http=_JsonH11,
            ws="none",
            lifespan="off",
            interface="asgi3",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to accept, then say so."""
        await super().startup(sockets)
        self._on_ready()
