"""``setup --env … --from PROFILE``: a tested profile goes to production, nothing is mixed up."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.test_setup import KINDS, hosted, requests_of
from tests.cli.tried import Tried, key_host, say_all, signing_key, states, tested
from wizard.identity.keys import generate, public_set
from wizard.model import Secret
from wizard.profiles.home import Home
from wizard.profiles.keys import remember_key
from wizard.sandbox import LocalSandbox, ensure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Program, Ran
    from tests.sandbox.conftest import KeyHost
    from tests.terminals import Terminals
    from wizard.identity.keys import SigningKey
    from wizard.sandbox import Running

__all__ = ["hosted", "key_host", "signing_key", "tested"]


@pytest.fixture(scope="module")
def production() -> Iterator[Running]:
    """Give a second sandbox that stands in for Anon's production."""
    with LocalSandbox() as sandbox:
        yield sandbox


def promote(tested: Tried, *words: str, **environ: str) -> Ran:
    """Rehearse the promotion on this machine."""
    fixed = ("setup", "--env", "local-prod", "--from", "local", "--yes", "--json")
    return tested.program(*fixed, *tested.signs(), *words, **environ)


def problem_of(ran: Ran) -> tuple[int, str]:
    return ran.code, ran.json()["problems"][-1]["code"]


def profile_of(program: Program, name: str) -> dict[str, Any]:
    path = program.home / f"wizard/config/profiles/{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


# --- the rehearsal --------------------------------------------------------------------------------


def test_the_whole_way_to_production_can_be_rehearsed_in_one_run(tested: Tried) -> None:
    """Setup is done; then hand-off, the key, promotion, doctor, and the apps' variables."""
    before = tested.env()
    first = tested.handoff("--app", "app", "--write", "packet")
    assert (first.code, first.json()["data"]["ready"]) == (0, False)
    say_all(tested)
    ready = tested.handoff("--write", "packet")
    assert ready.json()["data"]["ready"] is True, ready.out

    promoted = promote(tested)  # local-prod's key has always been there: that is the rehearsal
    assert promoted.code == 0, promoted.err
    data = promoted.json()["data"]
    assert (data["environment"], data["profile"], data["promotedFrom"]) == (
        "local-prod",
        "local-prod",
        "local",
    )
    assert [each["kind"] for each in data["created"]] == KINDS
    assert data["link"]["status"] == "active"

    doctor = tested.program("doctor", "--json", "--app", "app")
    assert "fail" not in states(doctor).values(), doctor.out

    after = tested.env()
    assert data["apps"][0]["written"] is True
    assert (after["ANON_ENV"], after["ANON_SDKCLIENT_ID"]) == ("local-prod", data["webappClientId"])
    assert after["ANON_USER_POOL_ID"] == data["userPoolId"]
    for name in ("ANON_API_KEY", "ANON_APP_USER_ID_TOKEN", "ANON_SDKCLIENT_ID"):
        assert after[name] != before[name]
    assert list(after) == list(before)

    last = tested.handoff()
    with_key = {name: s for name, s in states(last).items() if name.startswith("prod.")}
    assert with_key == {**dict.fromkeys(with_key, "pass"), "prod.sandbox_key": "ask"}
    assert last.json()["data"]["promoted"] == "local-prod"


def test_the_tested_profile_is_kept_and_its_ids_are_not_carried_over(tested: Tried) -> None:
    before = profile_of(tested.program, "local")
    promote(tested)
    after, promoted = profile_of(tested.program, "local"), profile_of(tested.program, "local-prod")
    assert after == before
    for name in ("pool_id", "webapp_id", "service_id", "organization_id"):
        assert promoted[name] != before[name]
    for name in ("user_id", "app"):
        assert promoted[name] == before[name]
    assert promoted["pools"][0]["jwks_uri"] == before["pools"][0]["jwks_uri"]


def test_run_again_a_promotion_makes_nothing_and_changes_nothing(tested: Tried) -> None:
    tested.handoff("--app", "app")
    first = promote(tested).json()["data"]
    env = tested.env()
    again = promote(tested)
    assert again.code == 0
    assert again.json()["data"]["created"] == []
    assert again.json()["data"]["reused"] == first["created"]
    assert again.json()["data"]["apps"] == []
    assert tested.env() == env


def test_before_the_promotion_nobody_creates_anything_in_production(tested: Tried) -> None:
    running = ensure(tested.wizard / "data/sandbox.sqlite")
    try:
        tested.handoff("--app", "app", "--write", "packet")
        dry = tested.program(
            "setup", "--env", "local-prod", "--from", "local", "--dry-run", "--json"
        )
        assert [each["kind"] for each in dry.json()["data"]["plan"]] == KINDS
        seen = requests_of(running)
        assert seen
        assert [line for line in seen if not line.startswith("GET ")] == []
    finally:
        running.close()


