"""A running sandbox, an HTTP client that is none of the product's, and a host for key sets."""

from __future__ import annotations

import http.client
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import pytest

from wizard.identity.keys import SigningKey, generate, public_set
from wizard.sandbox import LocalSandbox, Running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ABSENT = object()


@dataclass(frozen=True)
class Answer:
    """What came back; ``json`` is None where there is none."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @property
    def error(self) -> str:
        return str(self.json["error"])


@dataclass(frozen=True)
class Anon:
    """A caller of one sandbox with one credential (None: without any)."""

    running: Running
    credential: str | None

    def __call__(  # noqa: PLR0913 — a request has these parts
        self,
        method: str,
        path: str,
        body: Any = ABSENT,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        raw: bytes | None = None,
    ) -> Answer:
        """Send one request; ``body`` goes as JSON, ``raw`` as it is."""
        sent = dict(headers or {})
        if self.credential:
            sent.setdefault("Authorization", f"Bearer {self.credential}")
        if body is not ABSENT:
            raw = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        target = f"{path}?{urlencode(query)}" if query else path
        host = urlsplit(self.running.url).netloc
        connection = http.client.HTTPConnection(host, timeout=30)
        try:
            connection.request(method, target, raw, sent)
            answer = connection.getresponse()
            names = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, names, answer.read())
        finally:
            connection.close()

    def made(self, path: str, body: Any) -> dict[str, Any]:
        """Create something, and give it."""
        answer = self("POST", path, body)
        assert answer.status == 200, answer.body
        return dict(answer.json)

    def pool(self, **more: Any) -> dict[str, Any]:
        """Make a pool on the mock identity provider's key set."""
        authorization = {"jwksUri": self.running.jwks_uri}
        body = {"name": "users", "description": "", "authorization": authorization, **more}
        return self.made("/org/userPool", body)

    def hosted_pool(self) -> dict[str, Any]:
        return self.made("/org/userPool", {"name": "users", "description": ""})

    def webapp(self, pool_id: str) -> dict[str, Any]:
        kind = {"application": {"userPoolId": pool_id}}
        return self.made("/org/sdkClient", {"name": "web", "description": "", "kind": kind})

    def service(self) -> dict[str, Any]:
        body = {"name": "back", "description": "", "kind": "service"}
        return self.made("/org/sdkClient", body)

    def link(self, **query: str) -> str:
        """Give a Link page's URL for Instagram."""
        given = {"app": "instagram", "redirectUrl": f"{self.running.url}/back", **query}
        answer = self("GET", "/link/url", query=given)
        assert answer.status == 200, answer.body
        return str(answer.json["url"])

    def integration(
        self, client_id: str, token: str, app: str = "instagram", **headers: str
    ) -> Answer:
        """Call what the Link page calls."""
        sent = {"Authorization": f"Bearer {token}", "x-anon-client-id": client_id, **headers}
        path = "/account/api/v1/appIntegration"
        return self("GET", path, query={"id": app}, headers=sent)


@dataclass(frozen=True)
class Chain:
    """A pool, its webapp client, and a user's token of the mock identity provider."""

    pool: dict[str, Any]
    webapp: dict[str, Any]
    user: str
    token: str

    @property
    def client_id(self) -> str:
        return str(self.webapp["id"])


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Running]:
    with LocalSandbox() as running:
        yield running


def caller(running: Running, environment: str = "local") -> Anon:
    return Anon(running, running.keys[environment].reveal())


@pytest.fixture
def anon(sandbox: Running) -> Anon:
    """Give an Admin of ``local`` with an API key."""
    return caller(sandbox)


@pytest.fixture
def neighbour(sandbox: Running) -> Anon:
    """Give an Admin of ``local-prod``."""
    return caller(sandbox, "local-prod")


@pytest.fixture
def reader(sandbox: Running) -> Anon:
    """Give a ReadOnly member of ``local``."""
    return Anon(sandbox, sandbox.read_only_keys["local"].reveal())


@pytest.fixture
def member(sandbox: Running) -> Anon:
    """Give an Admin of ``local`` with a session token: generation 1."""
    return Anon(sandbox, sandbox.session_tokens["local"].reveal())


@pytest.fixture
def stranger(sandbox: Running) -> Anon:
    return Anon(sandbox, None)


@pytest.fixture
def chain(anon: Anon, request: pytest.FixtureRequest) -> Chain:
    """Give a chain for a user nobody else has."""
    pool = anon.pool()
    user = f"user of {request.node.name}"
    return Chain(pool, anon.webapp(pool["id"]), user, anon.running.issue_token(user).reveal())


@pytest.fixture
def fault(sandbox: Running) -> Callable[[str], Any]:
    """Give what switches a fault on for the length of a ``with``."""

    @contextmanager
    def on(spec: str) -> Iterator[None]:
        sandbox.switch_on(spec)
        try:
            yield
        finally:
            sandbox.switch_off(spec)

    return on


@dataclass
class KeyHost:
    """A web server with one document, which tests may change; it counts who asks."""

    url: str = ""
    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    asked: int = 0

    def publish(self, *keys: SigningKey) -> None:
        self.body = json.dumps(public_set(keys)).encode()


@pytest.fixture(scope="session")
def signing_key() -> SigningKey:
    """Give a key of one's own issuer."""
    return generate("ES256", "mine")


@pytest.fixture
def key_host(signing_key: SigningKey) -> Iterator[KeyHost]:
    """Serve ``signing_key``'s set at a URL on loopback."""
    host = KeyHost()
    host.publish(signing_key)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host.asked += 1
            self.send_response(host.status)
            for name, value in host.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(host.body)))
            self.end_headers()
            self.wfile.write(host.body)

        def log_message(self, *_arguments: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    host.url = f"http://127.0.0.1:{server.server_port}/jwks.json"
    yield host
    server.shutdown()
    thread.join()
    server.server_close()
