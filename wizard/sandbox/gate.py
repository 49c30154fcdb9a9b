"""What stands before every endpoint: the Host, the list of requests, the faults.

Knows: ASGI. Two Hosts are let in, 127.0.0.1:PORT and localhost:PORT (threats, Sandbox server).
Must never: log a query, a header or a link's id; tokens and keys travel there, or lie behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import JSONResponse

from wizard.sandbox.fault_acts import Exchange
from wizard.sandbox.world import Logged

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from wizard.sandbox.fault_acts import Act
    from wizard.sandbox.world import World

_LINK: Final = "/_sandbox/link/"
"""Before a link's id: who knows it is shown the user's token (``endpoints/link_progress.py``)."""

_LOST: Final = 0
"""The status of a request whose answer never went out."""


class Gate:
    """The ASGI app around the app."""

    def __init__(self, app: ASGIApp, world: World) -> None:
        self._app = app
        self._world = world
        self._hosts = {f"127.0.0.1:{world.port}".encode(), f"localhost:{world.port}".encode()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        status = _LOST

        async def note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._answer(Exchange(self._app, scope, receive, note))
        finally:
            path = _without_link(scope["path"])
            self._world.requests.append(Logged(scope["method"], path, status))

    async def _answer(self, exchange: Exchange) -> None:
        scope = exchange.scope
        hosts = [value.lower() for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            refusal = JSONResponse({"error": "this sandbox does not answer for that Host"}, 421)
            await refusal(scope, exchange.receive, exchange.send)
        elif act := self._fault(scope):
            await act(exchange)
        else:
            await exchange.go_on()

    def _fault(self, scope: Scope) -> Act | None:
        path = scope["path"]
        if path.startswith("/_sandbox/faults"):
            return None  # or a fault could lock itself in
        return self._world.faults.act_on(scope["method"], path)


def _without_link(path: str) -> str:
    return f"{_LINK}{{id}}" if path.startswith(_LINK) else path