# --- the apps -------------------------------------------------------------------------------------


def test_only_the_values_of_ours_change_in_the_apps_files(tested: Tried) -> None:
    path = tested.app / ".env"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(f"# mine\r\nPORT=3000\r\n{text}\n\nLAST='x y'".encode())
    (tested.app / ".env.development").write_text("ANON_ENV=local\n")
    tested.handoff("--app", "app")
    data = promote(tested).json()["data"]
    assert [each["path"] for each in data["apps"]] == [str(path)]
    lines = path.read_bytes().decode().split("\n")
    assert lines[:2] == ["# mine\r", "PORT=3000\r"]
    assert lines[-1] == "LAST='x y'"
    assert (tested.app / ".env.development").read_text() == "ANON_ENV=local\n"


def test_the_diff_shows_no_secret(tested: Tried) -> None:
    tested.handoff("--app", "app")
    old = tested.env()
    ran = promote(tested)
    new = tested.env()
    assert f"-ANON_SDKCLIENT_ID={old['ANON_SDKCLIENT_ID']}" in ran.err
    assert f"+ANON_SDKCLIENT_ID={new['ANON_SDKCLIENT_ID']}" in ran.err
    for name in ("ANON_API_KEY", "ANON_APP_USER_ID_TOKEN"):
        for value in (old[name], new[name]):
            assert value not in ran.err + ran.out


def test_a_file_that_git_would_take_is_not_written_and_named(tested: Tried) -> None:
    tested.handoff("--app", "app")
    (tested.app / ".gitignore").unlink()
    before = tested.env()
    ran = promote(tested)
    assert (ran.code, ran.json()["status"]) == (1, "partial")
    assert ran.json()["data"]["apps"][0]["problem"] == "env.not_ignored"
    assert tested.env() == before


def test_without_a_known_app_one_is_told_how_to_go_on(program: Program, tested: Tried) -> None:
    (tested.wizard / "state/filled/local.json").unlink()
    ran = program("setup", "--env", "local-prod", "--from", "local", "--yes",
                  *tested.signs())  # fmt: skip
    assert ran.code == 0
    assert "anon-wizard handoff --app DIR" in ran.out


def test_on_a_terminal_the_apps_are_changed_on_a_yes_alone(
    tested: Tried, terminal: Terminals
) -> None:
    tested.handoff("--app", "app")
    answers = tested.program.folder / "answers.toml"
    answers.write_text('token_from = "mint"\nprofile = "local-prod"\n')
    before = tested.env()
    fixed = ("setup", "--env", "local-prod", "--from", "local", "--skip-link")
    words = (*fixed, *tested.signs(), "--answers", str(answers))
    screen = terminal(*words, "--redirect-url", "https://acme.example/")
    screen.answer("Write these changes into your apps' files? [y/N]", "n")
    assert screen.end() == 0
    assert tested.env() == before
    screen = terminal(*words, "--redirect-url", "https://acme.example/")
    screen.answer("Write these changes into your apps' files? [y/N]", "y")
    assert screen.end() == 0
    assert tested.env()["ANON_ENV"] == "local-prod"


# --- one's own key set ----------------------------------------------------------------------------


def test_the_mock_key_set_cannot_be_promoted(program: Program) -> None:
    program("setup", "--yes")
    ran = program("setup", "--env", "local-prod", "--from", "local", "--yes", "--json")
    assert problem_of(ran) == (1, "handoff.not_own_keys")
    assert ran.json()["data"]["created"] == []


def test_the_mock_key_set_cannot_be_promoted_by_its_url_either(tested: Tried) -> None:
    uri = tested.program("setup", "--yes", "--json", "--profile", "mock", "--jwks", "mock",
                         "--skip-link").json()["data"]["jwksUri"]  # fmt: skip
    ran = promote(tested, "--jwks", uri)
    assert problem_of(ran) == (1, "handoff.not_own_keys")


