"""A web server for one browser on this machine, that nothing can block.

Knows: HTTP/1.1 just far enough to read one GET or HEAD and answer it.
Must never: listen elsewhere than on 127.0.0.1, or wait for one connection while another is there.
"""

from __future__ import annotations

import contextlib
import selectors
import socket
import time
from dataclasses import dataclass, field
from threading import Thread
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

HOST: Final = "127.0.0.1"
LONGEST: Final = 8 * 1024
"""Bytes of a request, its headers included; more is 431."""
PATIENCE: Final = 5.0
"""Seconds for a request to arrive whole, and for its sender to take the answer."""
_MOST: Final = 128  # connections at once; beyond that the oldest makes room
_END: Final = b"\r\n\r\n"


@dataclass(slots=True)
class _Visit:
    """One connection: what has arrived of its request, and when we stop listening to it."""

    sock: socket.socket
    until: float
    received: bytearray = field(default_factory=bytearray)
    answered: bool = False


class LoopbackServer:
    """Answers each request with the bytes that ``answer(request)`` gives, and closes.

    ``request`` is the raw request up to the empty line, or None when it was longer than
    ``LONGEST``. ``answer`` runs in the server's thread and must be quick. A context manager.
    """

    def __init__(self, listening: socket.socket, answer: Callable[[bytes | None], bytes]) -> None:
        self._listening = listening
        self._answer = answer
        self._selector = selectors.DefaultSelector()
        self._stop, self._stopped = socket.socketpair()
        self._visits: dict[socket.socket, _Visit] = {}  # oldest first
        self._thread = Thread(target=self._serve, name="link callback", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._listening.settimeout(0)
        self._selector.register(self._listening, selectors.EVENT_READ)
        self._selector.register(self._stopped, selectors.EVENT_READ)
        self._thread.start()

    def stop(self) -> None:
        """Close everything; returns when the port is free again."""
        self._stop.close()
        self._thread.join()
        self._selector.close()
        self._stopped.close()
        self._listening.close()

    def _serve(self) -> None:
        while True:
            ready = [key.fileobj for key, _events in self._selector.select(timeout=0.25)]
            if self._stopped in ready:
                break
            for sock in ready:
                if sock is self._listening:
                    self._welcome()
                elif isinstance(sock, socket.socket) and sock in self._visits:
                    self._read(self._visits[sock])
            self._send_away(time.monotonic())
        for visit in list(self._visits.values()):
            self._close(visit)

    def _welcome(self) -> None:
        """Take in all who wait at the door."""
        for _ in range(_MOST):
            try:
                sock, _address = self._listening.accept()
            except BlockingIOError:
                return
            except OSError:  # most likely there are no descriptors left
                self._make_room(most=0)
                return
            sock.settimeout(0)
            self._visits[sock] = _Visit(sock, time.monotonic() + PATIENCE)
            self._selector.register(sock, selectors.EVENT_READ)
            self._make_room(most=_MOST)

    def _make_room(self, most: int) -> None:
        while len(self._visits) > most:
            self._close(next(iter(self._visits.values())))

    def _send_away(self, now: float) -> None:
        for visit in [visit for visit in self._visits.values() if visit.until <= now]:
            self._close(visit)

    def _read(self, visit: _Visit) -> None:
        try:
            arrived = visit.sock.recv(LONGEST)
        except BlockingIOError:
            return
        except OSError:
            arrived = b""
        if not arrived:
            self._close(visit)
        elif not visit.answered:
            self._hear(visit, arrived)

    def _hear(self, visit: _Visit, arrived: bytes) -> None:
        visit.received += arrived
        head, end, _rest = bytes(visit.received).partition(_END)
        too_long = len(head) + len(end) > LONGEST
        if not end and not too_long:
            return
        visit.answered = True
        with contextlib.suppress(OSError):
            # An answer of a few KB fits into the system's buffer: this does not block.
            visit.sock.sendall(self._answer(None if too_long else head))
            # What is still arriving is read and dropped, or closing would cut the answer off.
            visit.sock.shutdown(socket.SHUT_WR)

    def _close(self, visit: _Visit) -> None:
        self._visits.pop(visit.sock, None)
        self._selector.unregister(visit.sock)
        visit.sock.close()
