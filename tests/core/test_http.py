"""One bounded exchange, against servers that do everything wrong."""

from __future__ import annotations

import datetime as dt
import errno
import gzip
import ipaddress
import logging
import socket
import ssl
import subprocess
import sys
import traceback
import tracemalloc
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import httpcore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from wizard.http import (
    CancelledBeforeSendingError,
    Connection,
    NotSentError,
    exchange,
)
from wizard.http.budget import Budget
from wizard.http.faults import name_fault
from wizard.http.request import take_apart
from wizard.model import CancelledByUserError, ProblemError
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEY = "anon_canary/key+ab12"
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def fault(url: str, method: str = "GET", **options: Any) -> ProblemError:
    """Give the error that an exchange ends with."""
    with pytest.raises(ProblemError) as caught:
        exchange(method, url, **options)
    return caught.value


# --- what goes right ------------------------------------------------------------------------------


def test_an_exchange_gives_status_headers_and_body(serve: Any) -> None:
    server = serve(lambda visit: visit.answer(418, b"tea", x_pot="short"))
    response = exchange("GET", server.url)
    assert (response.status, response.body) == (418, b"tea")
    assert response.headers["x-pot"] == "short"


def test_json_params_and_headers_arrive_as_they_were_meant(serve: Any) -> None:
    server = serve(lambda visit: visit.answer())
    exchange(
        "POST",
        f"{server.url}/a b?x=1",
        json={"name": "Größe"},
        params={"state": '{"nonce": "1&2"}'},
        headers={"Authorization": f"Bearer {KEY}"},
    )
    head, _, body = server.seen[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /a%20b?x=1&state=%7B%22nonce%22%3A%20%221%262%22%7D HTTP/1.1")
    assert f"authorization: bearer {KEY}".lower().encode() in head.lower()
    assert f"host: 127.0.0.1:{server.port}".encode() in head.lower()
    assert body == b'{"name": "Gr\\u00f6\\u00dfe"}'


def test_a_gzipped_body_is_unpacked(serve: Any) -> None:
    packed = gzip.compress(b'{"a": 1}')
    server = serve(lambda visit: visit.answer(200, packed, content_encoding="gzip"))
    assert exchange("GET", server.url).body == b'{"a": 1}'


def test_a_connection_is_used_again_for_the_same_host(serve: Any) -> None:
    def keep_alive(visit: Any) -> None:
        while visit.request():
            visit.reply()

    server = serve(keep_alive)
    with Connection() as connection:
        for _ in range(3):
            assert connection.exchange("GET", server.url).status == 200
    assert server.visits == 1


def test_a_forgotten_connection_closes_its_sockets(serve: Any) -> None:
    closed = Event()

    def until_closed(visit: Any) -> None:
        visit.request()
        visit.reply()
        if not visit.request():
            closed.set()

    server = serve(until_closed)
    Connection().exchange("GET", server.url)
    assert closed.wait(10)


def test_a_status_is_never_an_error_by_itself(serve: Any) -> None:
    server = serve(lambda visit: visit.answer(500, b"<h1>no</h1>"))
    assert exchange("GET", server.url).status == 500


# --- deadlines, sizes, cancelling -----------------------------------------------------------------


def drip_body(visit: Any) -> None:
    visit.request()
    visit.send(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n")
    for _ in visit.forever(0.01):
        visit.send(b"x")


def drip_headers(visit: Any) -> None:
    visit.request()
    visit.send(b"HTTP/1.1 200 OK\r\n")
    for _ in visit.forever(0.01):
        visit.send(b"x: y\r\n")


def say_nothing(visit: Any) -> None:
    visit.request()
    visit.closing.wait()


@pytest.mark.parametrize("behave", [drip_body, drip_headers, say_nothing])
def test_the_deadline_covers_every_part_of_the_answer(
    serve: Any, behave: Callable[[Any], None]
) -> None:
    error = fault(serve(behave).url, deadline=0.4)
    assert error.problem.code == "network.read_timeout"
    assert "0.4 seconds" in error.problem.cause
    assert not isinstance(error, NotSentError)


def test_a_name_server_that_hangs_is_given_up() -> None:
    answer = Event()

    def hang(_host: str, _port: int) -> list[str]:
        answer.wait(20)
        return []

    error = fault("http://anon.example", deadline=0.3, resolve=hang)
    answer.set()
    assert error.problem.code == "network.connect_timeout"
    assert isinstance(error, NotSentError)


def test_a_tls_handshake_that_hangs_is_given_up(serve: Any) -> None:
    silent = serve(lambda visit: visit.closing.wait())
    error = fault(f"https://127.0.0.1:{silent.port}", deadline=0.3)
    assert error.problem.code == "network.connect_timeout"
    assert isinstance(error, NotSentError)


def endless(visit: Any) -> None:
    visit.request()
    visit.send(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n")
    for _ in visit.forever():
        visit.send(b"x" * 65_536)


def endless_chunks(visit: Any) -> None:
    visit.request()
    visit.send(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
    for _ in visit.forever():
        visit.send(b"1\r\nx\r\n" * 1000)


def explosive(visit: Any) -> None:
    visit.answer(200, gzip.compress(bytes(64 * 1024 * 1024)), content_encoding="gzip")


def never_ending_gzip(visit: Any) -> None:
    visit.request()
    visit.send(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n")
    visit.send(b"\x1f\x8b\x08\x08" + bytes(6))  # a file name follows, and never ends
    for _ in visit.forever():
        visit.send(b"a" * 65_536)


@pytest.mark.parametrize("behave", [endless, endless_chunks, explosive, never_ending_gzip])
def test_a_body_is_read_up_to_the_limit_and_no_further(
    serve: Any, behave: Callable[[Any], None]
) -> None:
    server = serve(behave)
    error = fault(server.url, limit=256 * 1024)
    assert error.problem.code == "network.too_large"
    assert "256 KiB" in error.problem.cause


def test_an_exploding_body_takes_no_memory(serve: Any) -> None:
    packed = gzip.compress(bytes(64 * 1024 * 1024))

    def explode(visit: Any) -> None:
        visit.request()
        visit.reply(200, packed, content_encoding="gzip")

    server = serve(explode)
    tracemalloc.start()
    try:
        assert fault(server.url).problem.code == "network.too_large"
        assert tracemalloc.get_traced_memory()[1] < 4 * 1024 * 1024
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("limit", [7, 8])
def test_the_limit_itself_still_fits(serve: Any, limit: int) -> None:
    server = serve(lambda visit: visit.answer(200, b"1234567"))
    assert exchange("GET", server.url, limit=limit).body == b"1234567"


def test_a_body_packed_as_nobody_asked_is_refused(serve: Any) -> None:
    for encoding, body in (("br", b"x"), ("gzip, gzip", b"x"), ("gzip", b"not gzip at all")):
        server = serve(
            lambda visit, b=body, e=encoding: (
                visit.request(),
                visit.reply(200, b, content_encoding=e),
            )
        )
        assert fault(server.url).problem.code == "network.encoding"


def test_cancelling_while_the_server_thinks_says_that_it_may_have_acted(serve: Any) -> None:
    asked = Event()

    def think(visit: Any) -> None:
        visit.request()
        asked.set()
        visit.closing.wait()

    with pytest.raises(CancelledByUserError) as caught:
        exchange("POST", serve(think).url, json={}, cancelled=asked.is_set)
    assert not isinstance(caught.value, CancelledBeforeSendingError)


def test_cancelling_before_the_request_is_sent_says_so(serve: Any) -> None:
    server = serve(say_nothing)
    with pytest.raises(CancelledBeforeSendingError):
        exchange("POST", server.url, cancelled=lambda: True)
    assert server.visits == 0


def test_cancelling_interrupts_even_a_name_look_up() -> None:
    looking, answer = Event(), Event()

    def hang(_host: str, _port: int) -> list[str]:
        looking.set()
        answer.wait(20)
        return []

    with pytest.raises(CancelledBeforeSendingError):
        exchange("GET", "http://anon.example", resolve=hang, cancelled=looking.is_set)
    answer.set()


def test_a_connection_that_comes_about_after_the_cancel_is_closed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    connected, cancelled = Event(), Event()
    connect = httpcore.SyncBackend.connect_tcp

    def dawdle(*arguments: Any, **options: Any) -> httpcore.NetworkStream:
        stream = connect(*arguments, **options)
        connected.set()
        cancelled.wait(20)
        return stream

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", dawdle)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(CancelledBeforeSendingError):
            exchange("GET", url, cancelled=connected.is_set)
        visitor, _ = listener.accept()
        with visitor:
            cancelled.set()
            assert visitor.recv(1) == b""
    assert caplog.records == []


# --- faults and their names -----------------------------------------------------------------------


def test_nothing_listens_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    error = fault(f"http://127.0.0.1:{port}")
    assert error.problem.code == "network.refused"
    assert f"127.0.0.1:{port}" in error.problem.symptom
    assert isinstance(error, NotSentError)


def test_an_unknown_host_is_named() -> None:
    def unknown(_host: str, _port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    error = fault("http://nosuch.example", resolve=unknown)
    assert error.problem.code == "network.unknown_host"
    assert "nosuch.example" in error.problem.symptom
    assert isinstance(error, NotSentError)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENETUNREACH, "network.offline"),
        (errno.EHOSTUNREACH, "network.offline"),
        (errno.ECONNREFUSED, "network.refused"),
        (errno.ETIMEDOUT, "network.connect_timeout"),
        (errno.ECONNRESET, "network.broken"),
    ],
)
def test_each_number_of_the_system_is_a_sentence_of_its_own(number: int, code: str) -> None:
    named = name_fault(OSError(number, KEY), "svc.sandbox.anon.com", None, Budget(30))
    assert named.code == code
    assert KEY not in str(named)


def break_off(visit: Any) -> None:
    visit.request()
    visit.reset()


def break_within(visit: Any) -> None:
    visit.request()
    visit.send(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")


def end_without_a_word(visit: Any) -> None:
    visit.request()


def cut_gzip(visit: Any) -> None:
    visit.answer(200, gzip.compress(b"x" * 1000)[:-12], content_encoding="gzip")


@pytest.mark.parametrize("behave", [break_off, break_within, end_without_a_word, cut_gzip])
def test_a_connection_that_breaks_may_have_carried_the_request(
    serve: Any, behave: Callable[[Any], None]
) -> None:
    error = fault(serve(behave).url, "POST", json={})
    assert error.problem.code == "network.broken"
    assert not isinstance(error, NotSentError)


@pytest.mark.parametrize(
    "greeting",
    [b"SSH-2.0-OpenSSH_9.9\r\n\r\n", b"\x15\x03\x01\x00\x02\x02\x50", b"HTTP/1.1 abc\r\n\r\n"],
)
def test_what_is_no_http_is_named(serve: Any, greeting: bytes) -> None:
    server = serve(lambda visit: (visit.request(), visit.send(greeting)))
    assert fault(server.url).problem.code == "network.not_http"


def test_endless_headers_are_not_kept(serve: Any) -> None:
    def chatter(visit: Any) -> None:
        visit.request()
        visit.send(b"HTTP/1.1 200 OK\r\n")
        for _ in visit.forever():
            visit.send(b"x: " + b"y" * 1000 + b"\r\n")

    assert fault(serve(chatter).url).problem.code == "network.not_http"


def test_a_redirect_is_reported_without_its_query_and_not_followed(serve: Any) -> None:
    elsewhere = serve(lambda visit: visit.reply())
    target = f"http://user:{KEY}@127.0.0.1:{elsewhere.port}/login?token={KEY}#\x1b[31m"
    server = serve(lambda visit: visit.answer(302, b"", location=target))
    error = fault(server.url)
    assert error.problem.code == "network.redirect"
    assert f"http://…@127.0.0.1:{elsewhere.port}/login." in error.problem.symptom
    assert KEY not in error.problem.symptom
    assert elsewhere.visits == 0


def test_a_redirect_can_be_taken_as_the_answer(serve: Any) -> None:
    server = serve(lambda visit: visit.answer(308, b"", location="https://x.example"))
    response = exchange("GET", server.url, redirects="return")
    assert (response.status, response.headers["location"]) == (308, "https://x.example")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://anon.example/",
        "anon.example",
        "http://",
        "http://user:secret@anon.example/",
        "http://anon.example:99999/",
        "http://anon.example:0/",
        "http://an on.example/",
        "http://anon.example/\r\nX: y",
        "http://[::1/",
        "http://exämple.com/",
        "http://anon.example\\@evil.example/",
    ],
)
def test_an_address_that_could_be_read_in_two_ways_is_refused(url: str) -> None:
    error = fault(url)
    assert error.problem.code == "network.address"
    assert isinstance(error, NotSentError)
    assert "secret" not in error.problem.symptom


def test_a_usual_address_is_taken_apart() -> None:
    assert take_apart("http://[::1]:4010/x").port == 4010


@pytest.mark.parametrize("value", [f"Bearer {KEY}\r\nX: y", f"Bearer {KEY}ü", f" {KEY}"])
def test_a_header_that_http_does_not_allow_is_refused_without_showing_it(value: str) -> None:
    with pytest.raises(ValueError, match="Authorization") as caught:
        exchange("GET", "http://127.0.0.1:1", headers={"Authorization": value})
    assert KEY not in "".join(traceback.format_exception(caught.value))


# --- pinned addresses -----------------------------------------------------------------------------


def test_only_the_vetted_address_is_connected_to_under_the_original_name(serve: Any) -> None:
    server = serve(lambda visit: visit.answer())
    asked: list[tuple[str, int]] = []

    def vetted(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return ["127.0.0.1"]

    exchange("GET", f"http://keys.example:{server.port}/jwks.json", resolve=vetted)
    assert asked == [("keys.example", server.port)]
    assert f"host: keys.example:{server.port}".encode() in server.seen[0].lower()


def test_what_the_vetting_refuses_is_passed_on() -> None:
    def refuse(host: str, _port: int) -> list[str]:
        raise ProblemError(problem("network.offline", host=host))

    assert fault("http://10.0.0.1", resolve=refuse).problem.code == "network.offline"


def test_a_dead_address_leaves_time_for_the_next(serve: Any) -> None:
    server = serve(lambda visit: visit.answer())
    found = exchange(
        "GET", f"http://anon.example:{server.port}", resolve=lambda *_: ["127.0.0.2", "127.0.0.1"]
    )
    assert found.status == 200


def test_pinned_addresses_are_never_reached_through_a_proxy(
    serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve(lambda visit: visit.reply())
    server = serve(lambda visit: visit.answer(204))
    monkeypatch.setenv("http_proxy", proxy.url)
    found = exchange("GET", f"http://anon.example:{server.port}", resolve=lambda *_: ["127.0.0.1"])
    assert found.status == 204
    assert proxy.visits == 0


# --- proxies --------------------------------------------------------------------------------------


def test_a_proxy_of_the_environment_is_used_with_its_credentials(
    serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve(lambda visit: visit.answer())
    monkeypatch.setenv("HTTP_PROXY", f"http://me:p%40ss@127.0.0.1:{proxy.port}")
    assert exchange("GET", "http://anon.example/x").status == 200
    assert proxy.seen[0].startswith(b"GET http://anon.example/x HTTP/1.1")
    assert b"proxy-authorization: basic bwu6ceb" in proxy.seen[0].lower()


def test_this_machine_itself_is_never_reached_through_a_proxy(
    serve: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = serve(lambda visit: visit.reply())
    server = serve(lambda visit: visit.answer(204))
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    assert exchange("GET", server.url).status == 204
    assert proxy.visits == 0


def test_no_proxy_is_honoured(serve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = serve(lambda visit: visit.reply())
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    monkeypatch.setenv("NO_PROXY", "nosuch.invalid")
    assert isinstance(fault("http://nosuch.invalid", deadline=5), NotSentError)
    assert proxy.visits == 0


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_wants_a_password_is_named(
    serve: Any, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    proxy = serve(lambda visit: visit.answer(407))
    monkeypatch.setenv(
        f"{scheme}_proxy", f"http://me:{KEY.replace('/', '%2F')}@127.0.0.1:{proxy.port}"
    )
    error = fault(f"{scheme}://anon.example")
    assert error.problem.code == "network.proxy"
    assert "user name and a password" in error.problem.cause
    assert isinstance(error, NotSentError)
    assert KEY not in str(error.problem)


@pytest.mark.parametrize(
    ("behave", "words"),
    [
        (lambda visit: visit.answer(502), "refuses to connect there (502)"),
        (lambda visit: (visit.request(), visit.reset()), "broke"),
        (lambda visit: (visit.request(), visit.closing.wait()), "in time"),
    ],
)
def test_a_proxy_that_opens_no_way_is_named(
    serve: Any, monkeypatch: pytest.MonkeyPatch, behave: Callable[[Any], None], words: str
) -> None:
    proxy = serve(behave)
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    error = fault("https://anon.example", deadline=0.5)
    assert error.problem.code == "network.proxy"
    assert words in error.problem.cause
    assert isinstance(error, NotSentError)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://127.0.0.1:1", "refuses the connection"),
        ("socks5://127.0.0.1:1080", "Only http:// and https:// proxies"),
        ("http://127.0.0.1:port", "not a URL"),
    ],
)
def test_a_proxy_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, address: str, words: str
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address)
    error = fault("https://anon.example")
    assert error.problem.code == "network.proxy"
    assert words in error.problem.cause


# --- TLS ------------------------------------------------------------------------------------------


class Authority:
    """A certificate authority of our own, which issues good and bad certificates."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test CA")])
        self.certificate = self._sign(
            self.name, self.key, x509.BasicConstraints(ca=True, path_length=None)
        )
        self.file = folder / "ca.pem"
        self.file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def _sign(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        *extensions: x509.ExtensionType,
        days: tuple[int, int] = (-1, 30),
        self_signed: bool = False,
    ) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject if self_signed else self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + dt.timedelta(days=days[0]))
            .not_valid_after(now + dt.timedelta(days=days[1]))
        )
        for extension in extensions:
            builder = builder.add_extension(extension, critical=False)
        return builder.sign(key if self_signed else self.key, hashes.SHA256())

    def server(self, name: str = "127.0.0.1", **how: Any) -> ssl.SSLContext:
        """Give a server's context with a certificate for ``name``."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "server")])
        alternative: x509.GeneralName = (
            x509.IPAddress(ipaddress.ip_address(name)) if name[0].isdigit() else x509.DNSName(name)
        )
        certificate = self._sign(subject, key, x509.SubjectAlternativeName([alternative]), **how)
        file = self.folder / "server.pem"
        file.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def _trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))  # OpenSSL's way to name the system's


def hello(visit: Any) -> None:
    visit.answer(200, b"hello")


@pytest.mark.usefixtures("_trusted")
def test_a_certificate_that_the_system_trusts_is_accepted(serve: Any, authority: Authority) -> None:
    assert exchange("GET", serve(hello, authority.server()).url).body == b"hello"


@pytest.mark.usefixtures("_trusted")
def test_the_original_name_is_asked_for_and_checked_on_a_pinned_address(
    serve: Any, authority: Authority
) -> None:
    context = authority.server("keys.example")
    names: list[str | None] = []
    context.sni_callback = lambda _sock, name, _context: names.append(name)
    server = serve(hello, context)
    url = f"https://keys.example:{server.port}"
    assert exchange("GET", url, resolve=lambda *_: ["127.0.0.1"]).body == b"hello"
    assert names == ["keys.example"]


@pytest.mark.usefixtures("_trusted")
@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"days": (-30, -1)}, "expired"),
        ({"days": (1, 30)}, "not valid yet"),
        ({"name": "10.1.2.3"}, "another address"),
        ({"self_signed": True}, "self-signed"),
    ],
)
def test_a_bad_certificate_is_refused_with_its_reason(
    serve: Any, authority: Authority, how: dict[str, Any], words: str
) -> None:
    server = serve(hello, authority.server(**how))
    error = fault(server.url, headers={"Authorization": f"Bearer {KEY}"})
    assert error.problem.code == "network.tls"
    assert words in error.problem.cause
    assert isinstance(error, NotSentError)
    assert server.seen == []


