"""``anon-wizard env``: what is printed, masked, written and refused, from outside."""

from __future__ import annotations

import json
import os
import shlex
import stat
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.saved import ACME, API_KEY, SERVICE, SERVICE_KEY, put_secrets, save, token
from wizard.model import Client, Secret
from wizard.profiles.home import Home
from wizard.profiles.secrets import open_secrets
from wizard.profiles.store import ProfileStore

if TYPE_CHECKING:
    from tests.conftest import Program
    from tests.terminals import Terminals


@pytest.fixture
def home(program: Program) -> Home:
    """Give the home that the program uses, with one profile in it."""
    home = Home.find({"ANON_WIZARD_HOME": str(program.home / "wizard")})
    save(home)
    return home


def variables(program: Program, *words: str) -> dict[str, str]:
    ran = program("env", "--format", "json", *words)
    assert ran.code == 0, ran.err
    values: dict[str, str] = json.loads(ran.out)
    return values


# --- printed --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("home")
def test_the_plain_object_has_every_value(program: Program) -> None:
    values = variables(program)
    assert values["ANON_ENV"] == "sandbox"
    assert values["ANON_API_KEY"] == SERVICE_KEY
    assert values["ANON_SDKCLIENT_ID"] == "web-1"
    assert values["ANON_APP_USER_ID"] == "alice"
    assert values["ANON_USER_POOL_ID"] == "pool-1"
    assert values["ANON_APP_USER_ID_TOKEN"].startswith("eyJ")
    assert "ANON_BASE_URL" not in values


@pytest.mark.parametrize(
    ("framework", "names"),
    [
        ("react", {"REACT_APP_ANON_ENV", "REACT_APP_ANON_SDKCLIENT_ID"}),
        ("vite", {"VITE_ANON_APP_USER_ID_TOKEN", "VITE_ANON_CHROME_EXTENSION_ID"}),
        ("next", {"NEXT_PUBLIC_ANON_SDKCLIENT_ID"}),
        ("plasmo", {"PLASMO_PUBLIC_ANON_CLIENT_ID", "PLASMO_PUBLIC_ANON_USER_ID_TOKEN"}),
        ("ios", {"ANON_CLIENT_ID", "ANON_USER_ID_TOKEN"}),
        ("node", {"ANON_API_KEY", "ANON_APP_USER_ID"}),
    ],
)
@pytest.mark.usefixtures("home")
def test_each_framework_has_its_names(program: Program, framework: str, names: set[str]) -> None:
    values = variables(program, "--framework", framework)
    assert names <= values.keys()
    if framework != "node":
        assert SERVICE_KEY not in values.values()


def test_generation_1_has_its_own_variables(program: Program, home: Home) -> None:
    save(home, generation=1, organization_id="org-1")
    values = variables(program)
    assert (values["ANON_ORG_ID"], values["ANON_SESSION_TOKEN"]) == ("org-1", API_KEY)


def test_local_brings_its_address(program: Program, home: Home) -> None:
    save(home, environment="local", base_url="http://127.0.0.1:4010")
    values = variables(program, "--framework", "vite")
    assert values["VITE_ANON_ENV"] == "local"
    assert values["VITE_ANON_BASE_URL"] == "http://127.0.0.1:4010"


@pytest.mark.usefixtures("home")
def test_the_envelope_is_masked(program: Program) -> None:
    ran = program("env", "--json")
    assert ran.json()["data"]["ANON_API_KEY"] == "anon_…5678"
    assert SERVICE_KEY not in ran.out
    assert token().reveal().rsplit(".", 1)[1] not in ran.out


@pytest.mark.usefixtures("home")
def test_a_terminal_shows_secrets_only_when_asked(terminal: Terminals) -> None:
    assert SERVICE_KEY not in shown_on(terminal, "env")
    assert "anon_…5678" in shown_on(terminal, "env", "--format", "bash")
    assert SERVICE_KEY in shown_on(terminal, "env", "--show-secrets")


@pytest.mark.parametrize("form", ["dotenv", "bash", "fish", "powershell", "json"])
def test_a_terminal_never_gets_a_strangers_escapes(
    terminal: Terminals, home: Home, form: str
) -> None:
    pool = ACME.pools[0]._replace(id="p\x1b]52;c;aGk=\x07")
    client = ACME.clients[0]._replace(pool_id=pool.id)
    save(home, pools=(pool,), clients=(client, ACME.clients[1]), pool_id=pool.id)
    for words in ((), ("--show-secrets",)):
        seen = shown_on(terminal, "env", "--format", form, *words)
        assert "ANON_USER_POOL_ID" in seen
        assert not {"\x1b", "\x07"} & set(seen)


