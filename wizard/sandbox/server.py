"""The server: uvicorn, as the sandbox wants it.

Knows: uvicorn's own classes, as little of them as possible.
Must never: answer a request that is no HTTP with anything but JSON, or log one.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import Server

if TYPE_CHECKING:
    import asyncio
    import socket
    from collections.abc import Callable

    from starlette.types import ASGIApp


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
