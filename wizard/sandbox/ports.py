"""The port: on loopback only, and the same one again where that is possible.

Knows: how a port is chosen: asked for, remembered, 4010, any.
Must never: listen anywhere but on 127.0.0.1.
"""

from __future__ import annotations

import secrets
import socket
from typing import TYPE_CHECKING, Final

from wizard.model import ProblemError
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterator

HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 4010

_OWN: Final = range(10_240, 32_000)
"""Ports that no system hands out by itself: one of them is free again at the next start."""

_TRIES: Final = 20


def listen(asked: int | None, *remembered: int) -> socket.socket:
    """Give a listening socket on 127.0.0.1.

    ``asked``: that port or ``sandbox.port_taken`` (0: any). None: the first remembered one that no
    stranger has, 4010 where none is remembered, else any.
    """
    for port in _candidates(asked, remembered):
        try:
            return _bound(port)
        except OSError:
            continue
    raise ProblemError(problem("sandbox.port_taken", port=asked))


def _candidates(asked: int | None, remembered: tuple[int, ...]) -> Iterator[int]:
    if asked is not None:
        yield asked
        return
    yield from remembered or (DEFAULT_PORT,)
    for _ in range(_TRIES):
        yield _OWN.start + secrets.randbelow(len(_OWN))
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
