"""The listener that the Link page comes back to, and addresses pasted back."""

from __future__ import annotations

import contextlib
import json
import re
import socket
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.callback import CallbackListener, LinkReturn, new_state, read_returned_url, server
from wizard.model import CancelledByUserError, ProblemError
from wizard.resources import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

SUCCESS = LinkReturn("success")


@pytest.fixture
def listener() -> Iterator[CallbackListener]:
    with CallbackListener(port=0) as listening:
        yield listening


def port_of(listener: CallbackListener) -> int:
    return urlsplit(listener.redirect_url).port or 0


def send(listener: CallbackListener, raw: bytes) -> bytes:
    """Send raw bytes and give all that comes back."""
    with socket.create_connection(("127.0.0.1", port_of(listener)), timeout=20) as sock:
        sock.sendall(raw)
        received = b""
        while arrived := sock.recv(65_536):
            received += arrived
    return received


def ask(listener: CallbackListener, target: str, method: str = "GET", host: str = "") -> str:
    host = host or f"127.0.0.1:{port_of(listener)}"
    return send(listener, f"{method} {target} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()).decode()


def come_back(listener: CallbackListener, method: str = "GET", **params: str) -> str:
    """Come back from the Link page with its ``state`` (unless told otherwise)."""
    query = urlencode({"state": listener.state, **params}, quote_via=quote)
    return ask(listener, f"/callback?{query}", method)


# --- what is waited for ---------------------------------------------------------------------------


def test_the_state_is_a_fresh_nonce_of_32_hex_digits() -> None:
    nonce = json.loads(new_state())["nonce"]
    assert re.fullmatch("[0-9a-f]{32}", nonce)
    assert new_state() != new_state()


def test_the_redirect_url_names_the_port_that_was_taken() -> None:
    with CallbackListener(port=0) as first:
        with CallbackListener(port=port_of(first)) as second:
            assert port_of(second) != port_of(first)
            assert second.redirect_url == f"http://127.0.0.1:{port_of(second)}/callback"
            come_back(second, type="success")
            assert second.wait(20) == SUCCESS
        assert first.wait(0) is None


def test_it_listens_on_this_machine_alone(listener: CallbackListener) -> None:
    with socket.socket() as other, pytest.raises(ConnectionRefusedError):
        other.connect(("127.0.0.2", port_of(listener)))


def test_the_port_is_free_again_afterwards() -> None:
    with CallbackListener(port=0) as first:
        port = port_of(first)
    with CallbackListener(port=port) as second:
        assert port_of(second) == port


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"type": "success"}, SUCCESS),
        ({"status": "success"}, SUCCESS),
        ({"type": "success", "status": "success"}, SUCCESS),
        ({"type": "error", "error_code": "bad_input"}, LinkReturn("error", "bad_input")),
        (
            {"status": "error", "error_code": "bad_authorization"},
            LinkReturn("error", "bad_authorization"),
        ),
        ({"type": "success", "status": "error"}, LinkReturn("error")),
        ({"type": "success", "error_code": "bad_input"}, LinkReturn("error", "bad_input")),
        ({"type": "error", "status": "cancelled"}, LinkReturn("cancelled")),
        ({"type": "error", "error_code": "cancelled"}, LinkReturn("cancelled", "cancelled")),
        ({}, LinkReturn("error")),
        ({"type": "whatever"}, LinkReturn("error")),
    ],
)
def test_both_spellings_of_the_end_are_read(
    listener: CallbackListener, params: dict[str, str], expected: LinkReturn
) -> None:
    assert come_back(listener, **params).startswith("HTTP/1.1 200 ")
    assert listener.wait(20) == expected


def test_an_error_code_is_shown_cleaned_and_short(listener: CallbackListener) -> None:
    come_back(listener, type="error", error_code="\x1b[31m\u202e" + "x" * 500)
    ended = listener.wait(20)
    assert ended is not None
    assert ended.error_code.startswith("\\x1b[31m\\u202exxx")
    assert len(ended.error_code) < 120