@pytest.mark.usefixtures("_trusted")
def test_a_certificate_for_another_name_is_refused(serve: Any, authority: Authority) -> None:
    server = serve(hello, authority.server("other.example"))
    url = f"https://keys.example:{server.port}"
    error = fault(url, resolve=lambda *_: ["127.0.0.1"])
    assert "another name" in error.problem.cause


def test_an_authority_that_the_system_does_not_know_is_refused(
    serve: Any, authority: Authority
) -> None:
    error = fault(serve(hello, authority.server()).url)
    assert error.problem.code == "network.tls"
    assert "authority that this system does not know" in error.problem.cause


def test_a_plain_server_behind_https_is_told_apart(serve: Any) -> None:
    server = serve(lambda visit: visit.reply(400))
    error = fault(f"https://127.0.0.1:{server.port}")
    assert error.problem.code == "network.tls"
    assert "Is it an http:// address?" in error.problem.cause


def test_a_handshake_that_breaks_off_is_named(serve: Any) -> None:
    server = serve(lambda visit: visit.sock.recv(1))
    error = fault(f"https://127.0.0.1:{server.port}")
    assert error.problem.code in {"network.tls", "network.broken"}
    assert isinstance(error, NotSentError)


@pytest.mark.usefixtures("_trusted")
def test_tls_runs_through_a_proxys_tunnel(
    serve: Any, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(hello, authority.server("anon.example"))

    def tunnel(visit: Any) -> None:
        assert visit.request().startswith(b"CONNECT anon.example:443 ")
        with socket.create_connection(("127.0.0.1", server.port)) as onward:
            visit.send(b"HTTP/1.1 200 OK\r\n\r\n")
            back = Thread(target=pump, args=(onward, visit.sock))
            back.start()
            pump(visit.sock, onward)
            back.join()

    monkeypatch.setenv("HTTPS_PROXY", serve(tunnel).url)
    assert exchange("GET", "https://anon.example/").body == b"hello"


def pump(source: socket.socket, sink: socket.socket) -> None:
    while arrived := source.recv(65_536):
        sink.sendall(arrived)
    sink.shutdown(socket.SHUT_WR)


# --- secrets and start-up -------------------------------------------------------------------------


def test_a_key_shows_in_no_log_and_no_traceback(
    serve: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    options: dict[str, Any] = {
        "headers": {"Authorization": f"Bearer {KEY}"},
        "params": {"appUserIdToken": KEY},
        "json": {"password": KEY},
    }
    good = serve(lambda visit: visit.answer())
    response = exchange("POST", good.url, **options)
    shown = [repr(response)]
    for behave in (break_off, break_within, end_without_a_word, cut_gzip, endless):
        shown += traceback.format_exception(fault(serve(behave).url, "POST", **options))
    assert "canary" not in "".join(shown) + caplog.text


def test_talking_http_loads_no_terminal_toolkit_and_builds_no_tls_for_loopback() -> None:
    program = (
        "import sys, wizard.http\n"
        "from wizard.model import ProblemError\n"
        "try: wizard.http.exchange('GET', 'http://127.0.0.1:1')\n"
        "except ProblemError: pass\n"
        "print([m for m in ('rich', 'click', 'textual', 'truststore') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