def test_a_copy_of_the_mock_key_set_is_known_by_its_keys(tested: Tried, key_host: KeyHost) -> None:
    """The address is one's own, and so is one key; another is the sandbox's."""
    import urllib.request

    uri = tested.program("setup", "--yes", "--json", "--profile", "mock", "--jwks", "mock",
                         "--skip-link").json()["data"]["jwksUri"]  # fmt: skip
    running = ensure(tested.wizard / "data/sandbox.sqlite")
    try:
        with urllib.request.urlopen(uri) as answer:
            mock = json.load(answer)
    finally:
        running.close()
    own = json.loads(key_host.body)
    key_host.body = json.dumps({"keys": [*own["keys"], mock["keys"][0]]}).encode()
    ran = promote(tested)
    assert problem_of(ran) == (1, "handoff.not_own_keys")
    assert "mock keys" in ran.json()["problems"][-1]["symptom"]


def test_a_published_example_is_known_by_its_thumbprint(
    tested: Tried, key_host: KeyHost, signing_key: SigningKey
) -> None:
    example = {
        "kty": "EC",
        "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        "kid": "ours-surely",
    }
    key_host.body = json.dumps({"keys": [*public_set([signing_key])["keys"], example]}).encode()
    ran = promote(tested)
    assert problem_of(ran) == (1, "handoff.not_own_keys")
    assert "RFC 7515" in ran.json()["problems"][-1]["symptom"]


def test_an_anon_hosted_pool_cannot_be_promoted_without_a_key_set(
    program: Program,
    hosted: Running,
    production: Running,
    key_host: KeyHost,
    signing_key: SigningKey,
) -> None:
    fixed = ("--yes", "--json", "--secret-store", "file", "--skip-link")
    made = program("setup", "--env", hosted.url, "--profile", "acme-dev", "--jwks", "hosted",
                   *fixed, ANON_API_KEY=hosted.keys["local"].reveal())  # fmt: skip
    assert made.code == 0
    target = ("setup", "--env", production.url, "--from", "acme-dev", *fixed)
    key = production.keys["local"].reveal()
    assert program(*target, ANON_API_KEY=key).code != 0
    again = program(*target, "--jwks", "hosted", ANON_API_KEY=key)
    assert problem_of(again) == (1, "handoff.not_own_keys")
    before = requests_of(production)
    assert not [line for line in before if line.startswith("POST")]
    pem = program.folder / "key.pem"
    pem.write_text(signing_key.private_pem().reveal())
    own = ("--jwks", key_host.url, "--signing-key", str(pem), "--kid", signing_key.kid)
    ran = program(*target, *own, "--profile", "acme-prod", ANON_API_KEY=key)
    assert ran.code == 0, ran.err
    assert profile_of(program, "acme-prod")["environment"] == production.url


# --- keys stay with their environment -------------------------------------------------------------


def test_the_tested_key_is_not_used_in_production(
    program: Program, hosted: Running, production: Running
) -> None:
    fixed = ("--yes", "--json", "--secret-store", "file", "--skip-link")
    key = hosted.keys["local"].reveal()
    program("setup", "--env", hosted.url, "--profile", "acme", "--jwks", "hosted", *fixed,
            ANON_API_KEY=key)  # fmt: skip
    before = requests_of(production)
    ran = program("setup", "--env", production.url, "--from", "acme", *fixed, ANON_API_KEY=key)
    assert problem_of(ran) == (1, "key.other_environment")
    assert requests_of(production) == before


def test_the_tested_key_is_not_even_tried_at_anons_production(
    program: Program, hosted: Running
) -> None:
    """The proxy that all would go through is asked for nothing."""
    fixed = ("--yes", "--json", "--secret-store", "file", "--skip-link")
    key = hosted.keys["local"].reveal()
    program("setup", "--env", hosted.url, "--profile", "acme", "--jwks", "hosted", *fixed,
            ANON_API_KEY=key)  # fmt: skip
    confirmed = ("--from", "acme", "--confirm-prod", "acme-prod", "--profile", "acme-prod")
    ran = program("setup", "--env", "prod", *confirmed, *fixed, ANON_API_KEY=key,
                  HTTPS_PROXY="http://127.0.0.1:1")  # fmt: skip
    assert problem_of(ran) == (1, "key.other_environment")


def test_a_prod_key_is_not_used_in_the_sandbox(program: Program) -> None:
    home = Home.find({"ANON_WIZARD_HOME": str(program.home / "wizard")})
    remember_key(home, Secret("anon_a-key-of-production"), "prod")
    fixed = ("--yes", "--json", "--secret-store", "file", "--jwks", "hosted")
    ran = program("setup", "--env", "sandbox", *fixed, ANON_API_KEY="anon_a-key-of-production",
                  HTTPS_PROXY="http://127.0.0.1:1")  # fmt: skip
    assert problem_of(ran) == (1, "key.other_environment")


