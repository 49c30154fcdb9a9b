# ruff: noqa: T201 — this prints what it measured
"""The yardstick: a bare Starlette app on uvicorn that parses JSON and writes one row to SQLite.

``/signed`` signs what it was sent as well (RS256): what issuing a token costs at the least.

Run as ``python -m tests.bench.bare FILE``; prints its port, and ends with its stdin.
"""

from __future__ import annotations

import asyncio
import base64
import os
import socket
import sqlite3
import sys
import threading
import uuid
from typing import TYPE_CHECKING

import uvicorn
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
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

    key = rsa.generate_private_key(65_537, 2048)

    async def sign(request: Request) -> Response:
        answer = await create(request)
        signature = key.sign(bytes(answer.body), PKCS1v15(), SHA256())
        return JSONResponse({"token": base64.urlsafe_b64encode(signature).decode()})

    return Starlette(
        routes=[
            Route("/thing", create, methods=["POST"]),
            Route("/signed", sign, methods=["POST"]),
        ]
    )


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
