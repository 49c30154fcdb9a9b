from __future__ import annotations

import json
import os
import pty
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from wizard.identity.keys import SigningKey, generate, public_set
from wizard.identity.tokens import mint

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Program


@pytest.fixture(scope="module")
def key() -> SigningKey:
    return generate("ES256", "mine")


@pytest.fixture
def jwks(program: Program, key: SigningKey) -> Path:
    path = program.folder / "jwks.json"
    path.write_text(json.dumps(public_set([key])))
    return path


@pytest.fixture
def pem(program: Program, key: SigningKey) -> Path:
    path = program.folder / "key.pem"
    path.write_text(key.private_pem().reveal())
    return path


def verify(program: Program, token: str, *more: str) -> dict[str, Any]:
    return program("token", "verify", "--json", "--jwks", "jwks.json", *more, stdin=token).json()


@pytest.mark.usefixtures("jwks", "pem")
def test_a_minted_token_names_the_key_as_it_is_published(program: Program) -> None:
    ran = program("token", "mint", "--user", "u-1", "--key", "key.pem", "--json")
    data = ran.json()["data"]
    assert (data["kid"], data["userId"], data["algorithm"]) == ("mine", "u-1", "ES256")
    verdict = verify(program, data["token"], "--user", "u-1")
    assert (verdict["status"], verdict["data"]["verdict"]) == ("ok", "ok")
    assert verdict["data"]["expiresAt"] == data["expiresAt"]


@pytest.mark.usefixtures("jwks", "pem")
def test_a_token_alone_is_what_stdout_gets(program: Program) -> None:
    ran = program("token", "mint", "--user", "u-1", "--key", "key.pem", "--expires", "2h")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count(".") == 2
    assert program("token", "verify", "--jwks", "jwks.json", stdin=ran.out).code == 0


@pytest.mark.usefixtures("jwks", "pem")
def test_claims_are_json_or_text(program: Program) -> None:
    claims = ["--claim", "level=3", "--claim", "name=Zoë", "--claim", "odd=NaN", "--claim", "x=a=b"]
    words = ("token", "mint", "--user", "u-1", "--key", "key.pem", "--id-claim", "email")
    ran = program(*words, *claims, "--expires", "never")
    seen = program("token", "inspect", "--json", stdin=ran.out).json()["data"]
    assert seen["claims"] == {
        "level": 3,
        "name": "Zoë",
        "odd": "NaN",
        "x": "a=b",
        "email": "u-1",
        "iat": seen["claims"]["iat"],
    }
    assert seen["verified"] is False


@pytest.mark.usefixtures("jwks", "pem")
@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--claim", "sub=x"), "mint.reserved"),
        (("--claim", "exp=1"), "mint.reserved"),
        (("--claim", "nothing"), "usage.wrong"),
        (("--expires", "soon"), "usage.wrong"),
        (("--key", "jwks.json"), "signing_key.not_in_set"),
        (("--key", "nowhere.pem"), "usage.file"),
        (("--user", ""), "mint.user"),
    ],
)
def test_what_cannot_be_minted_is_told(program: Program, more: tuple[str, ...], code: str) -> None:
    words = ("token", "mint", "--json", "--user", "u-1", "--key", "key.pem")
    assert program(*words, *more).json()["problems"][0]["code"] == code


@pytest.mark.usefixtures("jwks")
def test_the_first_reason_is_told_with_its_fix(program: Program, key: SigningKey) -> None:
    late = mint(key, user_id="u-1", expires_in=-5).reveal()
    (program.folder / "late.jwt").write_text(f"{late}\n")
    ran = program("token", "verify", "late.jwt", "--jwks", "jwks.json")
    assert ran.code == 1
    assert "The token expired" in ran.err
    assert "token.expired" in ran.err
    assert (ran.out + ran.err).count("The token expired") == 1
    assert ran.out.splitlines()[-1] == "May be refused."
    document = verify(program, late)
    assert document["problems"][0]["code"] == "token.expired"
    rows = {row["id"]: row["state"] for row in document["data"]["checks"]}
    assert (rows["token.signature"], rows["token.expiry"]) == ("pass", "fail")
    assert rows["token.times"] == "skip"


@pytest.mark.usefixtures("jwks")
def test_flags_say_what_is_asked_for(program: Program, key: SigningKey) -> None:
    token = mint(key, user_id="a@b.example", id_claim="email").reveal()
    assert verify(program, token)["problems"][0]["code"] == "token.no_user"
    assert verify(program, token, "--id-claim", "email")["status"] == "ok"
    wrong = verify(program, token, "--id-claim", "email", "--user", "other")
    assert wrong["problems"][0]["code"] == "token.user_differs"
    assert verify(program, token, "--signature-only")["status"] == "ok"