def test_a_changing_request_that_would_go_elsewhere_is_not_sent(
    program: Program, hosted: Running
) -> None:
    """The profile was edited by hand: it says one place and names another's address."""
    fixed = ("--yes", "--json", "--secret-store", "file", "--skip-link")
    program("setup", "--env", hosted.url, "--profile", "acme", "--jwks", "hosted", *fixed,
            ANON_API_KEY=hosted.keys["local"].reveal())  # fmt: skip
    path = program.home / "wizard/config/profiles/acme.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f'environment = "{hosted.url}"', 'environment = "sandbox"'))
    before = requests_of(hosted)
    ran = program("pool", "add", "--jwks", "hosted", "--profile", "acme", "--yes", "--json")
    assert problem_of(ran) == (1, "promotion.wrong_target")
    assert not [line for line in requests_of(hosted)[len(before) :] if line.startswith("POST")]


# --- what is no promotion -------------------------------------------------------------------------

PROD = ("setup", "--env", "prod", "--yes", "--json", "--secret-store", "file")
KEY = {"ANON_API_KEY": "anon_something-of-production", "HTTPS_PROXY": "http://127.0.0.1:1"}


def test_production_begins_with_a_tested_profile_confirmed_by_name(tested: Tried) -> None:
    program = tested.program
    assert problem_of(program(*PROD, **KEY)) == (1, "promotion.from_nothing")
    assert problem_of(program(*PROD, "--from", "nobody", **KEY)) == (4, "profile.unknown")
    assert problem_of(program(*PROD, "--from", "local", **KEY)) == (2, "prod.unconfirmed")
    other = ("--from", "local", "--confirm-prod", "other")
    assert problem_of(program(*PROD, *other, **KEY)) == (2, "prod.unconfirmed")
    same = ("--from", "local", "--profile", "local", "--confirm-prod", "local")
    assert program(*PROD, *same, **KEY).code != 0
    assert not (tested.wizard / "config/profiles/prod.toml").exists()


def test_an_answers_file_does_not_confirm_production(tested: Tried) -> None:
    answers = tested.program.folder / "answers.toml"
    answers.write_text('confirm_prod = "prod"\npromoted_from = "local"\n')
    ran = tested.program(*PROD, "--answers", str(answers), **KEY)
    assert problem_of(ran) == (2, "prod.unconfirmed")


def test_confirmed_the_promotion_goes_to_production_and_nowhere_else(tested: Tried) -> None:
    """The proxy that it must go through refuses: that it is asked at all is the proof."""
    named = ("--from", "local", "--confirm-prod", "prod")
    ran = tested.program(*PROD, *named, **KEY)
    assert problem_of(ran) == (3, "network.proxy")
    assert "svc.prod.anon.com" in json.dumps(ran.json()["problems"])


@pytest.mark.parametrize("target", ["local", "sandbox"])
def test_what_is_no_production_is_no_way_to_go(tested: Tried, target: str) -> None:
    ran = tested.program("setup", "--env", target, "--from", "local", "--profile", "new", "--yes",
                         "--json", "--secret-store", "file", **KEY)  # fmt: skip
    assert problem_of(ran) == (2, "promotion.wrong_way")


def test_a_wrong_confirmation_stops_a_rehearsal_too(tested: Tried) -> None:
    assert problem_of(promote(tested, "--confirm-prod", "somebody")) == (2, "prod.unconfirmed")


def test_the_new_profiles_name_follows_from_the_old_one(tested: Tried) -> None:
    tested.program("profile", "rename", "local", "acme-dev")
    ran = tested.program("setup", "--env", "local-prod", "--from", "acme-dev", "--yes", "--json",
                         *tested.signs(), "--skip-link")  # fmt: skip
    assert ran.json()["data"]["profile"] == "acme-local-prod"


def test_a_renamed_profile_is_still_found_by_its_promotion(tested: Tried) -> None:
    promote(tested)
    tested.program("profile", "rename", "local", "acme")
    ran = tested.handoff("--profile", "local-prod")
    assert (ran.json()["data"]["profile"], ran.json()["data"]["promoted"]) == ("acme", "local-prod")
    tested.program("profile", "rename", "local-prod", "acme-prod")
    assert tested.handoff("--profile", "acme").json()["data"]["promoted"] == "acme-prod"


def test_a_key_set_that_changed_meanwhile_is_no_hindrance(
    tested: Tried, key_host: KeyHost, signing_key: SigningKey
) -> None:
    tested.handoff()
    key_host.publish(signing_key, generate("ES256", "next"))
    rows = {e["id"]: e for e in tested.handoff().json()["data"]["checks"]}
    assert rows["jwks.rotation"]["state"] == "pass"
    assert promote(tested).code == 0
