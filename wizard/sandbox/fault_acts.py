"""What a fault does to one exchange: answer instead, wait, or drop the connection.

Knows: ASGI, and that the server puts the connection's transport into the scope's state.
Must never: change what is stored; only ``drop_after`` lets the app do its work first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request on its way to the app."""

    app: ASGIApp
    scope: Scope
    receive: Receive
    send: Send

    async def go_on(self) -> None:
        """Let the app answer."""
        await self.app(self.scope, self.receive, self.send)


Act = Callable[[Exchange], Awaitable[None]]

HTML: Final = "<!doctype html><html><head><title>Log in</title></head><body>Log in</body></html>"


def reply(status: int, words: str, headers: Mapping[str, str] | None = None) -> Act:
    """Answer ``{"error": words}`` instead of the app, without CORS headers."""
    return _instead(lambda: _json({"error": words}, status, headers))


def reply_html() -> Act:
    """Answer a login page, as a proxy or a key set behind a login does."""

    def page() -> ASGIApp:
        from starlette.responses import HTMLResponse

        return HTMLResponse(HTML)

    return _instead(page)


def redirect(target: str) -> Act:
    """Answer a redirect to ``target``."""
    return _instead(lambda: _json({}, 302, {"location": target}))


def _json(document: Any, status: int, headers: Mapping[str, str] | None) -> ASGIApp:
    from starlette.responses import JSONResponse

    return JSONResponse(document, status, headers=headers)


def _instead(answer: Callable[[], ASGIApp]) -> Act:
    async def act(exchange: Exchange) -> None:
        await answer()(exchange.scope, exchange.receive, exchange.send)

    return act


def wait(seconds: float) -> Act:
    """Wait, then let the app answer."""

    async def act(exchange: Exchange) -> None:
        await asyncio.sleep(seconds)
        await exchange.go_on()

    return act


def first(count: int, then: Act) -> Act:
    """Do ``then`` for the first ``count`` requests; afterwards the app answers."""
    left = iter(range(count))

    async def act(exchange: Exchange) -> None:
        await (then(exchange) if next(left, None) is not None else exchange.go_on())

    return act


async def drop(exchange: Exchange) -> None:
    """Close the connection before anything is done."""
    exchange.scope["state"]["transport"].abort()
    while (await exchange.receive())["type"] != "http.disconnect":
        pass


async def drop_after(exchange: Exchange) -> None:
    """Let the app do its work, keep its answer back, and close the connection."""

    async def swallow(_message: Message) -> None:
        return

    await exchange.app(exchange.scope, exchange.receive, swallow)
    await drop(exchange)
