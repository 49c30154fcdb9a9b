"""``pool add|list`` and ``client add|list|use`` on the real local sandbox, and what they change."""

from __future__ import annotations

import json
import shlex
import subprocess
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from wizard.sandbox import LocalSandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Program
    from wizard.sandbox import Running


@pytest.fixture
def sandbox(program: Program) -> Iterator[Running]:
    """Run the program's own sandbox, and save a profile of it."""
    data = program.home / "wizard" / "data"
    data.mkdir(parents=True, mode=0o700)
    with LocalSandbox(data / "sandbox.sqlite") as running:
        ran = program("setup", "--env", "local", "--yes", "--skip-link", "--profile", "acme")
        assert ran.code == 0, ran.err
        yield running


def data_of(program: Program, *words: str) -> dict[str, Any]:
    ran = program(*words, "--json")
    assert ran.code == 0, ran.err
    data: dict[str, Any] = ran.json()["data"]
    return data


def created(sandbox: Running) -> int:
    with urllib.request.urlopen(f"{sandbox.url}/_sandbox/requests") as answer:
        seen = json.load(answer)
    return sum(
        each["method"] == "POST" and each["path"].startswith("/org/") and each["status"] == 200
        for each in seen
    )


def variable(program: Program, name: str) -> str:
    return str(json.loads(program("env", "--format", "json").out)[name])


def test_a_second_client_is_made_and_used(program: Program, sandbox: Running) -> None:
    before = variable(program, "ANON_SDKCLIENT_ID")

    added = data_of(program, "client", "add", "--kind", "webapp")
    assert added["created"]
    assert not added["selected"]
    assert variable(program, "ANON_SDKCLIENT_ID") == before

    used = data_of(program, "client", "use", added["id"])
    assert [each["name"] for each in used["variables"]] == ["ANON_SDKCLIENT_ID"]
    assert used["variables"][0]["side"] == "front end"
    assert variable(program, "ANON_SDKCLIENT_ID") == added["id"]
    assert created(sandbox) == 4


@pytest.mark.usefixtures("sandbox")
def test_a_second_service_client_has_a_key_of_its_own(program: Program) -> None:
    before = variable(program, "ANON_API_KEY")
    added = data_of(program, "client", "add", "--kind", "service", "--use")
    assert [each["name"] for each in added["variables"]] == ["ANON_API_KEY"]
    assert variable(program, "ANON_API_KEY") != before


@pytest.mark.usefixtures("sandbox")
def test_a_client_of_another_pool_brings_its_pool_along(program: Program) -> None:
    pool = data_of(program, "pool", "add", "--jwks", "mock", "--id-claim", "email")
    client = data_of(program, "client", "add", "--kind", "webapp", "--pool", pool["id"])

    used = data_of(program, "client", "use", client["id"])

    names = {each["name"] for each in used["variables"]}
    # The test user's token is got anew: this pool takes the user from another claim.
    assert names == {"ANON_SDKCLIENT_ID", "ANON_USER_POOL_ID", "ANON_APP_USER_ID_TOKEN"}
    pools = data_of(program, "pool", "list")["pools"]
    assert [each["selected"] for each in pools] == [False, True]
    clients = data_of(program, "client", "list")["clients"]
    assert [each["id"] for each in clients if each["selected"] and each["kind"] == "webapp"] == [
        client["id"]
    ]
    again = program("setup", "--profile", "acme", "--env", "local", "--yes", "--json")
    assert (again.code, again.json()["data"]["created"]) == (0, [])
    assert again.json()["data"]["userPoolId"] == pool["id"]


@pytest.mark.usefixtures("sandbox")
def test_a_change_is_brought_to_the_files_that_were_filled(program: Program) -> None:
    program("env", "--framework", "vite", "--write", "web.env")
    program("env", "--framework", "node", "--write", "server.env")
    added = data_of(program, "client", "add", "--kind", "webapp")

    told = program("client", "use", added["id"])
    assert "Still old in" in told.out
    assert f"anon-wizard client use {added['id']} --write-apps" in told.out
    assert added["id"] not in (program.folder / "web.env").read_text()

    used = data_of(program, "client", "use", added["id"], "--write-apps")
    assert {each["path"]: each["changed"] for each in used["files"]} == {
        str(program.folder / "web.env"): ["VITE_ANON_SDKCLIENT_ID"],
        str(program.folder / "server.env"): ["ANON_SDKCLIENT_ID"],
    }
    assert all(each["written"] for each in used["files"])
    for name in ("web.env", "server.env"):
        assert added["id"] in (program.folder / name).read_text()


@pytest.mark.usefixtures("sandbox")
def test_a_file_that_git_would_take_by_now_is_left_and_said(program: Program) -> None:
    (program.folder / "app").mkdir()
    program("env", "--framework", "vite", "--write", "app/.env")
    program("env", "--framework", "node", "--write", "server.env")
    subprocess.run(["git", "init", "-q"], cwd=program.folder / "app", check=True)
    added = data_of(program, "client", "add", "--kind", "webapp")

    ran = program("client", "use", added["id"], "--write-apps", "--json")

    assert (ran.code, ran.json()["status"]) == (1, "partial")
    assert [each["code"] for each in ran.json()["problems"]] == ["env.not_ignored"]
    written = {each["path"]: each["written"] for each in ran.json()["data"]["files"]}
    assert written == {
        str(program.folder / "app/.env"): False,
        str(program.folder / "server.env"): True,
    }


