"""``anon-wizard setup`` as a script sees it: real processes, the real local sandbox."""

from __future__ import annotations

import json
import socket
import tomllib
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import jwt
import pytest
from joserfc import jwk
from joserfc import jwt as jose

from tests.sandbox.conftest import KeyHost, key_host, signing_key
from wizard.identity.keys import generate
from wizard.model import Secret
from wizard.sandbox import LocalSandbox, ensure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Program, Ran
    from wizard.identity.keys import SigningKey
    from wizard.sandbox import Running

__all__ = ["key_host", "signing_key"]

KINDS = ["userPool", "webapp", "service"]


@pytest.fixture(scope="module")
def hosted() -> Iterator[Running]:
    """Give a sandbox that stands in for Anon's hosted service: another base URL."""
    with LocalSandbox() as sandbox:
        yield sandbox


def requests_of(sandbox: Any) -> list[str]:
    """Give what the sandbox was asked, as ``POST /path``; its own paths left out."""
    request = urllib.request.Request(f"{sandbox.url}/_sandbox/requests")
    with urllib.request.urlopen(request) as answer:
        seen = json.load(answer)
    return [f"{each['method']} {each['path']}" for each in seen if "_sandbox" not in each["path"]]


def test_one_command_makes_the_whole_chain_and_again_makes_nothing(program: Program) -> None:
    first = program("setup", "--env", "local", "--yes", "--json")
    assert first.code == 0, first.err
    made = first.json()
    assert made["status"] == "ok"
    data = made["data"]
    assert data["link"] == {"app": "instagram", "status": "active", "simulated": True}
    wanted = ("profile", "environment", "organizationId", "userPoolId", "jwksUri", "path", "kid")
    ids = ("webappClientId", "serviceClientId", "appUserId")
    assert all(data[name] for name in (*wanted, *ids)), data
    assert [each["kind"] for each in data["created"]] == KINDS
    assert data["reused"] == []

    second = program("setup", "--env", "local", "--yes", "--json")
    again = second.json()["data"]
    assert second.code == 0
    assert again["created"] == []
    assert again["reused"] == data["created"]
    unchanged = set(data) - {"created", "reused"}
    assert {name: again[name] for name in unchanged} == {name: data[name] for name in unchanged}


def test_a_sandbox_that_finds_its_port_taken_takes_the_whole_chain_along(program: Program) -> None:
    first = program("setup", "--yes", "--json").json()["data"]
    port = urlsplit(first["jwksUri"]).port or 0
    with socket.create_server(("127.0.0.1", port)):
        plan = program("setup", "--yes", "--dry-run", "--json").json()["data"]["plan"]
        found = program("doctor", "--json").json()
        moved = program("setup", "--yes", "--json").json()["data"]
    assert plan == []
    assert [each["code"] for each in found["problems"]] == ["doctor.sandbox_moved"]
    assert "fail" not in {each["state"] for each in found["data"]["checks"]}
    back = program("setup", "--yes", "--json").json()["data"]
    for again in (moved, back):
        assert (again["created"], again["reused"]) == ([], first["created"])
        assert again["link"]["status"] == "active"
    assert urlsplit(moved["jwksUri"]).port != port
    assert back["jwksUri"] == first["jwksUri"]


def test_the_saved_token_verifies_with_other_peoples_libraries(program: Program) -> None:
    running = ensure(program.home / "wizard/data/sandbox.sqlite")
    data = program("setup", "--yes", "--json").json()["data"]
    secrets = json.loads((program.home / "wizard/data/secrets/local.json").read_text())["secrets"]
    token = secrets["app_user_id_token"]
    try:
        with urllib.request.urlopen(data["jwksUri"]) as answer:
            key_set = json.load(answer)
        signing_key = jwt.PyJWKClient(data["jwksUri"]).get_signing_key_from_jwt(token)
    finally:
        running.close()
    by_pyjwt = jwt.decode(token, signing_key, algorithms=["RS256"])
    by_joserfc = jose.decode(token, jwk.KeySet.import_key_set(key_set), algorithms=["RS256"])
    assert by_pyjwt["sub"] == by_joserfc.claims["sub"] == data["appUserId"]
    assert jwt.get_unverified_header(token)["kid"] == data["kid"]


def test_the_profile_holds_lists_with_one_of_each_selected_and_no_secret(program: Program) -> None:
    ran = program("setup", "--yes", "--json")
    data = ran.json()["data"]
    saved = Path(data["path"]).read_text(encoding="utf-8")
    profile = tomllib.loads(saved)
    assert [pool["id"] for pool in profile["pools"]] == [data["userPoolId"]]
    assert {client["kind"] for client in profile["clients"]} == {"webapp", "service"}
    assert profile["pool_id"] == data["userPoolId"]
    secrets = (program.home / "wizard/data/secrets/local.json").read_text()
    for value in json.loads(secrets)["secrets"].values():
        assert value not in saved
        assert value not in ran.out + ran.err