def shown_on(terminal: Terminals, *words: str) -> str:
    started = terminal(*words, TERM="xterm")
    assert started.end() == 0, started.seen
    return started.seen


@pytest.mark.usefixtures("home")
def test_a_variable_that_differs_is_told_and_not_used(program: Program) -> None:
    ran = program("env", "--format", "json", ANON_SDKCLIENT_ID="other", ANON_API_KEY="anon_xyz")
    assert json.loads(ran.out)["ANON_SDKCLIENT_ID"] == "web-1"
    assert "ANON_SDKCLIENT_ID in the environment differs" in ran.err
    assert "ANON_API_KEY in the environment differs" in ran.err
    assert "anon_xyz" not in ran.err


@pytest.mark.usefixtures("home")
def test_each_variable_that_differs_is_told_once(program: Program) -> None:
    ran = program("env", ANON_SDKCLIENT_ID="other", ANON_ENV="prod", ANON_API_KEY="anon_xyz")
    assert sorted(line.split()[0] for line in ran.err.splitlines()) == [
        "ANON_API_KEY",
        "ANON_ENV",
        "ANON_SDKCLIENT_ID",
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("--gitignore",),
        ("--snippet", "node", "--format", "json"),
        ("--snippet", "node", "--write", "x.mjs", "--gitignore"),
    ],
)
@pytest.mark.usefixtures("home")
def test_a_flag_that_would_be_passed_over_is_refused(
    program: Program, words: tuple[str, ...]
) -> None:
    ran = program("env", *words, "--json")
    assert (ran.code, ran.json()["problems"][0]["code"]) == (2, "usage.wrong")
    assert list(program.folder.iterdir()) == []


def test_a_command_that_is_told_can_be_typed(program: Program, home: Home) -> None:
    save(home, "it's acme")
    open_secrets("file", home).remove("it's acme", "service_key.srv-1")
    fix = program("env", "--json").json()["problems"][0]["fix"]
    words = shlex.split(fix.removeprefix("Run: ").removesuffix("."))
    assert words == ["anon-wizard", "setup", "--profile", "it's acme"]


def test_a_value_that_is_missing_is_told(program: Program, home: Home) -> None:
    open_secrets("file", home).remove("acme", "service_key.srv-1")
    ran = program("env", "--framework", "node")
    assert ran.code == 0
    assert "ANON_API_KEY" not in ran.out
    assert "no value for ANON_API_KEY" in ran.err


# --- what does not belong together ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"webapp_id": "srv-1"}, "client.wrong_kind"),
        ({"service_id": "web-1"}, "client.wrong_kind"),
        ({"clients": (Client("web-1", "w", "webapp", "pool-2"), SERVICE)}, "client.other_pool"),
        ({"user_id": "bob"}, "env.other_user"),
    ],
)
def test_ids_that_do_not_belong_together_are_refused(
    program: Program, home: Home, changes: dict[str, object], code: str
) -> None:
    ProfileStore(home).save(ACME._replace(**changes))  # type: ignore[arg-type]  # fields by name
    for words in ((), ("--write", ".env"), ("--snippet", "curl")):
        ran = program("env", *words, "--json")
        assert (ran.code, ran.json()["problems"][0]["code"]) == (1, code)
    assert not (program.folder / ".env").exists()


@pytest.mark.parametrize(
    ("its_token", "code"),
    [
        (token(sdkClientId="web-9"), "env.other_client"),
        (token("mallory"), "env.other_user"),
        (Secret("no token"), "token.not_a_jwt"),
    ],
)
def test_a_token_of_somebody_else_is_refused(
    program: Program, home: Home, its_token: Secret, code: str
) -> None:
    put_secrets(home, ACME, its_token)
    found = program("env", "--json").json()["problems"][0]["code"]
    assert found == code or (code == "token.not_a_jwt" and found.startswith("token."))


