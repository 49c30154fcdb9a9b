"""A server between the program and the sandbox, which kills the program at a request it chooses."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

When = Literal["before it is passed on", "before its answer is"]
_HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding"})


class Between(ThreadingHTTPServer):
    """Passes each request on; ``seen`` are those that came, in their order."""

    daemon_threads = True

    def __init__(self, upstream: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.upstream = urlsplit(upstream).netloc
        self.seen: list[str] = []
        self._at: tuple[int, When] | None = None
        self._victim: subprocess.Popen[bytes] | None = None
        self._ready = Event()

    def kill_at(self, number: int, when: When, victim: subprocess.Popen[bytes]) -> None:
        """Kill ``victim`` at its ``number``-th request; until then its requests wait."""
        self.seen.clear()
        self._at, self._victim = (number, when), victim
        self._ready.set()

    def let_live(self) -> None:
        """Kill nobody from now on."""
        self._at = None
        self._ready.set()

    def kills(self, when: When) -> bool:
        """Kill, where this is the moment; tell whether it was."""
        self._ready.wait()
        if self._victim is None or self._at != (len(self.seen), when):
            return False
        os.killpg(self._victim.pid, signal.SIGKILL)
        self._victim.wait()
        return True


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Between

    def do_GET(self) -> None:
        """Pass it on."""
        self._pass_on()

    def do_POST(self) -> None:
        """Pass it on."""
        self._pass_on()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.seen.append(f"{self.command} {self.path}")
        if self.server.kills("before it is passed on"):
            self.close_connection = True
            return
        status, headers, answer = self._asked(body)
        if self.server.kills("before its answer is"):
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    def _asked(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = HTTPConnection(self.server.upstream)
        try:
            headers = {**dict(self.headers.items()), "Host": self.server.upstream}
            connection.request(self.command, self.path, body or None, headers)
            answer = connection.getresponse()
            kept = [each for each in answer.getheaders() if each[0].lower() not in _HOP_BY_HOP]
            return answer.status, kept, answer.read()
        finally:
            connection.close()


@contextmanager
def between(upstream: str) -> Iterator[Between]:
    """Stand between the program and ``upstream`` for a while."""
    with Between(upstream) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
