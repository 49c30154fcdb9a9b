"""A little internet for one run of the program: started in a network namespace of its own.

``python in_public.py FOLDER`` puts Anon's hosts and a company's on public addresses of that
namespace, over TLS, with a certificate authority of its own, and goes the whole way: setup in
Anon's sandbox, hand-off, promotion to production. It writes what each command gave, as JSON.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.core.test_http import Authority
from wizard.identity.keys import generate, public_set
from wizard.sandbox import LocalSandbox

if TYPE_CHECKING:
    import ssl

    from wizard.sandbox import Running

HOSTS = {
    "svc.sandbox.anon.com": "93.184.216.10",
    "svc.prod.anon.com": "93.184.216.11",
    "acme.example": "93.184.216.12",
}


def build_network(folder: Path) -> None:
    """Give the namespace its addresses, and the names that lead to them."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for address in HOSTS.values():
        subprocess.run(["ip", "address", "add", f"{address}/32", "dev", "lo"], check=True)
    hosts = folder / "hosts"
    lines = [f"{address} {name}" for name, address in HOSTS.items()]
    hosts.write_text("\n".join(("127.0.0.1 localhost", *lines, "")))
    subprocess.run(["mount", "--bind", str(hosts), "/etc/hosts"], check=True)


def serve(host: str, tls: ssl.SSLContext, handler: type[BaseHTTPRequestHandler]) -> None:
    """Listen on a host's public address."""
    server = ThreadingHTTPServer((HOSTS[host], 443), handler)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def company(documents: dict[str, tuple[str, bytes]]) -> type[BaseHTTPRequestHandler]:
    """Give the company's web server: its key set and its logo."""

    class Company(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = documents[self.path]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            pass

    return Company


def anon(sandbox: Running, seen: list[str]) -> type[BaseHTTPRequestHandler]:
    """Give Anon under its own name: each request is handed to a local sandbox."""
    target = urlsplit(sandbox.url)

    class Anon(BaseHTTPRequestHandler):
        def hand_on(self) -> None:
            seen.append(f"{self.command} {self.path.partition('?')[0]}")
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            kept = {k: v for k, v in self.headers.items() if k.lower() != "host"}
            inner = http.client.HTTPConnection(target.hostname or "", target.port)
            inner.request(self.command, self.path, body or None, kept)
            answer = inner.getresponse()
            content = answer.read()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.headers.get("Content-Type", ""))
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            inner.close()

        do_GET = do_POST = hand_on  # noqa: N815 — the names that http.server calls

        def log_message(self, *_words: object) -> None:
            pass

    return Anon


class Way:
    """The way to production, command by command; ``ran`` is what each gave."""

    def __init__(self, folder: Path, authority: Authority) -> None:
        self.folder = folder
        self.ran: dict[str, Any] = {}
        self.environ = {
            **os.environ,
            "HOME": str(folder),
            "ANON_WIZARD_HOME": str(folder / "wizard"),
            "SSL_CERT_FILE": str(authority.file),
        }

    def go(self, name: str, *words: str, **environ: str) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-m", "wizard", *words, "--json"],
            cwd=self.folder,
            env={**self.environ, **environ},
            capture_output=True,
            text=True,
            check=False,
        )
        document = json.loads(done.stdout)
        self.ran[name] = {"code": done.returncode, "err": done.stderr, **document}
        given: dict[str, Any] = self.ran[name]
        return given


def build_app(folder: Path) -> None:
    """Write an app with everything in order."""
    app = folder / "app"
    (app / "src").mkdir(parents=True)
    subprocess.run(["git", "init", "-q"], cwd=app, check=True)
    (app / ".gitignore").write_text(".env\n")
    (app / ".env").write_text(
        "ANON_COMPANY_NAME=Acme Robotics\nANON_COMPANY_LOGO=https://acme.example/logo.png\n"
    )
    (app / "src/link.ts").write_text(
        "export const config = { environment: process.env.ANON_ENV,\n"
        '  redirectUrl: "https://acme.example/linked" }; // AnonLink\n'
    )


def main(folder: Path) -> None:
    """Go the whole way."""
    build_network(folder)
    authority = Authority(folder)
    os.environ["SSL_CERT_FILE"] = str(authority.file)
    old, new = generate("ES256", "2026-04"), generate("ES256", "2026-10")
    documents = {"/logo.png": ("image/png", b"\x89PNG")}

    def publish(*keys: Any) -> None:
        body = json.dumps(public_set(keys)).encode()
        documents["/.well-known/jwks.json"] = ("application/json", body)

    publish(old)
    build_app(folder)
    pem = folder / "key.pem"
    pem.write_text(old.private_pem().reveal())
    seen: dict[str, list[str]] = {"sandbox": [], "prod": []}
    with ExitStack() as stack:
        stages = {name: stack.enter_context(LocalSandbox()) for name in seen}
        serve("acme.example", authority.server("acme.example"), company(documents))
        for name, sandbox in stages.items():
            host = f"svc.{name}.anon.com"
            serve(host, authority.server(host), anon(sandbox, seen[name]))
        way = Way(folder, authority)
        keys = {name: sandbox.keys["local"].reveal() for name, sandbox in stages.items()}
        fixed = ("--yes", "--secret-store", "file", "--signing-key", str(pem), "--kid", old.kid)
        way.go("setup", "setup", "--env", "sandbox", "--profile", "acme-dev", *fixed,
               "--jwks", "https://acme.example/.well-known/jwks.json", "--skip-link",
               ANON_API_KEY=keys["sandbox"])  # fmt: skip
        way.go("fill", "env", "--write", "app/.env")
        publish(old, new)
        mark_as_linked(folder, "acme-dev")
        way.go("handoff", "handoff", "--app", "app", "--write", "packet")
        way.ran["seen before"] = {name: list(lines) for name, lines in seen.items()}
        confirmed = ("--from", "acme-dev", "--confirm-prod", "acme-prod")
        way.go("mixed", "setup", "--env", "prod", *confirmed, *fixed, "--skip-link",
               ANON_API_KEY=keys["sandbox"])  # fmt: skip
        way.ran["seen after mixing"] = list(seen["prod"])
        way.go("promotion", "setup", "--env", "prod", *confirmed, *fixed, "--skip-link",
               ANON_API_KEY=keys["prod"])  # fmt: skip
        mark_as_linked(folder, "acme-prod")
        way.go("after", "handoff")
        way.ran["seen"] = seen
        way.ran["env"] = (folder / "app/.env").read_text()
        way.ran["keys"] = keys
    sys.stdout.write(json.dumps(way.ran))


def mark_as_linked(folder: Path, profile: str) -> None:
    """Remember a link, as a person's own browser would have made it."""
    import time

    from wizard.profiles import proofs
    from wizard.profiles.home import Home

    home = Home.find({"ANON_WIZARD_HOME": str(folder / "wizard")})
    linked: dict[str, str | int] = {"linked.instagram": int(time.time()), "link": "active"}
    proofs.update(home, profile, **linked)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
