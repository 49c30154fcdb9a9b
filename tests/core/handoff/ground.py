"""A tested profile with everything in order: its Anon, its key set in public, its app, its people.

Anon is a small HTTP server on loopback. The public web is a TLS server on loopback, which a
resolver and a detour in the sockets put at a public address.
"""

from __future__ import annotations

import json
import subprocess
import threading
import time
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

import httpcore

from wizard.handoff.checklist import ITEMS, go_through
from wizard.handoff.opening import Opener, open_look
from wizard.identity.keys import SigningKey, generate, public_set
from wizard.identity.tokens import mint
from wizard.model import Client, Pool, Profile, Secret
from wizard.profiles import handoffs, proofs
from wizard.profiles.handoffs import Handoff, Sighting, Word
from wizard.profiles.secrets import open_secrets
from wizard.profiles.store import ProfileStore

if TYPE_CHECKING:
    import ssl
    from contextlib import ExitStack
    from pathlib import Path
    from types import TracebackType

    import pytest

    from wizard.handoff.item import Result
    from wizard.handoff.look import Look
    from wizard.profiles.home import Home

PUBLIC = "93.184.216.34"
HOST = "acme.example"
JWKS = f"https://{HOST}:8443/.well-known/jwks.json"
LOGO = f"https://{HOST}/logo.png"
SERVICE_KEY = "anon_Service9Key8Of7The6Tested5Profile4Number3Two1"
PROD_SERVICE_KEY = "anon_Service1Key2Of3The4Promoted5Profile6Number7"
DAY = 86_400
OLD_KEY, KEY, SPARE = (generate("ES256", kid) for kid in ("2026-04", "2026-10", "2026-12"))


