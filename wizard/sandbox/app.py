"""The HTTP app: every endpoint becomes a route, every refusal becomes JSON.

Knows: Starlette, and how a request is checked against what its endpoint declares.
Must never: answer a malformed request with 500, or a traceback with anything.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wizard.sandbox.choices import READ_ONLY_STATUS, REFUSED_STATUS
from wizard.sandbox.endpoint import Call, Endpoint
from wizard.sandbox.endpoints import ENDPOINTS
from wizard.sandbox.gate import Gate
from wizard.sandbox.records.organizations import Caller, caller_of
from wizard.sandbox.refused import RefusedError
from wizard.sandbox.shapes import complaint

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from wizard.sandbox.world import World

BODY_LIMIT: Final = 1024 * 1024


def make_app(world: World) -> ASGIApp:
    """Give the ASGI app of one sandbox."""
    routes = [
        Route(path, _handler(world, by_method), methods=list(by_method))
        for path, by_method in _by_path().items()
    ]
    handlers: Mapping[Any, Any] = {
        RefusedError: _refused,
        HTTPException: _http_error,
        sqlite3.OperationalError: _cannot_store,
        Exception: _crashed,
    }
    app = Starlette(routes=routes, exception_handlers=handlers)
    app.router.redirect_slashes = False
    return Gate(app, world)


def _by_path() -> Mapping[str, Mapping[str, Endpoint]]:
    """Give the endpoints by path and method, so that a 405 can name all methods of its path."""
    paths: dict[str, dict[str, Endpoint]] = {}
    for endpoint in ENDPOINTS:
        paths.setdefault(endpoint.path, {})[endpoint.method] = endpoint
    return paths


def _handler(
    world: World, by_method: Mapping[str, Endpoint]
) -> Callable[[Request], Awaitable[Response]]:
    async def handle(request: Request) -> Response:
        endpoint = by_method["GET" if request.method == "HEAD" else request.method]
        caller = _caller(world, endpoint, request)
        call = Call(
            world=world,
            caller=caller,
            path=request.path_params,
            query=_query(endpoint, request),
            headers=request.headers,
            body=await _body(endpoint, request),
        )
        answer = await endpoint.handle(call)
        return answer if isinstance(answer, Response) else JSONResponse(answer)

    return handle


def _caller(world: World, endpoint: Endpoint, request: Request) -> Caller | None:
    if endpoint.credential == "none":
        return None
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if not value and endpoint.credential == "optional":
        return None
    caller = caller_of(world.db, value.strip()) if scheme.lower() == "bearer" else None
    if caller is None:
        raise RefusedError(REFUSED_STATUS, "Unauthorized", {"www-authenticate": "Bearer"})
    if endpoint.mark in ("D", "I") and world.auth not in ("any", caller.kind):
        raise RefusedError(REFUSED_STATUS, "Upstream error")
    if endpoint.credential == "creator" and caller.role != "Admin":
        raise RefusedError(READ_ONLY_STATUS, "Unauthorized")
    return caller


def _query(endpoint: Endpoint, request: Request) -> Mapping[str, str]:
    if endpoint.query is None:
        return {}
    query = dict(request.query_params)
    if words := complaint(query, endpoint.query, "query"):
        raise RefusedError(400, words)
    return query


async def _body(endpoint: Endpoint, request: Request) -> Mapping[str, Any]:
    if endpoint.body is None:
        return {}
    raw = await _read(request)
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise RefusedError(415, "Expected request with `Content-Type: application/json`")
    document = _parse(raw)
    if words := complaint(document, endpoint.body):
        raise RefusedError(422, words)
    return document  # type: ignore[no-any-return]  # its shape is that of the schema: an object


async def _read(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise RefusedError(413, "length limit exceeded", {"connection": "close"})
    return bytes(body)


def _parse(raw: bytes) -> Any:
    try:
        return json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise RefusedError(400, "Failed to parse the request body as JSON") from None


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _refused(_request: Request, error: RefusedError) -> Response:
    return JSONResponse({"error": error.words}, error.status, headers=error.headers)


def _http_error(_request: Request, error: HTTPException) -> Response:
    return JSONResponse({"error": error.detail}, error.status_code, headers=error.headers)


def _cannot_store(_request: Request, _error: sqlite3.OperationalError) -> Response:
    return JSONResponse({"error": "the sandbox cannot write its state: is the disk full?"}, 503)


def _crashed(_request: Request, _error: Exception) -> Response:
    return JSONResponse({"error": "Internal Server Error"}, 500)
