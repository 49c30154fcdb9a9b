"""What Anon hands over, in every layout it may come in: recognised by shape, mix-ups explained."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.saved import token
from wizard.identity.keys import generate, public_set
from wizard.model import ProblemError, Secret
from wizard.profiles.bundle import answers_of, read
from wizard.profiles.bundle.entries import Entry
from wizard.profiles.bundle.recognise import recognised

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEY = "ory_at_abcdefghijklmnop"
SERVICE_KEY = "anon_ab/cd+ef0123456789=="
TOKEN = token("alice").reveal()
WEBAPP = {"id": "web-1", "name": "w", "auth": {"type": "userPool", "userPoolId": "pool-1"}}
SERVICE = {"id": "srv-1", "name": "s", "auth": {"type": "apiKey", "secret": SERVICE_KEY}}
URL = "https://jwks.example/jwks.json"

ENTRIES: dict[str, Any] = {
    "NPM_TOKEN": "npm_abcdefghijklmnop",
    "backend_api_key": KEY,
    "webAppSdkClient.json": WEBAPP,
    "serviceSdkClient.json": SERVICE,
    "example_app_user_id": "alice",
    "example_app_user_id_token": TOKEN,
}

EXPECTED = {
    "environment": "sandbox",
    "api_key": KEY,
    "pool_id": "pool-1",
    "webapp_id": "web-1",
    "service_id": "srv-1",
    "service_key": SERVICE_KEY,
    "user": "alice",
    "user_token": TOKEN,
    "npm_token": "npm_abcdefghijklmnop",
}


def written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def as_folder(path: Path) -> Path:
    folder = path / "bundle"
    folder.mkdir()
    for name, value in ENTRIES.items():
        (folder / name).write_text(f"{written(value)}\n")
    return folder


def as_document(path: Path) -> Path:
    file = path / "bundle.json"
    file.write_text(json.dumps(ENTRIES))
    return file


def as_document_of_texts(path: Path) -> Path:
    file = path / "bundle.json"
    file.write_text(json.dumps({name: written(value) for name, value in ENTRIES.items()}))
    return file


def item() -> dict[str, Any]:
    fields = [
        {"id": f"f{number}", "type": "CONCEALED", "label": name, "value": written(value)}
        for number, (name, value) in enumerate(ENTRIES.items())
    ]
    empty = {"id": "notesPlain", "type": "STRING", "purpose": "NOTES", "label": "notesPlain"}
    return {"id": "x", "title": "Anon", "category": "SECURE_NOTE", "fields": [*fields, empty]}


def as_item(path: Path) -> Path:
    file = path / "item.json"
    file.write_text(json.dumps(item()))
    return file


def as_variables_beside_documents(path: Path) -> Path:
    folder = path / "bundle"
    folder.mkdir()
    (folder / "webAppSdkClient.json").write_text(json.dumps(WEBAPP))
    (folder / "serviceSdkClient.json").write_text(json.dumps(SERVICE))
    (folder / ".env").write_text(
        f"# from Anon\nANON_ENV=sandbox\nNPM_TOKEN=npm_abcdefghijklmnop\nANON_API_KEY='{KEY}'\n"
        f"export ANON_APP_USER_ID=alice\nANON_APP_USER_ID_TOKEN={TOKEN}\nANON_SDKCLIENT_ID=web-1\n"
        "REACT_APP_ANON_SDKCLIENT_ID=$ANON_SDKCLIENT_ID\nANON_COMPANY_NAME=...\n"
    )
    return folder


def plain(answers: dict[str, Any]) -> dict[str, str]:
    return {
        name: value.reveal() if isinstance(value, Secret) else value
        for name, value in answers.items()
    }


@pytest.mark.parametrize(
    "layout",
    [as_folder, as_document, as_document_of_texts, as_item, as_variables_beside_documents],
)
def test_every_layout_gives_the_same_answers(
    layout: Callable[[Path], Path], tmp_path: Path
) -> None:
    bundle = read(str(layout(tmp_path)))
    assert plain(answers_of(bundle)) == EXPECTED
    assert bundle.notes == ()


def test_secrets_are_shown_masked_and_held_as_such(tmp_path: Path) -> None:
    bundle = read(str(as_folder(tmp_path)))
    shown = f"{bundle.rows()} {bundle}"
    assert "ory_…mnop" in shown
    assert not any(secret in shown for secret in (KEY, SERVICE_KEY, TOKEN))


def folder_of(path: Path, **files: Any) -> str:
    for name, value in files.items():
        (path / name.replace("_json", ".json")).write_text(written(value))
    return str(path)


def test_documents_called_what_they_are_not_are_used_for_what_they_are(tmp_path: Path) -> None:
    bundle = read(folder_of(tmp_path, webAppSdkClient_json=SERVICE, serviceSdkClient_json=WEBAPP))
    assert (bundle.value("webapp_id"), bundle.value("service_id")) == ("web-1", "srv-1")
    assert [note.code for note in bundle.notes] == ["bundle.misnamed", "bundle.misnamed"]


def test_the_service_client_as_webapp_client_is_caught_and_explained(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ANON_SDKCLIENT_ID=srv-1\n")
    bundle = read(folder_of(tmp_path, serviceSdkClient_json=SERVICE))
    assert bundle.value("webapp_id") == ""
    assert [note.code for note in bundle.notes] == ["client.wrong_kind"]
    assert "webapp" in bundle.notes[0].symptom


def test_of_two_values_the_first_counts_and_that_is_said(tmp_path: Path) -> None:
    bundle = read(folder_of(tmp_path, a_api_key="anon_aaaaaaaaaaaa", b_api_key="anon_bbbbbbbbbbbb"))
    key = bundle.secret("api_key")
    assert key
    assert key.reveal() == "anon_aaaaaaaaaaaa"
    assert [note.code for note in bundle.notes] == ["bundle.doubled"]


def test_a_private_key_in_the_example_set_signs_for_more_users(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    key = generate("ES256")
    pem = key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key.pem").write_bytes(pem)
    place = folder_of(
        tmp_path,
        jwks_json=public_set([key]),
        jwks_url=URL,
        example_app_user_id="alice",
        example_app_user_id_token=TOKEN,
    )

    same, another = answers_of(read(place), "alice"), answers_of(read(place), "bob")

    assert (same["jwks"], same["mock_jwks"]) == ("mock", URL)
    assert "user_token" in same
    assert "user_token" not in another
    assert another["mock_signing_key"]


def test_a_url_alone_is_the_users_own_key_set(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"ANON_JWKS_PUBLIC_URL={URL}\nANON_API_KEY={KEY}\n")
    answers = answers_of(read(str(tmp_path / ".env")))
    assert answers["jwks"] == URL
    assert "mock_jwks" not in answers


def test_the_token_tells_the_user_where_nothing_else_does(tmp_path: Path) -> None:
    place = folder_of(tmp_path, example_app_user_id_token=TOKEN)
    assert answers_of(read(place))["user"] == "alice"


def test_a_session_token_is_no_users_token(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"ANON_SESSION_TOKEN={TOKEN}\nANON_ORG_ID=org-1\n")
    answers = answers_of(read(str(tmp_path)))
    assert plain(answers)["api_key"] == TOKEN
    assert answers["organization"] == "org-1"
    assert "user_token" not in answers


def test_what_is_not_understood_is_named(tmp_path: Path) -> None:
    bundle = read(folder_of(tmp_path, readme="Welcome!", backend_api_key=KEY))
    assert bundle.passed_over == ("readme",)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: path / "none", "bundle.unreadable"),
        (lambda path: path, "bundle.empty"),
        (lambda path: folder_of(path, readme="Welcome!"), "bundle.empty"),
        (lambda path: folder_of(path, big="x" * 300_000), "bundle.unreadable"),
        (lambda path: folder_of(path, deep="[" * 100_000), "bundle.empty"),
        (lambda path: folder_of(path, **{f"f{n}": "x" for n in range(201)}), "bundle.unreadable"),
    ],
)
def test_what_is_no_bundle_is_said(
    make: Callable[[Path], object], code: str, tmp_path: Path
) -> None:
    with pytest.raises(ProblemError) as raised:
        read(str(make(tmp_path)))
    assert raised.value.problem.code == code


def test_pipes_and_links_in_a_folder_are_passed_by(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/etc/passwd")
    assert read(folder_of(tmp_path, backend_api_key=KEY)).secret("api_key")


@given(st.text(max_size=60), st.text(max_size=200))
def test_recognising_never_raises(name: str, text: str) -> None:
    recognised(Entry(name, text, "here"))


# --- 1Password ------------------------------------------------------------------------------------


@pytest.fixture
def op(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Put a made-up ``op`` on the path; give the file with the arguments it saw."""
    tools, seen = tmp_path / "tools", tmp_path / "arguments"
    tools.mkdir()
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")

    def behave(script: str) -> Path:
        (tools / "op").write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {seen}\n{script}\n')
        (tools / "op").chmod(0o755)
        return seen

    return behave


