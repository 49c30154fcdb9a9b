# ruff: noqa: T201 — this prints what it measured
"""The yardstick: a bare Starlette app on uvicorn that parses JSON and writes one row to SQLite.

Run as ``python -m tests.bench.bare FILE``; prints its port, and ends with its stdin.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sqlite3
import sys
import threading
import uuid
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def app(path: str) -> Starlette:
    """Give the app, with its table in a file; the same durability as the sandbox's."""
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
    db.execute("CREATE TABLE thing (id TEXT PRIMARY KEY, name TEXT, description TEXT)")

    async def create(request: Request) -> Response:
        body = await request.json()
        id_ = str(uuid.uuid4())
        db.execute("INSERT INTO thing VALUES (?, ?, ?)", (id_, body["name"], body["description"]))
        return JSONResponse({"id": id_, **body})

    return Starlette(routes=[Route("/thing", create, methods=["POST"])])


def main() -> None:
    """Serve until stdin ends, with the same server settings as the sandbox's."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen(512)
    config = uvicorn.Config(
        app(sys.argv[1]),
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
    )
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print(listener.getsockname()[1], flush=True)
    asyncio.run(uvicorn.Server(config).serve([listener]))


if __name__ == "__main__":
    main()
