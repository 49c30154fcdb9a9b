"""What a server must survive: Hosts, bodies, methods, floods (threats, Sandbox server)."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.sandbox.conftest import caller
from wizard.sandbox import LocalSandbox

if TYPE_CHECKING:
    from tests.sandbox.conftest import Anon
    from wizard.sandbox import Running

POOL = b'{"name": "p", "description": ""}'


def hosts(running: Running) -> list[str]:
    port = urlsplit(running.url).port
    return [
        "evil.example",
        f"evil.example:{port}",
        "127.0.0.1",
        "localhost",
        f"127.0.0.1:{port}.evil.example",
        f"127.0.0.2:{port}",
        f"[::1]:{port}",
        f"127.0.0.1:{int(port or 0) + 1}",
        f"0.0.0.0:{port}",
        "",
    ]


def test_no_other_host_is_answered(anon: Anon) -> None:
    """DNS rebinding: a page of a stranger's site must not reach the sandbox by its own name."""
    for host in hosts(anon.running):
        answer = anon("GET", "/_sandbox/objects", headers={"Host": host})
        assert answer.status == 421, host
        assert "organizations" not in answer.json


def test_both_of_its_own_hosts_are_answered(anon: Anon) -> None:
    port = urlsplit(anon.running.url).port
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"LocalHost:{port}"):
        assert anon("GET", "/_sandbox/health", headers={"Host": host}).status == 200


def test_it_listens_on_loopback_only(sandbox: Running) -> None:
    port = urlsplit(sandbox.url).port
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as other:
        other.bind(("127.0.0.2", int(port or 0)))  # free: nobody listens on all addresses


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 415),
        (b"{", 400),
        (b"\xff\xfe{}", 400),
        (b"NaN", 400),
        (b'{"name": Infinity}', 400),
        (b"[" * 100_000, 400),
        (b'{"name": ' + b"9" * 5000 + b"}", 400),
        (b"null", 422),
        (b"[]", 422),
        (b'"text"', 422),
        (b" " * 1_100_000, 413),
    ],
)
def test_a_malformed_body_gets_4xx_json(anon: Anon, raw: bytes, status: int) -> None:
    headers = {"Content-Type": "application/json"} if raw else {}
    answer = anon("POST", "/org/userPool", raw=raw, headers=headers)
    assert answer.status == status
    assert set(answer.json) == {"error"}


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "", "multipart/form-data"]
)
def test_only_json_changes_anything(anon: Anon, kind: str) -> None:
    """A form of a stranger's site can send these without a preflight."""
    answer = anon("POST", "/org/userPool", raw=POOL, headers={"Content-Type": kind})
    assert answer.status == 415


def test_json_with_a_charset_is_json(anon: Anon) -> None:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    assert anon("POST", "/org/userPool", raw=POOL, headers=headers).status == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_another_method_is_405_and_names_what_there_is(anon: Anon, method: str) -> None:
    answer = anon(method, "/org/userPool")
    assert (answer.status, answer.json) == (405, {"error": "Method Not Allowed"})
    assert answer.headers["allow"] == "POST"


@pytest.mark.parametrize(
    "path", ["/", "/nobody", "/org/userPool/", "//", "/org/userPool/a/b", "/link/../pyproject.toml"]
)
def test_an_unknown_path_is_404_json(anon: Anon, path: str) -> None:
    answer = anon("GET", path)
    assert (answer.status, answer.json) == (404, {"error": "Not Found"})


@pytest.mark.parametrize("name", ["..%2f..%2fpyproject.toml", "link.html", "%2fetc%2fpasswd", "x"])
def test_only_the_link_pages_files_are_served(anon: Anon, name: str) -> None:
    assert anon("GET", f"/link/{name}").status == 404


@pytest.mark.parametrize("name", ["link.css", "link.js", "mark.svg"])
def test_the_link_pages_files_are_served(anon: Anon, name: str) -> None:
    assert anon("GET", f"/link/{name}").status == 200


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\n: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
    ],
)
def test_what_is_no_http_gets_400_json(sandbox: Running, sent: bytes) -> None:
    head, body = exchanged(sandbox, sent)
    assert head.startswith(b"HTTP/1.1 4")
    assert set(json.loads(body)) == {"error"}


def exchanged(running: Running, sent: bytes) -> tuple[bytes, bytes]:
    parts = urlsplit(running.url)
    received = b""
    with socket.create_connection((parts.hostname, parts.port), 10) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        while chunk := connection.recv(65_536):
            received += chunk
    head, _, body = received.partition(b"\r\n\r\n")
    return head, body


def test_a_query_may_hold_anything(anon: Anon) -> None:
    for query in ("%ff%fe=%00", "a=1&a=2&&&=", "%", "id=%ED%A0%80"):
        assert anon("GET", f"/link?{query}").status in (307, 400)


def test_only_ours_and_anons_errors_are_told(anon: Anon) -> None:
    answer = anon("GET", "/org/userPool/%00%ff%ED%A0%80")
    assert (answer.status, answer.error) == (404, "UserPool not found")


def test_the_list_of_requests_holds_no_query_and_no_secret() -> None:
    with LocalSandbox() as running:
        anon = caller(running)
        anon("GET", "/link/url?app=instagram&appUserIdToken=very-secret")
        listed = anon("GET", "/_sandbox/requests")
        assert listed.json == [{"method": "GET", "path": "/link/url", "status": 400}]
        assert b"secret" not in listed.body


def test_the_list_of_requests_holds_no_links_id_which_would_show_the_users_token() -> None:
    with LocalSandbox() as running:
        anon = caller(running)
        anon("GET", "/_sandbox/link/0123456789abcdef")
        listed = anon("GET", "/_sandbox/requests")
        assert listed.json == [{"method": "GET", "path": "/_sandbox/link/{id}", "status": 404}]


def test_the_list_of_requests_ends_somewhere(anon: Anon) -> None:
    for _ in range(1_010):
        anon("GET", "/org/userPool/x")
    assert len(anon("GET", "/_sandbox/requests").json) == 1_000
