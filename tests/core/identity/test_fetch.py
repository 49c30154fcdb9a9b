"""The fetcher against servers on loopback that do everything wrong."""

from __future__ import annotations

import gzip
import json
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.core.identity.servers import answer, endless, serving
from wizard.identity.fetch import fetch, load
from wizard.model import CancelledByUserError, ProblemError

if TYPE_CHECKING:
    import socket

    from tests.core.identity.conftest import Forge
    from tests.core.identity.servers import Behave


def refusal(url: str, **options: Any) -> str:
    with pytest.raises(ProblemError) as caught:
        fetch(url, **{"allow_private": True, "deadline": 5.0, **options})
    return caught.value.problem.code


def test_a_set_is_fetched_and_linted(forge: Forge) -> None:
    body = json.dumps(forge.document).encode()
    with serving(answer(body, headers="Content-Type: application/jwk-set+json\r\n")) as server:
        fetched = fetch(server.url, allow_private=True)
        assert (fetched.body, fetched.content_type) == (body, "application/jwk-set+json")
        assert load(server.url, allow_private=True).verdict == "ok"
        packed = gzip.compress(body)
    with serving(answer(packed, headers="Content-Encoding: gzip\r\n")) as server:
        assert load(server.url, allow_private=True).verdict == "ok"


def test_nothing_of_ours_is_sent_along(forge: Forge) -> None:
    with serving(answer(json.dumps(forge.document).encode())) as server:
        fetch(server.url, allow_private=True)
        sent = server.requests[0].lower()
    assert sent.startswith(b"get /jwks.json http/1.1\r\n")
    assert b"authorization" not in sent
    assert b"cookie" not in sent


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See", "307 Temp", "308 Perm"])
def test_a_redirect_is_reported_and_not_followed(status: str) -> None:
    target = "https://elsewhere.example/jwks.json"
    with serving(answer(b"", status, f"Location: {target}\r\n")) as server:
        with pytest.raises(ProblemError) as caught:
            fetch(server.url, allow_private=True)
        assert len(server.requests) == 1
    assert caught.value.problem.code == "jwks.redirect"
    assert target in caught.value.problem.symptom


@pytest.mark.parametrize("status", ["401 No", "403 No", "404 No", "410 Gone", "429 Slow", "500 Oh"])
def test_only_an_answer_is_taken_for_a_set(forge: Forge, status: str) -> None:
    with serving(answer(json.dumps(forge.document).encode(), status)) as server:
        assert refusal(server.url) == "jwks.status"


@pytest.mark.parametrize("status", ["302 Found", "404 No", "500 Oh"])
@pytest.mark.parametrize("headers", ["", "Content-Encoding: br\r\n", "Content-Length: 99\r\n"])
def test_what_else_is_wrong_with_a_refusal_does_not_hide_it(status: str, headers: str) -> None:
    head = f"HTTP/1.1 {status}\r\nLocation: https://elsewhere.example/\r\n{headers}\r\n"
    with serving(lambda connection: connection.sendall(head.encode() + b"?" * 50)) as server:
        assert refusal(server.url) == ("jwks.redirect" if status[0] == "3" else "jwks.status")


@pytest.mark.parametrize("status", ["302 Found", "404 No"])
def test_the_body_of_a_refusal_is_not_waited_for(status: str) -> None:
    def drip_for_ever(connection: socket.socket) -> None:
        connection.sendall(f"HTTP/1.1 {status}\r\n\r\n".encode())
        while True:
            connection.sendall(b" " * 65_536)

    with serving(drip_for_ever) as server:
        assert refusal(server.url) == ("jwks.redirect" if status[0] == "3" else "jwks.status")


@pytest.mark.parametrize(
    "behave",
    [
        endless(b" " * 65_536),
        endless(b"10000\r\n" + b" " * 65_536 + b"\r\n", "Transfer-Encoding: chunked\r\n"),
        answer(b" " * (256 * 1024 + 1)),
        answer(gzip.compress(bytes(50_000_000)), headers="Content-Encoding: gzip\r\n"),
    ],
    ids=["endless", "endless chunks", "too large", "exploding"],
)
def test_a_body_without_measure_is_cut_off(behave: Behave) -> None:
    with serving(behave) as server:
        assert refusal(server.url) == "jwks.too_large"


def test_a_set_of_exactly_the_limit_is_read(forge: Forge) -> None:
    body = json.dumps(forge.document).encode().ljust(256 * 1024)
    with serving(answer(body)) as server:
        assert load(server.url, allow_private=True).verdict == "ok"