def test_the_text_for_people_names_every_link_and_where_it_is_stored(program: Program) -> None:
    ran = program("setup", "--yes")
    assert ran.code == 0
    for word in ("UserPool", "Webapp client", "Service client", "Test user", "Instagram"):
        assert word in ran.out
    assert str(program.home / "wizard/config/profiles/local.toml") in ran.out
    assert "ANON_SDKCLIENT_ID" in ran.out
    assert "anon-wizard sandbox" in ran.out, "else an app finds nobody at ANON_BASE_URL"


def test_a_dry_run_shows_the_requests_and_starts_nothing(program: Program) -> None:
    ran = program("setup", "--dry-run", "--json")
    assert ran.code == 0
    plan = ran.json()["data"]["plan"]
    assert [each["kind"] for each in plan] == KINDS
    assert plan[1]["body"]["kind"] == {"application": {"userPoolId": "<userPoolId>"}}
    assert plan[0]["body"]["name"] == "local-userPool-<8 hex>"
    assert not list(program.home.rglob("*.sqlite"))


def test_a_dry_run_shows_what_the_run_would_stop_for(with_own_keys: Callable[..., Ran]) -> None:
    ran = with_own_keys(Secret(""), "--dry-run")
    assert (ran.code, ran.json()["problems"][0]["code"]) == (2, "usage.missing")
    assert [each["kind"] for each in ran.json()["data"]["plan"]] == KINDS
    given = with_own_keys(Secret("any"), "--dry-run", "--signing-key", "it")
    assert (given.code, given.json()["problems"]) == (0, [])
    nowhere = with_own_keys(Secret(""), "--dry-run", "--signing-key", "nowhere")
    assert (nowhere.code, nowhere.json()["problems"][0]["code"]) == (2, "usage.file")


def test_after_a_setup_a_dry_run_has_nothing_to_create(program: Program) -> None:
    program("setup", "--yes")
    assert program("setup", "--dry-run", "--json").json()["data"]["plan"] == []


def test_the_link_can_be_left_for_later(program: Program) -> None:
    ran = program("setup", "--yes", "--skip-link", "--json")
    assert (ran.code, ran.json()["data"]["link"]["status"]) == (0, "skipped")


def test_two_profiles_of_one_sandbox_do_not_share_their_objects(program: Program) -> None:
    first = program("setup", "--yes", "--json", "--profile", "one").json()["data"]
    second = program("setup", "--yes", "--json", "--profile", "two").json()["data"]
    assert first["userPoolId"] != second["userPoolId"]
    assert program("profile", "list", "--json").json()["data"]["active"] == "two"


def test_the_second_local_organization_rehearses_production(program: Program) -> None:
    data = program("setup", "--env", "local-prod", "--yes", "--json").json()["data"]
    assert (data["profile"], data["link"]["status"]) == ("local-prod", "active")


# --- the hosted environments, by the contract ---


def on_the_hosted(program: Program, hosted: Running, key: str, *more: str) -> Any:
    """Run a setup against another base URL, with a key in the environment."""
    fixed = ("--env", hosted.url, "--yes", "--json", "--secret-store", "file", "--skip-link")
    return program("setup", *fixed, *more, ANON_API_KEY=key)


def test_a_hosted_environment_runs_through_the_same_steps(
    program: Program, hosted: Running
) -> None:
    key = hosted.keys["local"].reveal()
    ran = on_the_hosted(program, hosted, key, "--jwks", "hosted", "--profile", "acme")
    assert ran.code == 0, ran.err
    data = ran.json()["data"]
    assert (data["organizationId"], data["jwksUri"], data["kid"] is None) == (None, None, False)
    assert [each["kind"] for each in data["created"]] == KINDS
    assert "token.hosted_unproven" in [each["code"] for each in ran.json()["problems"]]
    before = requests_of(hosted)
    again = on_the_hosted(program, hosted, key, "--profile", "acme").json()["data"]
    assert (again["created"], again["reused"]) == ([], data["created"])
    assert not [line for line in requests_of(hosted)[len(before) :] if line.startswith("POST")]


def test_the_first_generation_wants_the_organization(program: Program, hosted: Running) -> None:
    token = hosted.session_tokens["local"].reveal()
    jwks = ("--jwks", hosted.jwks_uri, "--profile", "g1")
    stopped = on_the_hosted(program, hosted, token, *jwks)
    assert stopped.code == 1
    assert stopped.json()["problems"][-1]["code"] == "organization.missing"


