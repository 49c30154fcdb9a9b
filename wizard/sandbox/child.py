"""The sandbox's own process: takes its order on stdin, reports on stdout, lives while stdin does.

Knows: the order (``state``, ``port``, ``faults``, ``auth``) and the three possible reports.
Must never: outlive its starter, however that one died; the end of stdin is the end.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from wizard.model import ProblemError
from wizard.sandbox import state_file
from wizard.sandbox.faults import Faults
from wizard.sandbox.ports import listen
from wizard.sandbox.records import pools, seed
from wizard.sandbox.server import SandboxServer
from wizard.sandbox.store import meta, open_store, remember, transaction

if TYPE_CHECKING:
    import socket
    from sqlite3 import Connection

_GRACE: Final = 3.0
"""Seconds in which the server may finish what it is answering."""


def main() -> None:
    """Run one sandbox until stdin ends.

    Reports ``{"ready": {…}}``, ``{"held": true}`` (another process has this state), or
    ``{"problem": {…}}``.
    """
    os.umask(0o077)
    order = json.loads(sys.stdin.readline())
    path = None if order["state"] == ":memory:" else Path(order["state"])
    try:
        _run(order, path)
    except ProblemError as error:
        _report({"problem": error.problem._asdict()})


def _run(order: dict[str, Any], path: Path | None) -> None:
    if path is not None:
        state_file.prepare(path)
    lock = state_file.hold(path) if path is not None else None
    if path is not None and lock is None:
        _report({"held": True})
        return
    db = open_store(path)
    seed.plant(db)
    # The last one comes second: where a stranger keeps the usual one, apps find it again there.
    remembered = filter(None, (meta(db, "usual_port"), meta(db, "port")))
    listener = listen(order["port"], *map(int, remembered))
    port = listener.getsockname()[1]
    _settle(db, port)
    _serve(db, listener, order)
    db.close()


def _settle(db: Connection, port: int) -> None:
    """Note where it runs, for whoever attaches, and take along what points at it."""
    with transaction(db):
        pools.move(db, meta(db, "port"), str(port))
        remember(db, "port", str(port))
        if not meta(db, "usual_port"):  # one start elsewhere must not move what apps point at
            remember(db, "usual_port", str(port))


def _serve(db: Connection, listener: socket.socket, order: dict[str, Any]) -> None:
    from wizard.sandbox.app import make_app
    from wizard.sandbox.world import make_world

    port = listener.getsockname()[1]
    world = make_world(db, port, order["auth"], Faults(tuple(order["faults"])))

    def ready() -> None:
        _report({"ready": {"port": port, "facts": asdict(seed.facts(db))}})
        _fall_silent()

    server = SandboxServer(make_app(world), ready)
    threading.Thread(target=_end_with_stdin, args=(server,), daemon=True).start()
    asyncio.run(server.serve([listener]))


def _end_with_stdin(server: SandboxServer) -> None:
    sys.stdin.read()
    server.should_exit = True
    threading.Event().wait(_GRACE)
    os._exit(0)


def _fall_silent() -> None:
    """Give up stdout and stderr: what a flood of junk would log must not fill a disk."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _report(document: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(document) + "\n")
    sys.stdout.flush()
