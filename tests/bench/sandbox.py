# ruff: noqa: T201 — this prints what it measured
"""How fast the sandbox is beside a bare Starlette app: requests a second, p99, and the ratio.

Run as ``python -m tests.bench.sandbox``, or with all else by ``make bench``. Both servers run in
processes of their own over a state file; rounds alternate between them, so that both see the same
machine. The goal is 0.6 of the bare app. Nothing here is asserted on.
"""

from __future__ import annotations

import json
import selectors
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.sandbox.conftest import Anon, caller
from wizard.resources import ROOT
from wizard.sandbox import LocalSandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

CONNECTIONS = 8
REQUESTS = 600
"""In one round."""
ROUNDS = 5
GOAL = 0.6
BARE = "bare Starlette, one write"
SIGNED = "bare Starlette, one write and one RS256 signature"


@dataclass(frozen=True)
class Target:
    """One request to be sent again and again."""

    name: str
    url: str
    request: bytes
    rates: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def run(self, count: int = REQUESTS) -> None:
        """Send it ``count`` times over eight connections, and note rate and times."""
        parts = urlsplit(self.url)
        address = (str(parts.hostname), int(parts.port or 0))
        lanes = [_Lane(socket.create_connection(address), self.request) for _ in range(CONNECTIONS)]
        began = time.perf_counter()
        times = _driven(lanes, count)
        self.rates.append(count / (time.perf_counter() - began))
        self.times.extend(times)
        for lane in lanes:
            lane.connection.close()

    @property
    def rate(self) -> float:
        """Requests a second: the median of the rounds."""
        return statistics.median(self.rates)

    @property
    def p99(self) -> float:
        """Milliseconds."""
        return statistics.quantiles(self.times, n=100)[98] * 1000


@dataclass
class _Lane:
    connection: socket.socket
    request: bytes
    sent: float = 0.0
    received: bytes = b""

    def send(self) -> None:
        self.received, self.sent = b"", time.perf_counter()
        self.connection.sendall(self.request)

    def complete(self) -> bool:
        """Take in what has come; tell whether it is the whole answer."""
        self.received += self.connection.recv(65_536)
        head, end, body = self.received.partition(b"\r\n\r\n")
        if not end:
            return False
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(self.received.decode())
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        return len(body) >= length


def _driven(lanes: list[_Lane], count: int) -> list[float]:
    times: list[float] = []
    with selectors.DefaultSelector() as ready:
        for lane in lanes:
            ready.register(lane.connection, selectors.EVENT_READ, lane)
            lane.send()
        while len(times) < count:
            for key, _ in ready.select():
                lane = key.data
                if lane.complete():
                    times.append(time.perf_counter() - lane.sent)
                    lane.send()
    return times


def _request(url: str, method: str, path: str, key: str, body: object = None, **more: str) -> bytes:
    raw = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", f"Host: {urlsplit(url).netloc}"]
    lines += [f"Authorization: Bearer {key}", *(f"{name}: {text}" for name, text in more.items())]
    if raw:
        lines += ["Content-Type: application/json", f"Content-Length: {len(raw)}"]
    return "\r\n".join([*lines, "", ""]).encode() + raw


def targets(anon: Anon) -> Iterator[Target]:
    """Give the four requests that are measured, over pools and clients made for it."""
    url, key = anon.running.url, str(anon.credential)
    hosted, pool = anon.hosted_pool(), anon.pool()
    anon.webapp(hosted["id"])
    webapp = anon.webapp(pool["id"])
    token = anon.running.issue_token("ada").reveal()
    path = f"/org/userPool/{pool['id']}"
    yield Target("GET /org/userPool/{id}", url, _request(url, "GET", path, key))
    body = {"name": "acme-dev users", "description": "who travels"}
    yield Target("POST /org/userPool", url, _request(url, "POST", "/org/userPool", key, body))
    issue = {"appUserId": "ada", "userPoolId": hosted["id"]}
    request = _request(url, "POST", "/org/appUserIdToken", key, issue)
    yield Target("POST /org/appUserIdToken", url, request)
    integration = "/account/api/v1/appIntegration?id=instagram"
    client = {"x-anon-client-id": webapp["id"]}
    request = _request(url, "GET", integration, token, **client)
    yield Target("token verification", url, request)


@contextmanager
def bare_app(folder: Path) -> Iterator[tuple[Target, Target]]:
    """Run the bare app (``tests.bench.bare``) over a file in ``folder``; give both its requests."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.bare", str(folder / "bare.sqlite")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout
    url = f"http://127.0.0.1:{int(process.stdout.readline())}"
    body = {"name": "acme-dev users", "description": "who travels"}
    try:
        write = _request(url, "POST", "/thing", "anon_key", body)
        signed = _request(url, "POST", "/signed", "anon_key", body)
        yield Target(BARE, url, write), Target(SIGNED, url, signed)
    finally:
        process.communicate()


def main() -> None:
    """Measure, and print the table."""
    with (
        tempfile.TemporaryDirectory() as name,
        LocalSandbox(Path(name) / "s.sqlite") as running,
        bare_app(Path(name)) as (bare, signed),
    ):
        rivals = [bare, signed, *targets(caller(running))]
        for target in rivals:
            target.run(100)  # warm
            target.rates.clear()
            target.times.clear()
        for _ in range(ROUNDS):
            for target in rivals:
                target.run()
    print(f"{'':50}{'requests/s':>12}{'p99 ms':>10}{'of bare':>10}   goal {GOAL}x")
    for target in rivals:
        ratio = target.rate / bare.rate
        print(f"{target.name:50}{target.rate:12.0f}{target.p99:10.1f}{ratio:9.2f}x")


if __name__ == "__main__":
    main()