def test_nothing_comes_of_waiting_for_nothing(listener: CallbackListener) -> None:
    assert listener.wait(0) is None
    with pytest.raises(CancelledByUserError):
        listener.wait(20, lambda: True)


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "state",
    ["", "{}", "null", "[]", '{"nonce": 7}', '{"nonce": ""}', "not json", "[" * 2000,
     '{"nonce": "0123456789abcdef0123456789abcdef"}', '{"nonce": "\\ud83d"}', "\x00"],
)  # fmt: skip
def test_a_wrong_state_is_refused_and_the_wizard_goes_on_waiting(
    listener: CallbackListener, state: str
) -> None:
    assert come_back(listener, state=state, type="success").startswith("HTTP/1.1 400 ")
    assert listener.wait(0) is None
    assert come_back(listener, type="success").startswith("HTTP/1.1 200 ")
    assert listener.wait(20) == SUCCESS


def test_an_answer_without_a_state_is_refused(listener: CallbackListener) -> None:
    assert ask(listener, "/callback?type=success").startswith("HTTP/1.1 400 ")
    assert listener.wait(0) is None


def test_an_answer_counts_once(listener: CallbackListener) -> None:
    come_back(listener, type="error", error_code="bad_input")
    assert come_back(listener, type="success").startswith("HTTP/1.1 410 ")
    assert listener.wait(20) == LinkReturn("error", "bad_input")
    assert listener.wait(0) is None


def test_a_head_request_uses_nothing_up(listener: CallbackListener) -> None:
    head = come_back(listener, "HEAD", type="success")
    assert head.startswith("HTTP/1.1 200 ")
    assert head.endswith("\r\n\r\n")
    assert listener.wait(0) is None
    body = come_back(listener, type="success").partition("\r\n\r\n")[2]
    assert f"Content-Length: {len(body.encode())}\r\n" in head


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS", "DELETE", "TRACE", "get"])
def test_other_methods_are_refused(listener: CallbackListener, method: str) -> None:
    assert come_back(listener, method, type="success").startswith("HTTP/1.1 405 ")
    assert listener.wait(0) is None


@pytest.mark.parametrize(
    "host", ["localhost:{port}", "evil.example", "127.0.0.1", "127.0.0.1:1", "127.0.0.1:{port}."]
)
def test_another_host_is_refused(listener: CallbackListener, host: str) -> None:
    target = f"/callback?type=success&state={quote(listener.state)}"
    shown = ask(listener, target, host=host.format(port=port_of(listener)))
    assert shown.startswith("HTTP/1.1 400 ")
    assert listener.wait(0) is None


def test_a_request_with_two_hosts_is_refused(listener: CallbackListener) -> None:
    host = f"127.0.0.1:{port_of(listener)}\r\nHost: evil.example"
    target = f"/callback?type=success&state={quote(listener.state)}"
    assert ask(listener, target, host=host).startswith("HTTP/1.1 400 ")


def test_a_parameter_given_twice_is_refused(listener: CallbackListener) -> None:
    shown = ask(listener, f"/callback?type=error&type=success&state={quote(listener.state)}")
    assert shown.startswith("HTTP/1.1 400 ")
    assert listener.wait(0) is None


@pytest.mark.parametrize("target", ["/", "/favicon.ico", "/callback/", "//callback"])
def test_other_paths_are_not_there(listener: CallbackListener, target: str) -> None:
    shown = ask(listener, f"{target}?type=success&state={quote(listener.state)}")
    assert shown.startswith("HTTP/1.1 404 ")
    assert listener.wait(0) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /callback\r\n\r\n",
        b"GET http://127.0.0.1/callback HTTP/1.1\r\n\r\n",
        b"GET /callback HTTP/2.0\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\n folded\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused(listener: CallbackListener, raw: bytes) -> None:
    assert send(listener, raw).startswith(b"HTTP/1.1 400 ")


def test_a_request_of_more_than_8_kb_is_refused(listener: CallbackListener) -> None:
    shown = send(listener, b"GET /callback?" + b"x" * 8192 + b" HTTP/1.1\r\n")
    assert shown.startswith(b"HTTP/1.1 431 ")


@given(st.binary(max_size=300))
def test_no_bytes_stop_the_listener(raw: bytes) -> None:
    with CallbackListener(port=0) as listening:
        assert send(listening, raw + b"\r\n\r\n").startswith(b"HTTP/1.1 4")
        come_back(listening, type="success")
        assert listening.wait(20) == SUCCESS


