from __future__ import annotations

import json
import os
import stat
import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from wizard.identity.jwks import lint
from wizard.identity.keys import generate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Program


@contextmanager
def publishing(path: Path) -> Iterator[str]:
    """Serve one file, as it is at the time of asking."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = path.read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/.well-known/jwks.json"
        server.shutdown()


@pytest.fixture
def made(program: Program) -> dict[str, Any]:
    """Give what ``jwks new`` told of a fresh folder ``keys``."""
    ran = program("jwks", "new", "--alg", "ES256", "--out", "keys", "--json")
    assert ran.code == 0, ran.err
    data: dict[str, Any] = ran.json()["data"]
    return data


def published(program: Program) -> Path:
    return program.folder / "keys" / "jwks.json"


def kids(program: Program) -> list[str]:
    return [key["kid"] for key in json.loads(published(program).read_bytes())["keys"]]


def test_a_new_key_is_private_and_its_set_is_not(program: Program, made: dict[str, Any]) -> None:
    private = program.folder / made["privateKey"]
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert stat.S_IMODE(published(program).stat().st_mode) == 0o644
    assert b"PRIVATE" not in published(program).read_bytes()
    found = lint(published(program).read_bytes())
    assert (found.verdict, found.kids) == ("ok", (made["kid"],))
    assert made["set"] == json.loads(published(program).read_bytes())


def test_a_key_that_signs_already_gets_its_public_set(program: Program) -> None:
    key = generate("ES256")
    (program.folder / "house.pem").write_text(key.private_pem().reveal())
    words = ("jwks", "new", "--key", "house.pem", "--kid", "house", "--out", "keys", "--json")
    wrong = program(*words, "--alg", "RS256")
    assert (wrong.code, wrong.json()["problems"][0]["code"]) == (2, "usage.wrong")
    data = program(*words).json()["data"]
    assert (data["kid"], data["alg"]) == ("house", "ES256")
    assert data["set"]["keys"] == [{**key.public_jwk(), "kid": "house"}]
    token = program("token", "mint", "--user", "ada", "--key", "house.pem", "--kid", "house").out
    assert program("token", "verify", "--jwks", "keys/jwks.json", stdin=token).code == 0


def test_the_umask_does_not_open_a_private_key(program: Program) -> None:
    before = os.umask(0)
    try:
        program("jwks", "new", "--alg", "EdDSA", "--kid", "../odd name", "--out", "keys")
    finally:
        os.umask(before)
    (private,) = (program.folder / "keys").glob("*.pem")
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert stat.S_IMODE((program.folder / "keys").stat().st_mode) == 0o700
    assert kids(program) == ["../odd name"]


def test_a_folder_that_is_there_keeps_its_mode(program: Program) -> None:
    folder = program.folder / "keys"
    folder.mkdir(mode=0o755)
    assert program("jwks", "new", "--alg", "ES256", "--out", "keys").code == 0
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755


def test_no_key_is_ever_overwritten(program: Program, made: dict[str, Any]) -> None:
    private = program.folder / made["privateKey"]
    before = private.read_bytes()
    assert program("jwks", "new", "--out", "keys").code == 2
    assert program("jwks", "rotate", "keys", "--kid", made["kid"]).code == 2
    assert private.read_bytes() == before


def test_what_to_publish_where_is_said(program: Program) -> None:
    ran = program("jwks", "new", "--alg", "ES256", "--out", "keys")
    assert "https://YOUR.HOST/.well-known/jwks.json" in ran.out
    assert "Content-Type: application/json" in ran.out
    assert "PRIVATE KEY" not in ran.out + ran.err


def test_a_set_is_linted_as_a_table(program: Program, made: dict[str, Any]) -> None:
    ran = program("jwks", "lint", "keys/jwks.json")
    assert ran.code == 0
    assert ran.out.splitlines()[0].split() == ["KID", "TYPE", "SIZE", "USE", "ALG", "VERDICT"]
    assert made["kid"] in ran.out
    assert ran.out.splitlines()[-1].startswith("ok: ")


def test_a_wrong_document_says_why_and_how_to_mend_it(program: Program) -> None:
    (program.folder / "page.html").write_text("<!DOCTYPE html>")
    ran = program("jwks", "lint", "page.html", "--json")
    assert ran.code == 1
    document = ran.json()
    assert document["status"] == "problem"
    assert document["problems"][0]["code"] == "jwks.html"
    told = program("jwks", "lint", "page.html")
    assert told.out == "fail: jwks.html\n"
    assert (told.out + told.err).count("This is an HTML") == 1
    assert document["data"]["checks"][0] == {
        "id": "jwks.document",
        "state": "fail",
        "text": "This is an HTML or XML page, not a key set.",
        "problem": "jwks.html",
    }


def test_what_only_this_machine_can_fetch_is_noted(program: Program) -> None:
    program("jwks", "new", "--alg", "ES256", "--out", "keys")
    with publishing(published(program)) as url:
        ran = program("jwks", "lint", url, "--allow-private")
        checks = program("jwks", "lint", url, "--allow-private", "--json").json()["data"]["checks"]
    assert ran.code == 0
    assert "Allowed here only. Anon cannot reach 127.0.0.1" in ran.out
    assert [each["id"] for each in checks if each["state"] == "skip"] == ["jwks.public"]


def test_a_mistyped_address_is_not_taken_for_a_path(program: Program) -> None:
    for source in ("https:/keys.example.com/jwks.json", "HTTP:keys.example.com"):
        ran = program("jwks", "lint", source, "--json")
        assert ran.json()["problems"][0]["code"] == "jwks.url"


def test_a_remark_is_no_failure(program: Program, made: dict[str, Any]) -> None:
    document = {"keys": [*made["set"]["keys"], {"kty": "RSA", "use": "enc"}]}
    (program.folder / "two.json").write_text(json.dumps(document))
    ran = program("jwks", "lint", "two.json", "--json")
    assert (ran.code, ran.json()["status"]) == (0, "ok")
    checks = ran.json()["data"]["checks"]
    assert [(each["id"], each["state"]) for each in checks] == [
        ("jwks.document", "pass"),
        ("jwks.key.1", "pass"),
        ("jwks.key.2", "warn"),
        ("jwks.usable", "pass"),
    ]


def test_a_private_key_is_not_echoed(program: Program, made: dict[str, Any]) -> None:
    document = {"keys": [{**made["set"]["keys"][0], "d": "c2VjcmV0c2VjcmV0"}]}
    (program.folder / "leak.json").write_text(json.dumps(document))
    for more in ((), ("--json",)):
        ran = program("jwks", "lint", "leak.json", *more)
        assert ran.code == 1
        assert "jwks.private_key" in ran.out + ran.err
        assert "c2VjcmV0" not in ran.out + ran.err


def test_a_batch_gives_a_line_for_a_line(program: Program, made: dict[str, Any]) -> None:
    assert made
    sources = ["keys/jwks.json", "nowhere.json", "https://127.0.0.1/", "http://a.example/", "a\0b"]
    lines = [*map(json.dumps, sources), "keys/jwks.json", "", "[1]", '"\\ud800"']
    ran = program("jwks", "lint", "--batch", "-", stdin="\n".join(lines))
    verdicts = [json.loads(line) for line in ran.out.splitlines()]
    assert ran.code == 1
    assert [(each["verdict"], each["code"]) for each in verdicts] == [
        ("ok", None),
        ("fail", "usage.file"),
        ("fail", "jwks.not_public"),
        ("fail", "jwks.not_https"),
        ("fail", "usage.file"),
        ("fail", "usage.batch"),
        ("fail", "usage.batch"),
        ("fail", "usage.batch"),
        ("fail", "usage.file"),
    ]
    assert all(set(each) == {"verdict", "code", "text"} for each in verdicts)
    good = program("jwks", "lint", "--batch", "-", stdin='"keys/jwks.json"\n' * 20)
    assert (good.code, len(good.out.splitlines())) == (0, 20)


def test_a_published_set_is_fetched_when_that_is_allowed(
    program: Program, made: dict[str, Any]
) -> None:
    with publishing(published(program)) as url:
        refused = program("jwks", "lint", url, "--json")
        assert (refused.code, refused.json()["problems"][0]["code"]) == (1, "jwks.not_public")
        allowed = program("jwks", "lint", url, "--allow-private", "--json")
    assert allowed.code == 0
    note = allowed.json()["data"]["checks"][0]
    assert (note["id"], note["state"]) == ("jwks.public", "skip")
    assert [key["kid"] for key in allowed.json()["data"]["keys"]] == [made["kid"]]


def test_wrong_usage_is_told(program: Program) -> None:
    assert program("jwks", "lint").code == 2
    assert program("jwks", "new").code == 2
    assert program("jwks", "rotate", "nowhere").code == 2
    assert program("jwks", "lint", "nowhere.json").code == 2


def states(ran: Any) -> list[tuple[str, str]]:
    return [(each["state"], each["text"]) for each in ran.json()["data"]["checks"]]


def test_a_rotation_adds_a_key_and_later_withdraws_the_old(
    program: Program, made: dict[str, Any]
) -> None:
    old = made["kid"]
    added = program("jwks", "rotate", "keys", "--kid", "new", "--json")
    assert added.code == 0
    assert states(added) == [("pass", f"tokens of {old} pass"), ("pass", "tokens of new pass")]
    assert kids(program) == [old, "new"]
    withdrawn = program("jwks", "rotate", "keys", "--withdraw", old, "--json")
    assert withdrawn.code == 0
    assert states(withdrawn) == [
        ("pass", f"tokens of {old} are refused, as they should be"),
        ("pass", "tokens of new pass"),
    ]
    assert kids(program) == ["new"]
    assert (program.folder / made["privateKey"]).exists()


@pytest.mark.parametrize("kid", ["-tghyXtJ", "--all"])
def test_a_kid_that_begins_with_a_dash_is_a_kid(program: Program, kid: str) -> None:
    # A thumbprint is base64url: its first character is a dash in one of 64 keys.
    program("jwks", "new", "--alg", "ES256", "--out", "keys", "--kid", kid)
    program("jwks", "rotate", "keys", "--kid", "new")
    assert kids(program) == [kid, "new"]
    assert program("jwks", "rotate", "keys", "--withdraw", kid).code == 0
    assert kids(program) == ["new"]


def test_a_flag_is_not_taken_for_the_value_of_the_one_before(program: Program) -> None:
    ran = program("jwks", "rotate", "keys", "--withdraw", "--json")
    assert (ran.code, ran.json()["problems"][0]["code"]) == (2, "usage.wrong")
    assert "expected one argument" in ran.json()["problems"][0]["symptom"]


def test_the_last_key_and_an_unknown_one_stay(program: Program, made: dict[str, Any]) -> None:
    before = published(program).read_bytes()
    last = program("jwks", "rotate", "keys", "--withdraw", made["kid"], "--json")
    assert (last.code, last.json()["problems"][0]["code"]) == (1, "rotation.last_key")
    unknown = program("jwks", "rotate", "keys", "--withdraw", "x", "--json")
    assert (unknown.code, unknown.json()["problems"][0]["code"]) == (2, "rotation.unknown_kid")
    assert published(program).read_bytes() == before


def test_nothing_is_withdrawn_before_the_new_key_is_published(
    program: Program, made: dict[str, Any], tmp_path: Path
) -> None:
    stale = tmp_path / "stale.json"
    stale.write_bytes(published(program).read_bytes())
    program("jwks", "rotate", "keys", "--kid", "new")
    words = ("jwks", "rotate", "keys", "--withdraw", made["kid"], "--allow-private", "--json")
    with publishing(stale) as url:
        early = program(*words, "--url", url)
        assert early.json()["problems"][0]["code"] == "rotation.not_published"
        assert kids(program) == [made["kid"], "new"]
        stale.write_bytes(published(program).read_bytes())
        assert program(*words, "--url", url).code == 0
    assert kids(program) == ["new"]


def test_a_rotation_is_rehearsed_at_the_local_provider(program: Program) -> None:
    ran = program("jwks", "rotate", "--alg", "ES256", "--json")
    assert ran.code == 0, ran.err
    assert [each["id"] for each in ran.json()["data"]["checks"]] == [
        "rotation.both.old_key",
        "rotation.both.new_key",
        "rotation.withdrawn.old_key",
        "rotation.withdrawn.new_key",
    ]
    assert {state for state, _text in states(ran)} == {"pass"}


def test_a_full_disk_leaves_no_half_written_key(program: Program, made: dict[str, Any]) -> None:
    """A limit on file sizes stands in for the full disk: it fails the same writes."""
    before = sorted(path.name for path in (program.folder / "keys").iterdir())
    words = " ".join(program.command("jwks", "rotate", "keys", "--json"))
    ran = subprocess.run(
        ["bash", "-c", f"trap '' XFSZ; ulimit -f 0; {words} | cat"],
        capture_output=True,
        text=True,
        cwd=program.folder,
        env=program.environ(PYTHONDONTWRITEBYTECODE="1"),
        check=False,
    )
    assert json.loads(ran.stdout)["problems"][0]["code"] == "store.cannot_write"
    assert sorted(path.name for path in (program.folder / "keys").iterdir()) == before
    assert kids(program) == [made["kid"]]