class Web:
    """An HTTP server on loopback: ``answers`` by path, else 404; ``seen`` is what was asked."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, tuple[int, str, bytes]] = {}
        self.seen: list[str] = []
        self.key: str = ""
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.answer(self)

            def do_POST(self) -> None:
                web.answer(self)

            def log_message(self, *_words: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.seen.append(f"{handler.command} {handler.path}")
        status, kind, body = self.answers.get(handler.path, (404, "application/json", b"{}"))
        if self.key and handler.headers["Authorization"] != f"Bearer {self.key}":
            status, kind, body = 401, "application/json", b'{"error": "who are you"}'
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        if 300 <= status < 400:
            handler.send_header("Location", "https://elsewhere.example/")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def put(self, path: str, document: Any) -> None:
        self.answers[path] = (200, "application/json", json.dumps(document).encode())

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def detour(monkeypatch: pytest.MonkeyPatch, web: Web) -> None:
    """Lead connections to the public address to ``web``; all others go where they go."""
    straight = httpcore.SyncBackend.connect_tcp

    def connect(self: Any, host: Any, port: int, **more: Any) -> Any:
        if host == PUBLIC.encode():
            host, port = b"127.0.0.1", web.port
        return straight(self, host, port, **more)

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)


@dataclass
class Ground:
    """All of it, in order until a test puts something out of order."""

    home: Home
    app: Path
    anon: Web
    production: Web
    public: Web
    address: str = PUBLIC  # of the key set; everything else in public stays where it is
    keys: list[SigningKey] = field(default_factory=lambda: [KEY, OLD_KEY])
    more_keys: list[dict[str, Any]] = field(default_factory=list)
    now: float = field(default_factory=time.time)

    # --- what there is ---

    def build(self) -> None:
        """Write everything."""
        self.publish()
        self.public.answers["/logo.png"] = (200, "image/png", b"\x89PNG")
        self.save(self.profile(), self.anon, "anon_Key5For8The2Tested9Profile1", SERVICE_KEY)
        self.write_app()
        proofs.update(self.home, "acme", **{"linked.instagram": int(self.now - DAY)})
        self.remember(Handoff(words=self.words(), seen=self.sightings()))

    def publish(self) -> None:
        document = public_set(self.keys)
        document["keys"] += self.more_keys
        self.public.put("/.well-known/jwks.json", document)

    def profile(self) -> Profile:
        return Profile(
            name="acme",
            environment=self.anon.url,
            base_url=self.anon.url,
            secret_store="file",
            pools=(Pool("pool-1", "acme users", "url", JWKS),),
            clients=(
                Client("web-1", "acme web", "webapp", "pool-1"),
                Client("srv-1", "acme server", "service"),
            ),
            pool_id="pool-1",
            webapp_id="web-1",
            service_id="srv-1",
            user_id="ada",
            app="instagram",
        )

    def promoted(self) -> Profile:
        tested = self.profile()
        return tested._replace(
            name="acme-prod",
            environment=self.production.url,
            base_url=self.production.url,
            pools=(tested.pools[0]._replace(id="pool-9"),),
            clients=(
                Client("web-9", "acme web", "webapp", "pool-9"),
                Client("srv-9", "acme server", "service"),
            ),
            pool_id="pool-9",
            webapp_id="web-9",
            service_id="srv-9",
        )

    def promote(self) -> None:
        """Let there be a promoted profile, all in order too."""
        self.save(self.promoted(), self.production, "anon_Key7Of3Production4", PROD_SERVICE_KEY)
        proofs.update(self.home, "acme-prod", **{"linked.instagram": int(self.now - DAY)})
        handoffs.update(self.home, "acme", lambda it: replace(it, promoted_to="acme-prod"))
        handoffs.update(self.home, "acme-prod", lambda it: replace(it, promoted_from="acme"))
        self.promote_env()

    def save(self, profile: Profile, web: Web, key: str, service_key: str) -> None:
        """Save a profile with its secrets, and let its Anon hold its objects."""
        ProfileStore(self.home).save(profile)
        token = mint(KEY, user_id="ada", now=self.now, expires_in=3_600)
        given = {"api_key": key, f"service_key.{profile.service_id}": service_key}
        secrets = {name: Secret(value) for name, value in given.items()}
        open_secrets("file", self.home).put(profile.name, {**secrets, "app_user_id_token": token})
        web.key = key
        pool = profile.pools[0]
        about = {"name": "x", "description": "", "organizationId": "org-1"}
        checked_by = {"jwksUri": pool.jwks_uri, "idClaim": pool.id_claim}
        web.put(f"/org/userPool/{pool.id}", {"id": pool.id, **about, "authorization": checked_by})
        of_pool = {"type": "userPool", "userPoolId": pool.id}
        webapp, service = profile.webapp_id, profile.service_id
        web.put(f"/org/sdkClient/{webapp}", {"id": webapp, **about, "auth": of_pool})
        web.put(f"/org/sdkClient/{service}", {"id": service, **about, "auth": {"type": "apiKey"}})

    def write_app(self) -> None:
        self.app.mkdir()
        self.git("init", "-q")
        self.write(".gitignore", ".env\n")
        self.write_env()
        self.write("package.json", json.dumps({"dependencies": {"vite": "5", "@anon/sdk": "1"}}))
        self.write(
            "src/link.ts",
            'import AnonLink from "@anon/sdk-web-link-typescript";\n'
            "export const config = {\n"
            "  environment: import.meta.env.VITE_ANON_ENV,\n"
            '  redirectUrl: "https://acme.example/linked",\n'
            "};\n",
        )

    def write_env(self, **changes: str) -> None:
        values = {
            "ANON_ENV": self.anon.url,
            "ANON_SDKCLIENT_ID": "web-1",
            "ANON_API_KEY": SERVICE_KEY,
            "VITE_ANON_COMPANY_NAME": "Acme Robotics",
            "VITE_ANON_COMPANY_LOGO": LOGO,
            **changes,
        }
        self.write(".env", "".join(f"{name}={value}\n" for name, value in values.items()))

    def promote_env(self, **changes: str) -> None:
        new = {"ANON_ENV": self.production.url, "ANON_API_KEY": PROD_SERVICE_KEY}
        self.write_env(**{**new, "ANON_SDKCLIENT_ID": "web-9", **changes})

    def write(self, name: str, text: str) -> None:
        path = self.app / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def add_line(self, line: str) -> None:
        path = self.app / "src/link.ts"
        path.write_text(f"{path.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")

    def git(self, *words: str) -> None:
        subprocess.run(["git", *words], cwd=self.app, check=True, capture_output=True)

    def words(self) -> tuple[Word, ...]:
        """Give a person's word about all that is asked, but what was seen by machine."""
        notes = {"plan.apps": "instagram", "plan.contact": "Ada, #acme on Slack"}
        ids = [each.id for each in ITEMS if each.ask and each.kind == "person"]
        ids.append("prod.sandbox_key")
        at = int(self.now - DAY)
        return tuple(Word(each, "Ada", notes.get(each, "Looked at it."), at) for each in ids)

    def sightings(self) -> tuple[Sighting, ...]:
        """Give a rotation as it should be: the new key came beside the old one."""
        return (
            Sighting(JWKS, (OLD_KEY.kid,), int(self.now - 30 * DAY)),
            Sighting(JWKS, (OLD_KEY.kid, KEY.kid), int(self.now - 20 * DAY)),
        )

    def remember(self, record: Handoff) -> None:
        handoffs.update(self.home, "acme", lambda _before: record)

    def forget_word(self, item: str) -> None:
        handoffs.update(self.home, "acme", lambda record: record.without_word(item))

    # --- looking ---

    def look(self, profile: str = "acme", environ: dict[str, str] | None = None) -> Look:
        folders = (self.app,)
        look = open_look(Opener(self.home, environ or {}), profile, folders)
        return replace(look, resolve=lambda _host, port: [self.address if port == 8443 else PUBLIC])

    def results(self, *only: str) -> dict[str, Result]:
        return {each.item.id: each for each in go_through(self.look(), only)}


def ground_in(folder: Path, home: Home, tls: ssl.SSLContext, stack: ExitStack) -> Ground:
    """Give everything in order."""
    anon, production = stack.enter_context(Web()), stack.enter_context(Web())
    public = stack.enter_context(Web(tls))
    ground = Ground(home, folder / "app", anon, production, public)
    ground.build()
    return ground