def test_the_first_generation_runs_with_a_session_token(
    program: Program, hosted: Running, tmp_path: Path
) -> None:
    token_file = tmp_path / "token"
    token_file.write_text(hosted.issue_token("ada").reveal())
    ran = on_the_hosted(
        program,
        hosted,
        hosted.session_tokens["local"].reveal(),
        *("--jwks", hosted.jwks_uri, "--profile", "g1", "--user", "ada"),
        *("--organization", hosted.organizations["local"]),
        *("--user-token-file", str(token_file)),
    )
    assert ran.code == 0, ran.err
    assert ran.json()["data"]["organizationId"] == hosted.organizations["local"]


def test_without_a_link_the_profile_is_saved_and_the_link_stays_unproven(
    program: Program, hosted: Running
) -> None:
    key = hosted.keys["local"].reveal()
    fixed = ("--env", hosted.url, "--yes", "--json", "--secret-store", "file", "--jwks", "hosted")
    ran = program("setup", *fixed, "--link-timeout", "1", ANON_API_KEY=key)
    assert ran.code == 1
    assert ran.json()["status"] == "partial"
    assert ran.json()["data"]["link"]["status"] == "unproven"
    assert ran.json()["data"]["path"]
    assert f"{hosted.link_origin}/link" in ran.err
    assert "within 1 second." in ran.json()["problems"][-1]["symptom"]


def test_what_an_interrupted_setup_left_unproven_is_told_where_it_is_used_again(
    program: Program, hosted: Running, tmp_path: Path
) -> None:
    jwks = ("--jwks", hosted.jwks_uri, "--profile", "p")
    key = hosted.keys["local"].reveal()
    token_file = tmp_path / "token"
    token_file.write_text(hosted.issue_token("ada").reveal())
    given = (*jwks, "--user-token-file", str(token_file))
    first = on_the_hosted(program, hosted, key, *given, "--user", "bob")
    assert "From the interrupted setup" not in first.err
    again = on_the_hosted(program, hosted, key, *given)
    assert again.json()["problems"][-1]["code"] == "token.user_differs"
    told = [line for line in again.err.splitlines() if line.startswith("From the interrupted")]
    assert told == [
        "From the interrupted setup: Id of the test user (appUserId): bob (--user says otherwise)"
    ]


def test_an_app_that_anon_does_not_know_fails_the_link(program: Program) -> None:
    ran = program("setup", "--yes", "--json", "--app", "nobody-knows-it")
    assert (ran.code, ran.json()["data"]["link"]["status"]) == (1, "failed")
    assert "unknown app" in ran.json()["problems"][-1]["symptom"]


def test_what_could_not_be_proven_is_not_told_as_failed(program: Program, hosted: Running) -> None:
    key = hosted.keys["local"].reveal()
    fixed = ("--env", hosted.url, "--yes", "--secret-store", "file", "--jwks", "hosted")
    ran = program("setup", *fixed, "--link-timeout", "1", ANON_API_KEY=key)
    assert "! The token could not be proven" in ran.err
    assert "! Nobody finished the link" in ran.err
    assert "✗" not in ran.out + ran.err


def test_a_token_that_is_given_says_whose_it_is(
    program: Program, hosted: Running, tmp_path: Path
) -> None:
    token_file = tmp_path / "token"
    token_file.write_text(hosted.issue_token("ada").reveal() + "\n")
    more = ("--jwks", hosted.jwks_uri, "--user-token-file", str(token_file), "--profile")
    ran = on_the_hosted(program, hosted, hosted.keys["local"].reveal(), *more, "hers")
    assert (ran.code, ran.json()["data"]["appUserId"]) == (0, "ada"), ran.err
    other = on_the_hosted(
        program, hosted, hosted.keys["local"].reveal(), *more, "his", "--user", "bob"
    )
    assert other.json()["problems"][-1]["code"] == "token.user_differs"


@pytest.fixture
def with_own_keys(program: Program, hosted: Running, key_host: KeyHost) -> Callable[..., Ran]:
    """Run a setup with a key set of one's own; ``held`` is what the file named “it” holds."""

    def run(held: Secret, *words: str) -> Ran:
        (program.folder / "it").write_text(held.reveal())
        given = ("--jwks", key_host.url, "--profile", "own", *words)
        ran: Ran = on_the_hosted(program, hosted, hosted.keys["local"].reveal(), *given)
        return ran

    return run


ANOTHER = generate("ES256", "another")
NO_TOKEN = {
    "usage.missing": ((), Secret(""), 2),
    "usage.file": (("--signing-key", "nowhere"), Secret(""), 2),
    "token.unknown_kid": (("--signing-key", "it"), ANOTHER.private_pem(), 1),
    "token.signature": (("--signing-key", "it", "--kid", "mine"), ANOTHER.private_pem(), 1),
    "token.parts": (("--user-token-file", "it"), Secret("no token"), 1),
}