def drip(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    while True:
        connection.sendall(b" ")
        time.sleep(0.01)  # the server's slowness is what is tried here


def silent(connection: socket.socket) -> None:
    connection.recv(1)


@pytest.mark.parametrize("behave", [drip, silent], ids=["drip", "silent"])
def test_one_deadline_covers_everything(behave: Behave) -> None:
    with serving(behave) as server:
        assert refusal(server.url, deadline=0.5) == "network.read_timeout"


def test_a_resolver_that_hangs_is_under_the_deadline_too() -> None:
    hang = threading.Event()

    def resolve(_host: str, _port: int) -> list[str]:
        hang.wait(20)
        return []

    code = refusal("https://keys.example.com/", resolve=resolve, deadline=0.3, allow_private=False)
    hang.set()
    assert code == "network.connect_timeout"


def test_broken_servers_are_told_apart() -> None:
    with serving(lambda _connection: None) as server:
        assert refusal(server.url) == "network.broken"
    with serving(lambda connection: connection.sendall(b"220 mail ready\r\n\r\n")) as server:
        assert refusal(server.url) == "network.not_http"
    with serving(answer(b"no gzip", headers="Content-Encoding: gzip\r\n")) as server:
        assert refusal(server.url) == "network.encoding"
    assert refusal(server.url) == "network.refused"


def test_it_can_be_called_off() -> None:
    with serving(silent) as server, pytest.raises(CancelledByUserError):
        fetch(server.url, allow_private=True, cancelled=lambda: True)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fe80::1%lo"]
)
def test_nothing_is_sent_to_an_inner_address(address: str) -> None:
    """The name looks public; what it resolves to is judged, and all of it."""
    with serving(answer(b"{}")) as server:
        url = f"https://keys.example.com:{server.port}/jwks.json"
        for found in ([address], ["93.184.216.34", address], [address, "93.184.216.34"]):
            code = refusal(url, allow_private=False, resolve=lambda *_, found=found: found)
            assert code == "jwks.not_public"
        assert server.requests == []


def test_the_name_is_looked_up_once(forge: Forge) -> None:
    """A name server that changes its mind between look and connect gains nothing."""
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with serving(answer(json.dumps(forge.document).encode())) as server:
        url = f"http://keys.example.com:{server.port}/"
        assert load(url, allow_private=True, resolve=resolve).verdict == "ok"
        assert b"host: keys.example.com:" in server.requests[0].lower()
    assert asked == ["keys.example.com"]


@pytest.mark.parametrize(
    "url",
    [
        "https://localhost/",
        "https://LOCALHOST./jwks",
        "https://intranet/jwks",
        "https://printer.local/",
        "https://metadata.google.internal/",
        "https://a.home.arpa/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:8.8.8.8]/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/",
        "https://017700000001/",
        "https://127.0.0.01/",
        "https://0/",
        "https://256.256.256.256/",
        "http://192.168.0.1/",
    ],
)
def test_inner_places_are_known_by_their_spelling(url: str) -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        raise AssertionError("was looked up")

    assert refusal(url, allow_private=False, resolve=resolve) == "jwks.not_public"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "keys.example.com",
        "ftp://keys.example.com/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https:///jwks",
        "https:keys.example.com",
        "https://user@keys.example.com/",
        "https://user:pass@keys.example.com/",
        "https://keys.example.com\\@127.0.0.1/",
        "https://keys.example.com:0/",
        "https://keys.example.com:99999/",
        "https://keys.example.com:x/",
        "https://keys..example.com/",
        "https://-keys.example.com/",
        "https://keys.example.com/a b",
        "https://keys.example.com/\r\nX: y",
        "https://keys.example.com\r\n/",
        "https://keys.example.com/\0",
        "https://kéys.example.com/",
        "https://\uff4cocalhost/",
        "https://%6cocalhost/",
        "https://[fe80::1%25eth0]/",
        "https://[::1/",
        "https://[::1]x/",
        "https://[::1]x:80/",
        "https://[v1.x]/",
        "https://[1:2:3]/",
        "https://[127.0.0.1]/",
        "https://keys.example.com/" + "a" * 2100,
    ],
)
@pytest.mark.parametrize("private", [True, False])
def test_addresses_that_can_be_read_in_two_ways_are_refused(url: str, private: bool) -> None:
    assert refusal(url, allow_private=private) == "jwks.url"


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "1.1.1.256", "0."])
def test_an_oddly_spelled_address_is_refused_even_where_inner_ones_are_allowed(host: str) -> None:
    assert refusal(f"http://{host}/", allow_private=True) == "jwks.url"


def test_plain_http_is_for_inner_places_only() -> None:
    assert refusal("http://keys.example.com/", allow_private=False) == "jwks.not_https"