def test_an_item_is_fetched_by_its_reference(op: Callable[[str], Path], tmp_path: Path) -> None:
    (tmp_path / "item.json").write_text(json.dumps(item()))
    seen = op(f"cat {tmp_path / 'item.json'}")

    bundle = read("op://Team Vault/Anon -x")

    assert plain(answers_of(bundle)) == EXPECTED
    words = seen.read_text().splitlines()
    assert words == ["item", "get", "--format=json", "--vault=Team Vault", "--", "Anon -x"]


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ('echo "[ERROR] you are not currently signed in" >&2; exit 1', "op.signed_out"),
        ('echo "[ERROR] authorization prompt dismissed" >&2; exit 1', "op.denied"),
        ("exit 1", "op.failed"),
        ("echo not json", "bundle.unreadable"),
        ('echo "{}"', "bundle.unreadable"),
        ('echo "[]"', "bundle.unreadable"),
        ("printf '{\"fields\": []}'", "bundle.empty"),
    ],
)
def test_1password_says_no(op: Callable[[str], Path], script: str, code: str) -> None:
    op(script)
    with pytest.raises(ProblemError) as raised:
        read("op://vault/item")
    assert raised.value.problem.code == code


def test_1password_takes_too_long(
    op: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.profiles.onepassword.SECONDS", 0.2)
    op("exec sleep 60")
    with pytest.raises(ProblemError, match=r"op\.timeout"):
        read("op://vault/item")


def test_1password_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ProblemError, match=r"op\.missing"):
        read("op://vault/item")


@pytest.mark.parametrize("reference", ["op://", "op://vault", "op://vault/item/field", "op:///x"])
def test_only_an_item_can_be_imported(reference: str) -> None:
    with pytest.raises(ProblemError, match=r"bundle\.unreadable"):
        read(reference)
