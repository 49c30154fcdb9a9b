"""Servers on loopback that behave as they are told, well or badly."""

from __future__ import annotations

import contextlib
import socket
import struct
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator
    from pathlib import Path


settings.register_profile("unhurried", deadline=None)  # no test asserts how long a thing takes
settings.load_profile("unhurried")


@pytest.fixture
def gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder that we are in, which is gone."""
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    return folder


class Visit:
    """One connection, as the server sees it."""

    def __init__(self, sock: socket.socket, server: Server) -> None:
        self.sock = sock
        self.closing = server.closing
        self._seen = server.seen
        self._rest = b""

    def request(self) -> bytes:
        """Read one whole request; empty when there is none any more."""
        while b"\r\n\r\n" not in self._rest:
            arrived = self.sock.recv(65_536)
            if not arrived:
                return b""
            self._rest += arrived
        head, _, body = self._rest.partition(b"\r\n\r\n")
        length = next(
            (
                int(line[15:])
                for line in head.split(b"\r\n")
                if line.lower()[:15] == b"content-length:"
            ),
            0,
        )
        while len(body) < length:
            body += self.sock.recv(65_536)
        self._rest = body[length:]
        self._seen.append(head + b"\r\n\r\n" + body[:length])
        return self._seen[-1]

    def answer(self, status: int = 200, body: bytes | str = b"{}", **headers: str) -> None:
        """Read one request and send one answer; ``retry_after="3"`` is ``retry-after: 3``."""
        self.request()
        self.reply(status, body, **headers)

    def reply(self, status: int = 200, body: bytes | str = b"{}", **headers: str) -> None:
        """Send one whole answer."""
        raw = body.encode() if isinstance(body, str) else body
        lines = [f"HTTP/1.1 {status} Whatever", f"content-length: {len(raw)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        self.sock.sendall("\r\n".join((*lines, "", "")).encode() + raw)

    def send(self, raw: bytes) -> None:
        self.sock.sendall(raw)

    def forever(self, pause: float = 0.0) -> Iterator[None]:
        """Go round until the test is over, with a pause each time."""
        while not self.closing.wait(pause):
            yield

    def reset(self) -> None:
        """Break the connection with a RST instead of an orderly end."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()


class Server:
    """Listens on a free port and lets ``behave`` have each connection, in a thread of its own."""

    def __init__(self, behave: Callable[[Visit], object], tls: ssl.SSLContext | None) -> None:
        self.visits = 0
        self.seen: list[bytes] = []
        self.closing = Event()
        self._behave = behave
        self._tls = tls
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self._threads = [Thread(target=self._accept)]
        self._open: list[socket.socket] = []
        self._threads[0].start()

    def _accept(self) -> None:
        self._listening.settimeout(0.05)
        while not self.closing.is_set():
            with contextlib.suppress(TimeoutError):
                sock, _ = self._listening.accept()
                self.visits += 1
                self._threads.append(Thread(target=self._serve, args=(sock,)))
                self._threads[-1].start()

    def _serve(self, sock: socket.socket) -> None:
        sock.settimeout(20)
        self._open.append(sock)
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            stack.enter_context(sock)
            if self._tls:
                sock = stack.enter_context(self._tls.wrap_socket(sock, server_side=True))
            self._behave(Visit(sock, self))

    def close(self) -> None:
        self.closing.set()
        for sock in self._open:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
        self._listening.close()


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Give a way to start servers: ``serve(behave, tls=None)``."""
    servers: list[Server] = []

    def start(behave: Callable[[Visit], object], tls: ssl.SSLContext | None = None) -> Server:
        servers.append(Server(behave, tls))
        return servers[-1]

    yield start
    for server in servers:
        server.close()