# --- written --------------------------------------------------------------------------------------


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@b.c")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.mark.usefixtures("home")
def test_a_file_is_written_once_and_kept_private(program: Program) -> None:
    env = program.folder / ".env"
    env.write_text("# mine\r\nANON_ENV=prod\r\n")

    ran = program("env", "--framework", "react", "--write", ".env", "--json")

    assert ran.code == 0, ran.err
    data = ran.json()["data"]
    assert data["changed"] == ["ANON_ENV"]
    assert "REACT_APP_ANON_SDKCLIENT_ID" in data["added"]
    assert env.read_bytes().startswith(b"# mine\r\nANON_ENV=sandbox\r\nREACT_APP_ANON_ENV=sandbox")
    assert stat.S_IMODE(env.stat().st_mode) == 0o600
    assert Path(data["backup"]).read_bytes() == b"# mine\r\nANON_ENV=prod\r\n"
    again = program("env", "--framework", "react", "--write", ".env", "--json").json()["data"]
    assert (again["changed"], again["added"], again["backup"]) == ([], [], None)


@pytest.mark.usefixtures("home")
def test_git_is_asked_before_anything_is_written(program: Program) -> None:
    git(program.folder, "init", "-q")
    ran = program("env", "--write", ".env", "--json")
    assert (ran.code, ran.json()["problems"][0]["code"]) == (1, "env.not_ignored")
    assert not (program.folder / ".env").exists()

    assert program("env", "--write", ".env", "--gitignore").code == 0
    assert (program.folder / ".gitignore").read_text() == "/.env\n"
    git(program.folder, "check-ignore", "-q", ".env")


@pytest.mark.usefixtures("home")
def test_a_file_in_the_repository_is_never_filled(program: Program) -> None:
    example = program.folder / ".env.example"
    example.write_text("ANON_API_KEY=\n")
    git(program.folder, "init", "-q")
    git(program.folder, "add", ".env.example")
    (program.folder / ".gitignore").write_text(".env*\n")

    ran = program("env", "--write", ".env.example", "--gitignore", "--json")

    assert ran.json()["problems"][0]["code"] == "env.tracked"
    assert example.read_text() == "ANON_API_KEY=\n"


@pytest.mark.usefixtures("home")
def test_the_backup_is_not_where_git_would_take_it(program: Program) -> None:
    git(program.folder, "init", "-q")
    (program.folder / ".gitignore").write_text(".env\n")
    (program.folder / ".env").write_text("SECRET=1\n")
    backup = program("env", "--write", ".env", "--json").json()["data"]["backup"]
    assert backup.startswith(str(program.home))
    status = subprocess.run(
        ["git", "status", "--porcelain"], cwd=program.folder, capture_output=True, check=True
    )
    assert status.stdout == b"?? .gitignore\n"


@pytest.mark.usefixtures("home")
def test_a_key_under_a_public_prefix_is_refused(program: Program) -> None:
    env = program.folder / ".env"
    env.write_text("PLASMO_PUBLIC_ANON_API_KEY=$ANON_API_KEY\n")
    ran = program("env", "--framework", "plasmo", "--write", ".env", "--json")
    assert (ran.code, ran.json()["problems"][0]["code"]) == (1, "env.public_key")
    assert env.read_text() == "PLASMO_PUBLIC_ANON_API_KEY=$ANON_API_KEY\n"


@pytest.mark.parametrize("form", ["json", "fish", "powershell"])
@pytest.mark.usefixtures("home")
def test_only_lines_of_assignments_are_written_in_place(program: Program, form: str) -> None:
    ran = program("env", "--write", ".env", "--format", form, "--json")
    assert (ran.code, ran.json()["problems"][0]["code"]) == (2, "env.write_format")


@pytest.mark.usefixtures("home")
def test_no_value_is_shown_while_writing(program: Program) -> None:
    ran = program("env", "--write", ".env")
    assert SERVICE_KEY not in ran.out + ran.err


# --- 1Password references -------------------------------------------------------------------------


def test_a_reference_is_resolved_when_it_is_written_and_shown_as_it_is_when_masked(
    program: Program, home: Home
) -> None:
    reference = "op://Team/Anon/service key"
    open_secrets("file", home).put("acme", {"service_key.srv-1": Secret(reference)})
    tools = program.home / "tools"
    tools.mkdir()
    (tools / "op").write_text('#!/bin/sh\nprintf "%s" "anon_from-1password-itself"\n')
    (tools / "op").chmod(0o755)
    path = f"{tools}:{os.environ['PATH']}"

    assert program("env", "--json", PATH="/nowhere").json()["data"]["ANON_API_KEY"] == reference
    values = json.loads(program("env", "--format", "json", PATH=path).out)
    assert values["ANON_API_KEY"] == "anon_from-1password-itself"
    assert program("env", PATH=str(program.home)).code == 4