@pytest.mark.usefixtures("sandbox")
def test_env_proves_live_what_it_has_not_seen_proven(program: Program) -> None:
    from wizard.identity.keys import generate
    from wizard.identity.tokens import mint
    from wizard.profiles.home import Home
    from wizard.profiles.secrets import open_secrets

    home = Home.find({"ANON_WIZARD_HOME": str(program.home / "wizard")})
    secrets = open_secrets("file", home)
    good = secrets.get("acme", "app_user_id_token")
    assert good
    foreign = mint(generate("ES256"), user_id="demo-user")
    secrets.put("acme", {"app_user_id_token": foreign})

    ran = program("env", "--json")
    assert (ran.code, ran.json()["problems"][0]["code"]) == (1, "token.unknown_kid")

    secrets.put("acme", {"app_user_id_token": good})
    Path(home.proofs("acme")).unlink()
    assert program("env", "--json").code == 0


def test_what_could_not_be_proven_is_not_told_as_refused(
    program: Program, sandbox: Running
) -> None:
    added = data_of(program, "client", "add", "--kind", "webapp")
    fault(sandbox, "status", "503:/_sandbox/idp/.well-known/jwks.json")

    ran = program("client", "use", added["id"])

    assert ran.code == 1, ran.err
    assert "jwks.status" in ran.err
    assert "could not be proven" in ran.out
    assert "does not fit" not in ran.out
    assert "anon-wizard setup --profile acme" in ran.out


@pytest.mark.usefixtures("sandbox")
def test_what_is_told_to_be_typed_is_about_the_same_profile(program: Program) -> None:
    from wizard.profiles.home import Home
    from wizard.profiles.lifecycle import copy

    copy(Home.find({"ANON_WIZARD_HOME": str(program.home / "wizard")}), "acme", "the other")
    told = program("client", "add", "--kind", "webapp", "--profile", "the other").out
    typed = shlex.split(told.splitlines()[-1])
    assert typed[1:3] == ["client", "use"]
    assert typed[-2:] == ["--profile", "the other"]
    assert program(*typed[1:]).code == 0


def test_a_lost_answer_is_asked_about_and_nothing_is_made_twice(
    program: Program, sandbox: Running
) -> None:
    fault(sandbox, "lost-answer", "/org/sdkClient")
    lost = program("client", "add", "--kind", "service", "--json")
    fault(sandbox, "lost-answer", None)
    assert lost.json()["problems"][0]["code"] == "ledger.answer_lost"

    again = program("client", "add", "--kind", "service", "--json")
    assert again.json()["problems"][0]["code"] == "ledger.answer_lost"
    assert "--create-another service" in again.json()["problems"][0]["fix"]

    another = data_of(program, "client", "add", "--kind", "service", "--create-another", "service")
    assert another["created"]
    left = data_of(program, "undo", "--yes")["remote"]
    assert [each["kind"] for each in left if each["doubtful"]] == ["service"]


def fault(sandbox: Running, name: str, argument: str | None) -> None:
    request = urllib.request.Request(
        f"{sandbox.url}/_sandbox/faults/{name}",
        method="DELETE" if argument is None else "PUT",
        data=json.dumps({"arg": argument}).encode() if argument else b"{}",
        headers={
            "content-type": "application/json",
            "authorization": f"Bearer {sandbox.keys['local'].reveal()}",
        },
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.status < 300


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("client", "use", "nobody"), "client.unknown"),
        (("client", "add", "--kind", "webapp", "--pool", "nowhere"), "pool.unknown"),
        (("pool", "add", "--jwks", "nonsense"), "pool.jwks_answer"),
        (("client", "add", "--kind", "both"), "usage.wrong"),
    ],
)
@pytest.mark.usefixtures("sandbox")
def test_what_is_not_known_is_said(program: Program, words: tuple[str, ...], code: str) -> None:
    ran = program(*words, "--json")
    assert (ran.code, ran.json()["problems"][0]["code"]) == (2, code)


def test_production_is_not_changed_without_its_name(program: Program) -> None:
    from tests.saved import save
    from wizard.profiles.home import Home

    home = Home.find({"ANON_WIZARD_HOME": str(program.home / "wizard")})
    save(home, environment="prod", base_url="https://svc.prod.anon.com")
    for words in (
        ("pool", "add", "--jwks", "hosted"),
        ("client", "add", "--kind", "service"),
        ("client", "add", "--kind", "service", "--confirm-prod", "other"),
    ):
        ran = program(*words, "--yes", "--json")
        assert (ran.code, ran.json()["problems"][0]["code"]) == (2, "prod.unconfirmed")


def test_a_pool_under_a_key_set_that_cannot_be_fetched_is_not_made(
    program: Program, sandbox: Running
) -> None:
    before = created(sandbox)
    ran = program("pool", "add", "--jwks", "http://127.0.0.1:9/jwks.json", "--json")
    assert ran.code == 3
    assert created(sandbox) == before