@pytest.mark.usefixtures("jwks")
def test_a_batch_gives_a_line_for_a_line(program: Program, key: SigningKey) -> None:
    good = mint(key, user_id="u-1").reveal()
    endless = mint(key, user_id="u-1", expires_in=None).reveal()
    tokens = [good, endless, "", f"{good}\n", "\ud800", "a" * 1_000_000, good]
    lines = [*map(json.dumps, tokens), "junk", "[" * 50_000]
    (program.folder / "batch").write_text("\n".join(lines))
    ran = program("token", "verify", "--jwks", "jwks.json", "--batch", "batch")
    assert ran.code == 1
    assert [(each["verdict"], each["code"]) for each in map(json.loads, ran.out.splitlines())] == [
        ("ok", None),
        ("warn", "token.no_expiry"),
        ("fail", "token.empty"),
        ("fail", "token.base64"),
        ("fail", "token.parts"),
        ("fail", "token.too_large"),
        ("ok", None),
        ("fail", "usage.batch"),
        ("fail", "usage.batch"),
    ]


def test_a_batch_against_a_set_that_never_came(program: Program) -> None:
    words = ("token", "verify", "--jwks", "https://localhost/", "--batch", "-")
    ran = program(*words, stdin='"a"\n"b"\n')
    codes = [json.loads(line)["code"] for line in ran.out.splitlines()]
    assert codes == ["jwks.not_public", "jwks.not_public"]


def test_bytes_that_are_no_text_are_no_token(program: Program, jwks: Path) -> None:
    (program.folder / "bytes").write_bytes(b"\xff\xfe\0.\x80.\x81")
    ran = program("token", "verify", "bytes", "--jwks", str(jwks), "--json")
    assert ran.json()["problems"][0]["code"] == "token.base64"


def test_inspecting_never_claims_that_a_token_is_genuine(program: Program, key: SigningKey) -> None:
    forged = mint(key, user_id="\x1b[31madmin").reveal().rsplit(".", 1)[0] + ".AAAA"
    ran = program("token", "inspect", stdin=forged)
    assert ran.code == 0
    assert "Not verified" in ran.out
    assert "\x1b" not in ran.out
    assert "expires" in ran.out
    broken = program("token", "inspect", "--json", stdin="nonsense")
    assert (broken.code, broken.json()["problems"][0]["code"]) == (1, "token.parts")


def test_without_a_set_the_profiles_whole_chain_judges(program: Program, key: SigningKey) -> None:
    assert program("setup", "--env", "local", "--yes", "--profile", "demo").code == 0
    minted = program("token", "mint", "--user", "demo-user")
    assert minted.code == 0, minted.err
    document = program("token", "verify", "--json", stdin=minted.out).json()
    rows = [(row["id"], row["state"]) for row in document["data"]["checks"]]
    assert document["data"]["verdict"] == "ok"
    assert (rows[0], rows[-1]) == (("chain.client", "pass"), ("chain.user", "pass"))

    other = program("token", "mint", "--user", "zoe", "--expires", "15m")
    remarked = program("token", "verify", "--json", stdin=other.out).json()
    assert remarked["problems"][0]["code"] == "chain.user_differs"
    assert remarked["status"] == "ok"

    foreign = mint(key, user_id="demo-user").reveal()
    refused = program("token", "verify", "--json", stdin=foreign).json()
    assert refused["problems"][0]["code"] == "token.unknown_kid"
    endless = program("token", "mint", "--user", "demo-user", "--expires", "never", "--json")
    assert endless.json()["problems"][0]["code"] == "usage.wrong"


def test_without_a_set_and_a_profile_there_is_nothing_to_judge_by(program: Program) -> None:
    ran = program("token", "verify", "--json", stdin="a.b.c")
    assert (ran.code, ran.json()["problems"][0]["code"]) == (4, "profile.none_active")


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        (("token", "verify", "--jwks", "jwks.json", "--batch", "-"), "junk"),
        (("jwks", "lint", "--batch", "-"), "jwks.json"),
    ],
)
@pytest.mark.usefixtures("jwks")
def test_a_batch_answers_before_it_is_asked_the_next_thing(
    program: Program, words: tuple[str, ...], asked: str
) -> None:
    with subprocess.Popen(
        program.command(*words),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=program.folder,
        env=program.environ(),
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for _ in range(3):
            running.stdin.write(json.dumps(asked) + "\n")
            running.stdin.flush()
            assert "verdict" in json.loads(running.stdout.readline())
        running.stdin.close()
        assert running.stdout.read() == ""


def test_a_person_is_told_what_inspect_waits_for(program: Program) -> None:
    person, terminal = pty.openpty()
    child = subprocess.Popen(
        program.command("token", "inspect"),
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=program.folder,
        env=program.environ(),
    )
    os.close(terminal)
    with child:
        assert child.stdout
        assert child.stderr
        assert child.stderr.readline() == b"Paste it here; Enter and Ctrl-D end it.\n"
        os.write(person, b"abc\n\x04")
        assert b"Not verified" in child.stdout.read()
    os.close(person)