@pytest.mark.parametrize("code", NO_TOKEN)
def test_with_own_keys_nothing_is_made_before_a_token_for_the_test_user_passes(
    hosted: Running, signing_key: SigningKey, with_own_keys: Callable[..., Ran], code: str
) -> None:
    words, held, exit_code = NO_TOKEN[code]
    before = requests_of(hosted)

    stopped = with_own_keys(held, *words)

    assert (stopped.code, stopped.json()["problems"][-1]["code"]) == (exit_code, code)
    assert stopped.json()["data"]["created"] == []
    assert not [each for each in requests_of(hosted)[len(before) :] if each.startswith("POST")]
    signs = ("--signing-key", "it", "--kid", signing_key.kid)
    ran = with_own_keys(signing_key.private_pem(), *signs)
    assert (ran.code, ran.json()["data"]["kid"]) == (0, signing_key.kid), ran.err


def test_mock_outside_the_local_sandbox_is_refused_with_what_else_there_is(
    program: Program, hosted: Running
) -> None:
    ran = on_the_hosted(program, hosted, hosted.keys["local"].reveal(), "--jwks", "mock")
    assert (ran.code, ran.json()["problems"][-1]["code"]) == (1, "pool.no_mock")


# --- what goes wrong ---


def test_a_wrong_key_is_named_and_nothing_is_created(program: Program, hosted: Running) -> None:
    ran = on_the_hosted(program, hosted, "anon_this-key-is-wrong", "--jwks", "hosted")
    assert ran.code == 1
    assert ran.json()["problems"][-1]["code"] == "key.refused"
    assert ran.json()["data"]["created"] == []
    assert "this-key-is-wrong" not in ran.out + ran.err


def test_an_unreachable_host_is_a_network_problem(program: Program) -> None:
    fixed = ("--yes", "--json", "--secret-store", "file")
    ran = program("setup", "--env", "http://127.0.0.1:1", *fixed, ANON_API_KEY="anon_something")
    assert (ran.code, ran.json()["problems"][-1]["code"]) == (3, "network.refused")


def test_without_a_keyring_and_without_a_word_nothing_is_sent(
    program: Program, hosted: Running
) -> None:
    before = requests_of(hosted)
    environ = {
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "ANON_API_KEY": "anon_something",
    }
    ran = program("setup", "--env", hosted.url, "--yes", "--json", **environ)
    assert (ran.code, ran.json()["problems"][-1]["code"]) == (4, "secrets.unavailable")
    assert requests_of(hosted) == before


def test_a_key_set_that_is_not_public_stops_before_the_pool_is_made(
    program: Program, hosted: Running
) -> None:
    jwks = ("--jwks", "http://127.0.0.1:1/jwks.json")
    before = requests_of(hosted)
    ran = on_the_hosted(program, hosted, hosted.keys["local"].reveal(), *jwks)
    assert ran.code != 0
    assert not [line for line in requests_of(hosted)[len(before) :] if line.startswith("POST")]


def test_production_is_refused_with_a_word(program: Program) -> None:
    ran = program("setup", "--env", "prod", "--yes", "--json", ANON_API_KEY="anon_something")
    assert (ran.code, ran.json()["problems"][0]["code"]) == (1, "promotion.from_nothing")


def test_a_profile_stays_with_its_environment(program: Program) -> None:
    program("setup", "--yes", "--profile", "acme", "--skip-link")
    ran = program("setup", "--env", "local-prod", "--yes", "--profile", "acme", "--json")
    assert ran.json()["problems"][-1]["code"] == "profile.other_environment"


def test_a_missing_key_is_asked_for_in_words(program: Program) -> None:
    ran = program("setup", "--env", "sandbox", "--yes", "--json", "--secret-store", "file")
    assert (ran.code, ran.json()["problems"][-1]["code"]) == (2, "usage.missing")
    assert "ANON_API_KEY" in ran.json()["problems"][-1]["fix"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("setup",),
        ("setup", "--json"),
        ("setup", "--yes", "--env", "nowhere"),
        ("setup", "--yes", "--bogus"),
        ("setup", "--yes", "--adopt", "pool=1"),
        ("setup", "--yes", "--link-timeout", "soon"),
        ("setup", "--yes", "--app", ""),
        ("bogus",),
        ("profile",),
        (),
    ],
)
def test_wrong_usage_exits_2_and_says_why(program: Program, arguments: tuple[str, ...]) -> None:
    ran = program(*arguments)
    assert ran.code == 2
    assert ran.err.strip() or ran.out.strip()


def test_variables_that_decide_are_announced(program: Program) -> None:
    ran = program("setup", "--yes", "--skip-link", ANON_APP_USER_ID="ada")
    assert "ANON_APP_USER_ID from the environment decides" in ran.err