# --- time -----------------------------------------------------------------------------------------


def test_an_answer_after_the_deadline_is_refused_unless_it_was_extended() -> None:
    now = 1000.0
    with CallbackListener(port=0, clock=lambda: now) as listening:
        now += 600
        assert come_back(listening, type="success").startswith("HTTP/1.1 410 ")
        assert listening.wait(0) is None
        listening.extend()
        now += 599
        assert come_back(listening, type="success").startswith("HTTP/1.1 200 ")
        assert listening.wait(20) == SUCCESS


def test_idle_connections_never_block_an_answer(listener: CallbackListener) -> None:
    with contextlib.ExitStack() as stack:
        for part in (b"", b"GET /callback", b"GET / HTTP/1.1\r\nHost: x\r\n") * 60:
            idle = socket.create_connection(("127.0.0.1", port_of(listener)), timeout=20)
            stack.enter_context(idle).sendall(part)
        come_back(listener, type="success")
        assert listener.wait(20) == SUCCESS


def test_an_unfinished_request_is_sent_away(
    listener: CallbackListener, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert server.PATIENCE == 5
    monkeypatch.setattr(server, "PATIENCE", 0.1)
    assert send(listener, b"GET /callback HTTP/1.1\r\n") == b""


# --- the page -------------------------------------------------------------------------------------


def test_the_page_is_fixed_and_harmless(listener: CallbackListener) -> None:
    script = "<script>alert(1)</script>"
    shown = come_back(listener, type="error", error_code=script, app=script)
    head, _, body = shown.partition("\r\n\r\n")
    assert "alert" not in shown
    assert json.loads(listener.state)["nonce"] not in shown
    assert "return" in body.lower() or "terminal" in body
    assert "Content-Type: text/html; charset=utf-8" in head
    assert "X-Content-Type-Options: nosniff" in head
    assert "Cache-Control: no-store" in head
    assert "Content-Security-Policy: default-src 'none'; style-src 'sha256-" in head


def test_the_page_needs_nothing_from_elsewhere() -> None:
    page = read_text("link_done.html")
    assert "<script" not in page
    assert not re.search(r"""(?:src|href)=["'](?!data:,)""", page)
    assert "url(" not in page
    assert "prefers-color-scheme: dark" in page


# --- pasted back ----------------------------------------------------------------------------------


def pasted(state: str, base: str = "https://app.example/done?", **params: str) -> str:
    return base + urlencode({"type": "success", "state": state, **params}, quote_via=quote)


def test_a_pasted_address_is_read() -> None:
    state = new_state()
    assert read_returned_url(pasted(state), state) == SUCCESS
    ended = read_returned_url(pasted(state, type="error", error_code="bad_input"), state)
    assert ended == LinkReturn("error", "bad_input")


@pytest.mark.parametrize("base", ["acme.app://link?", "https://app.example/#/done?", "/done?"])
def test_a_pasted_address_may_be_of_any_app(base: str) -> None:
    state = new_state()
    assert read_returned_url(pasted(state, base), state) == SUCCESS


def test_line_breaks_of_a_terminal_are_taken_out_of_a_pasted_address() -> None:
    state = new_state()
    address = pasted(state)
    broken = f"  {address[:40]}\n{address[40:70]}\r\n  {address[70:]}\n"
    assert read_returned_url(broken, state) == SUCCESS


@pytest.mark.parametrize(
    "address",
    ["", "hello", "https://app.example/done", "http://[::1", pasted(new_state()), pasted("{}"),
     "x?" + "&" * 100_000, "x?state=%ff&state=1", "\ud800?state=\udfff"],
)  # fmt: skip
def test_a_pasted_address_of_another_link_is_refused(address: str) -> None:
    with pytest.raises(ProblemError) as caught:
        read_returned_url(address, new_state())
    assert caught.value.problem.code == "link.wrong_state"


@given(st.text())
def test_no_paste_is_taken_for_an_answer_by_accident(text: str) -> None:
    with pytest.raises(ProblemError):
        read_returned_url(text, new_state())
