"""``anon-wizard profile …`` and ``undo``, from outside."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.saved import API_KEY, SERVICE_KEY, save, token
from wizard.ledger import Created, Found, Ledger
from wizard.model import CreateRequest, ProblemError
from wizard.profiles import filled
from wizard.profiles.home import Home
from wizard.profiles.secrets import open_secrets
from wizard.profiles.store import ProfileStore
from wizard.text import cells

if TYPE_CHECKING:
    from tests.conftest import Program
    from tests.terminals import Terminals


@pytest.fixture
def home(program: Program) -> Home:
    """Give the home that the program uses."""
    return Home.find({"ANON_WIZARD_HOME": str(program.home / "wizard")})


def test_the_list_tells_environments_and_the_one_in_use(program: Program, home: Home) -> None:
    save(home, "acme dev")
    save(home, "böse.prod", active=False, environment="prod", base_url="https://svc.prod.anon.com")

    ran = program("profile", "list")

    assert ran.code == 0
    assert [line.split() for line in ran.out.splitlines()] == [
        ["*", "acme", "dev", "Anon", "sandbox"],
        ["böse.prod", "PRODUCTION"],
    ]


def test_a_profile_that_cannot_be_read_is_listed_with_its_problem(
    program: Program, home: Home
) -> None:
    save(home)
    Path(home.profile("acme")).write_text("not TOML")
    row = program("profile", "list", "--json").json()["data"]["profiles"][0]
    assert (row["name"], row["problem"]) == ("acme", "profile.corrupt")


def test_a_list_says_that_the_one_in_use_is_not_saved(program: Program, home: Home) -> None:
    save(home)
    ran = program("profile", "list", ANON_WIZARD_PROFILE="gone")
    assert ran.err == "ANON_WIZARD_PROFILE decides the profile: gone (no such profile is saved)\n"
    assert ran.out.startswith("  acme")


def test_the_columns_stand_below_each_other_for_names_of_any_script(
    program: Program, home: Home
) -> None:
    for name in ("acme", "日本語のプロフィール", "Müller & Söhne"):
        save(home, name)
    lines = program("profile", "list").out.splitlines()
    assert {cells(line.partition("Anon sandbox")[0]) for line in lines} == {24}


def test_an_empty_home_says_how_to_begin(program: Program) -> None:
    assert "anon-wizard setup" in program("profile", "list").out
    ran = program("profile", "show", "--json")
    assert (ran.code, ran.json()["problems"][0]["code"]) == (4, "profile.none_active")


def test_show_masks_every_secret(program: Program, home: Home) -> None:
    save(home)
    for ran in (program("profile", "show"), program("profile", "show", "acme", "--json")):
        assert ran.code == 0
        assert "web-1" in ran.out
        assert not any(secret in ran.out for secret in (API_KEY, SERVICE_KEY, token().reveal()))
        assert "anon_…1234" in ran.out


def test_show_has_one_column_of_values(program: Program, home: Home) -> None:
    save(home)
    lines = program("profile", "show").out.splitlines()
    width = len("  service client's key  ")
    assert {line[width - 2 : width] for line in lines} == {"  "}
    assert all(line[width] != " " for line in lines)


@pytest.mark.parametrize(
    ("environment", "base_url", "shown"),
    [
        ("sandbox", "https://svc.sandbox.anon.com", "acme (sandbox)\n"),
        ("prod", "https://svc.prod.anon.com", "acme (PROD)\n"),
    ],
)
def test_the_prompt_is_one_line_with_the_environment(
    program: Program, home: Home, environment: str, base_url: str, shown: str
) -> None:
    save(home, environment=environment, base_url=base_url)
    ran = program("profile", "show", "--prompt", ANON_WIZARD_PROFILE="acme")
    assert (ran.code, ran.out, ran.err) == (0, shown, "")


def test_the_prompt_is_empty_where_no_profile_is_in_use(program: Program) -> None:
    ran = program("profile", "show", "--prompt")
    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_use_switches_and_says_where_something_else_still_decides(
    program: Program, home: Home
) -> None:
    save(home, "one")
    save(home, "two", active=False)
    program("profile", "bind", "--profile", "one")

    ran = program("profile", "use", "two")

    assert ran.code == 0
    assert ProfileStore(home).active() == "two"
    assert "is bound to: one" in ran.err


def test_whatever_decides_but_the_active_pointer_says_so_on_stderr(
    program: Program, home: Home
) -> None:
    save(home, "one")
    save(home, "two", active=False)

    assert program("profile", "show").err == ""
    assert "--profile decides the profile: two" in program("profile", "show", "--profile=two").err
    ran = program("profile", "show", ANON_WIZARD_PROFILE="two")
    assert "ANON_WIZARD_PROFILE decides the profile: two" in ran.err
    program("profile", "bind", "--profile", "two")
    ran = program("profile", "show", "--json")
    assert ran.json()["data"]["profile"] == "two"
    assert "is bound to: two" in ran.err


def test_why_explains_in_one_line(program: Program, home: Home) -> None:
    save(home, "one")
    assert program("profile", "why").out.count("\n") == 1
    program("profile", "bind", str(program.folder), "--profile", "one")
    (program.folder / "web").mkdir()

    ran = program("profile", "why", "--json")
    assert ran.json()["data"]["by"] == "folder"
    assert ran.json()["data"]["folder"] == str(program.folder)

    ran = program("profile", "bind", "--remove")
    assert ran.code == 0
    assert program("profile", "why", "--json").json()["data"]["by"] == "active"
    assert program("profile", "bind", "--remove").code == 2


@pytest.mark.parametrize("name", ["~nobody-of-that-name", "a" * 300], ids=["no user", "too long"])
def test_a_path_that_cannot_be_is_said(program: Program, home: Home, name: str) -> None:
    save(home)
    for words, code in (
        (("profile", "bind", name), "binding.no_folder"),
        (("profile", "export", "--out", f"{name}/x"), "store.cannot_write"),
        (("env", "--write", f"{name}/.env"), "store.cannot_"),
        (("handoff", "--app", name), "app.no_folder"),
    ):
        assert program(*words, "--json").json()["problems"][0]["code"].startswith(code), words


def test_binding_says_what_decided_and_what_was_bound_before(program: Program, home: Home) -> None:
    save(home, "other")
    save(home)
    program("profile", "bind")
    ran = program("profile", "bind", ANON_WIZARD_PROFILE="other")
    assert "ANON_WIZARD_PROFILE decides the profile: other" in ran.err
    assert ran.out.rstrip().endswith("the profile is other (it was acme)")


def test_a_folder_bound_to_a_profile_that_is_gone_is_not_passed_over(
    program: Program, home: Home
) -> None:
    save(home, "one")
    save(home, "two", active=False)
    program("profile", "bind", "--profile", "two")
    Path(home.profile("two")).unlink()

    ran = program("env")

    assert ran.code == 4
    assert "is bound to: two" in ran.err
    assert "There is no profile “two”" in ran.err


def test_rename_takes_everything_along(program: Program, home: Home) -> None:
    save(home)
    program("profile", "bind")
    ledger = Ledger(home, "acme", "sandbox", "https://svc.sandbox.anon.com")
    with pytest.raises(ProblemError):
        ledger.create(_REQUEST, send=_refuse, read=_no_read)

    ran = program("profile", "rename", "acme", "Neue Firma 3.0")

    assert ran.code == 0, ran.err
    new = "Neue Firma 3.0"
    assert ProfileStore(home).names() == (new,)
    assert ProfileStore(home).active() == new
    assert open_secrets("file", home).names(new)
    assert not open_secrets("file", home).names("acme")
    assert Path(home.journal(new)).exists()
    assert program("profile", "why", "--json").json()["data"]["by"] == "folder"
    assert program("env", "--format", "json").json()["ANON_API_KEY"] == SERVICE_KEY


def test_rename_never_runs_over_another_profile(program: Program, home: Home) -> None:
    save(home, "one")
    save(home, "two", user_id="bob")
    assert program("profile", "rename", "one", "two").code == 4
    assert ProfileStore(home).load("two").user_id == "bob"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("rename", "nobody", "nobody"), "profile.unknown"),
        (("copy", "acme", "acme"), "profile.exists"),
        (("rename", "acme", "half"), "profile.begun"),
        (("copy", "acme", "half"), "profile.begun"),
    ],
)
def test_a_name_that_leads_nowhere_is_said(
    program: Program, home: Home, words: tuple[str, ...], code: str
) -> None:
    save(home)
    with pytest.raises(ProblemError):
        Ledger(home, "half", "sandbox", "https://x").create(_REQUEST, send=_refuse, read=_no_read)
    ran = program("profile", *words, "--json")
    assert (ran.code, ran.json()["problems"][0]["code"]) == (4, code)
    assert ProfileStore(home).names() == ("acme",)


def test_copy_has_the_same_secrets(program: Program, home: Home) -> None:
    save(home)
    assert program("profile", "copy", "acme", "acme 2").code == 0
    values = program("env", "--format", "json", "--profile", "acme 2").json()
    assert values["ANON_API_KEY"] == SERVICE_KEY


@pytest.mark.parametrize("by", ["variable", "folder"])
def test_a_setup_goes_by_variable_and_bound_folder_too(
    program: Program, home: Home, by: str
) -> None:
    save(home, "team", active=False)
    environ = {"ANON_WIZARD_PROFILE": "team"} if by == "variable" else {}
    if by == "folder":
        program("profile", "bind", "--profile", "team")
    save(home, "other")

    ran = program("setup", "--yes", "--dry-run", "--json", **environ)

    assert "team" in ran.err
    assert ran.json()["problems"] == []
    assert ran.json()["data"]["plan"] == []


def test_a_folder_does_not_decide_where_the_setup_was_told_the_environment(
    program: Program, home: Home
) -> None:
    save(home, "team")
    program("profile", "bind", "--profile", "team")
    ran = program("setup", "--env", "local", "--yes", "--dry-run", "--json")
    assert [each["kind"] for each in ran.json()["data"]["plan"]] == [
        "userPool",
        "webapp",
        "service",
    ]


# --- delete and undo ------------------------------------------------------------------------------

_REQUEST = CreateRequest("webapp", "/org/sdkClient", {"description": "d"})


def _refuse(_body: dict[str, object]) -> Created[Any]:
    from wizard.api import AnswerLostError
    from wizard.problems import problem

    raise AnswerLostError(problem("network.read_timeout", host="h", seconds="1"))


def _no_read(_object_id: str) -> Found:
    raise AssertionError


@pytest.mark.parametrize("words", [("profile", "delete", "acme"), ("undo",)])
def test_removing_wants_a_yes(program: Program, home: Home, words: tuple[str, ...]) -> None:
    save(home)
    ran = program(*words, "--json")
    assert (ran.code, ran.json()["problems"][0]["code"]) == (2, "usage.unconfirmed")
    assert ProfileStore(home).exists("acme")


def test_a_no_on_the_terminal_removes_nothing(home: Home, terminal: Terminals) -> None:
    save(home)
    asking = terminal("profile", "delete", "acme")
    asking.answer("[y/N]: ", "n")
    assert asking.end() == 130
    assert ProfileStore(home).exists("acme")


def test_a_production_profile_is_removed_by_typing_its_name(
    home: Home, terminal: Terminals
) -> None:
    save(home, environment="prod", base_url="https://svc.prod.anon.com")
    asking = terminal("undo")
    asking.answer("Type acme: ", "y")
    assert asking.end() == 130
    assert ProfileStore(home).exists("acme")
    asking = terminal("undo")
    asking.answer("Type acme: ", "acme")
    assert asking.end() == 0
    assert not ProfileStore(home).exists("acme")


@pytest.mark.parametrize("words", [("profile", "delete", "acme"), ("undo",)])
def test_everything_goes_and_what_stays_is_listed(
    program: Program, home: Home, words: tuple[str, ...]
) -> None:
    save(home)
    env = program.folder / ".env"
    env.write_text("ANON_ENV=sandbox\n")
    filled.remember(home, "acme", filled.Filled(str(env)))
    with pytest.raises(ProblemError):
        Ledger(home, "acme", "sandbox", "https://x").create(_REQUEST, send=_refuse, read=_no_read)
    program("profile", "bind")

    ran = program(*words, "--yes", "--json")

    assert ran.code == 0, ran.err
    remote = ran.json()["data"]["remote"]
    assert {each["id"] for each in remote if not each["doubtful"]} == {"pool-1", "web-1", "srv-1"}
    assert [each["kind"] for each in remote if each["doubtful"]] == ["webapp"]
    assert ran.json()["data"]["filled"] == [str(env)]
    assert env.read_text() == "ANON_ENV=sandbox\n"
    left = [path.name for path in (program.home / "wizard").rglob("*") if path.is_file()]
    assert not [name for name in left if "acme" in name], left
    assert not _anywhere(program.home, API_KEY)
    assert program("profile", "why", "--json").code == 4


def _anywhere(folder: Path, text: str) -> list[Path]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if text.encode() in path.read_bytes()]


def test_what_a_deletion_changes_beside_the_profile_is_said(program: Program, home: Home) -> None:
    save(home, "other")
    save(home)
    program("profile", "bind")

    lines = program("profile", "delete", "acme", "--yes").out.splitlines()

    assert f"No longer bound: {program.folder}" in lines
    assert "No profile is active now. Choose another: anon-wizard profile use NAME" in lines
    other = program("profile", "delete", "other", "--yes", "--json").json()["data"]
    assert (other["wasActive"], other["unbound"]) == (False, [])


def test_what_stays_is_listed_once(program: Program, home: Home, terminal: Terminals) -> None:
    save(home)
    ran = program("undo", "--yes")
    assert (ran.out + ran.err).count("pool-1") == 1
    assert "Stays at Anon, which documents no way to delete" in ran.out
    save(home, environment="local", base_url="http://127.0.0.1:4010")
    asking = terminal("undo")
    asking.answer("[y/N]: ", "y")
    assert asking.end() == 0
    assert asking.seen.count("pool-1") == 1
    assert "Stays in the local sandbox" in asking.seen


def test_a_profile_that_names_no_environment_can_be_deleted(program: Program, home: Home) -> None:
    save(home)
    path = Path(home.profile("acme"))
    path.write_text(path.read_text().replace('environment = "sandbox"', 'environment = "staging"'))
    assert program("profile", "delete", "acme", "--yes").code == 0
    assert ProfileStore(home).names() == ()


def test_what_is_doubtful_is_marked_in_words(program: Program, home: Home) -> None:
    save(home)
    with pytest.raises(ProblemError):
        Ledger(home, "acme", "sandbox", "https://x").create(_REQUEST, send=_refuse, read=_no_read)
    lines = program("undo", "--yes").out.splitlines()
    doubtful = [line for line in lines if "perhaps left over" in line]
    assert len(doubtful) == 1
    assert "acme-webapp-" in doubtful[0]


def test_a_setup_that_never_came_to_a_profile_can_be_undone(program: Program, home: Home) -> None:
    with pytest.raises(ProblemError):
        Ledger(home, "half", "sandbox", "https://x").create(_REQUEST, send=_refuse, read=_no_read)
    ran = program("undo", "--profile", "half", "--yes")
    assert ran.code == 0, ran.err
    assert not Path(home.journal("half")).exists()
    assert program("undo", "--profile", "half", "--yes").code == 4


def test_a_corrupt_profile_can_be_deleted(program: Program, home: Home) -> None:
    save(home)
    Path(home.profile("acme")).write_text("not TOML")
    assert program("profile", "delete", "acme", "--yes").code == 0
    assert ProfileStore(home).names() == ()


# --- export and import ----------------------------------------------------------------------------


def test_what_is_exported_holds_no_secret_and_comes_back(program: Program, home: Home) -> None:
    save(home)
    path = Path(home.profile("acme"))
    path.write_text(path.read_text() + "\n# mine\n[more]\nunknown = 1\n")

    out = program("profile", "export").out
    assert not any(secret in out for secret in (API_KEY, SERVICE_KEY, token().reveal()))
    (program.folder / "acme.toml").write_text(out)

    ran = program("profile", "import", "acme.toml", "--profile", "copy", "--json")

    assert ran.code == 0, ran.err
    assert ran.json()["data"]["missing"] == ["api_key", "service_key.srv-1"]
    assert ProfileStore(home).load("copy").webapp_id == "web-1"
    assert "# mine\n[more]\nunknown = 1" in Path(home.profile("copy")).read_text()
    assert "name =" not in Path(home.profile("copy")).read_text().split("[[", 1)[0]


def test_an_export_that_an_editor_put_a_mark_before_is_imported(
    program: Program, home: Home
) -> None:
    save(home)
    path = program.folder / "f.toml"
    path.write_text(program("profile", "export").out, "utf-8-sig")

    ran = program("profile", "import", "f.toml", "--profile", "copy", "--json")

    assert ran.code == 0, ran.err
    assert ProfileStore(home).load("copy") == ProfileStore(home).load("acme")._replace(name="copy")


def test_a_secret_that_somebody_wrote_into_a_profile_is_not_exported(
    program: Program, home: Home
) -> None:
    save(home)
    path = Path(home.profile("acme"))
    path.write_text(f'# {SERVICE_KEY}\nmy_key = "{API_KEY}"\n{path.read_text()}')
    ran = program("profile", "export")
    assert API_KEY not in ran.out
    assert SERVICE_KEY not in ran.out
    assert "2 value(s)" in ran.err


def test_an_export_is_never_written_over_a_file(program: Program, home: Home) -> None:
    save(home)
    (program.folder / "f.toml").write_text("mine")
    ran = program("profile", "export", "--out", "f.toml", "--json")
    assert (ran.code, ran.json()["problems"][0]["code"]) == (2, "export.exists")
    assert (program.folder / "f.toml").read_text() == "mine"


def test_an_import_whose_secret_store_is_out_of_order_is_saved_and_said(
    program: Program, home: Home, terminal: Terminals
) -> None:
    save(home)
    text = program("profile", "export").out.replace('"file"', '"keyring"', 1)
    (program.folder / "f.toml").write_text(text)

    asking = terminal("profile", "import", "f.toml", "--profile", "new",
        PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring")  # fmt: skip
    asking.answer("API key (not shown", "anon_typed-key-of-the-team")

    assert asking.end() == 4
    assert "Imported as profile “new”" in asking.seen
    assert "secrets.unavailable" in asking.seen
    assert ProfileStore(home).load("new").secret_store == "keyring"


def test_an_imported_profile_of_the_local_sandbox_is_to_be_made_anew(
    program: Program, home: Home
) -> None:
    save(home, environment="local", base_url="http://127.0.0.1:4010")
    text = program("profile", "export").out
    ran = program("profile", "import", "-", "--profile", "new one", stdin=text)
    assert "Make it anew here: anon-wizard setup --profile 'new one'" in ran.out


def test_stdin_without_a_name_is_called_stdin(program: Program) -> None:
    ran = program("profile", "import", "-", "--json", stdin="")
    assert ran.json()["problems"][0]["symptom"].startswith("stdin does not say")


def test_the_same_import_writes_the_same_bytes(program: Program, home: Home) -> None:
    save(home)
    program("profile", "export", "--out", "acme.toml")
    first = program("profile", "import", "acme.toml", "--profile", "n")
    before = Path(home.profile("n")).read_bytes()
    again = program("profile", "import", "acme.toml", "--profile", "n")
    replaced = program("profile", "import", "acme.toml", "--profile", "n", "--replace")
    assert (first.code, again.code, replaced.code) == (0, 4, 0)
    assert Path(home.profile("n")).read_bytes() == before


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("sandbox.anon.com", "sandbox.evil.example"), "import.foreign_host"),
        (('environment = "sandbox"', 'environment = "local"'), "import.foreign_host"),
        (("version = 1", "version = 99"), "profile.newer"),
        (("version = 1", ""), "profile.corrupt"),
        (('name = "acme"', ""), "import.no_name"),
        (("[[pools]]", "[[pools"), "profile.corrupt"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_not_imported(
    program: Program, home: Home, change: tuple[str, str], code: str
) -> None:
    save(home)
    text = program("profile", "export").out
    assert change[0] in text
    (program.folder / "f.toml").write_text(text.replace(*change, 1))
    words = () if code == "import.no_name" else ("--profile", "new")

    ran = program("profile", "import", "f.toml", *words, "--json")

    assert ran.json()["problems"][0]["code"] == code
    assert ProfileStore(home).names() == ("acme",)


def test_a_profile_of_another_environment_is_not_replaced(program: Program, home: Home) -> None:
    save(home)
    text = program("profile", "export").out.replace('"sandbox"', '"prod"', 1)
    (program.folder / "f.toml").write_text(text.replace("svc.sandbox", "svc.prod"))
    ran = program("profile", "import", "f.toml", "--replace", "--json")
    assert ran.json()["problems"][0]["code"] == "profile.other_environment"


def test_import_asks_for_the_secrets_it_has_not_got(
    program: Program, home: Home, terminal: Terminals
) -> None:
    save(home)
    program("profile", "export", "--out", "acme.toml")

    asking = terminal("profile", "import", "acme.toml", "--profile", "mine")
    asking.answer("API key (not shown", "anon_typed-key-of-the-team")
    asking.answer("Key of the service client srv-1", "anon_typed-service-key-too")

    assert asking.end() == 0
    assert "anon_typed" not in asking.seen
    secrets = open_secrets("file", home)
    key = secrets.get("mine", "service_key.srv-1")
    assert key
    assert key.reveal() == "anon_typed-service-key-too"


# --- start-up -------------------------------------------------------------------------------------

HEAVY = ("httpx", "jwt", "cryptography", "tomlkit", "keyring", "filelock", "sqlite3", "textual")


@pytest.mark.parametrize(
    "words", [("use", "acme"), ("list",), ("show", "--prompt"), ("show",), ("why",)]
)
def test_nothing_heavy_is_loaded(program: Program, home: Home, words: tuple[str, ...]) -> None:
    save(home)
    script = (
        "import sys, json; from wizard.cli import main; code = main(sys.argv[1:]);"
        f"print(json.dumps([m for m in {HEAVY} if m in sys.modules]), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "profile", *words],
        capture_output=True,
        check=True,
        cwd=program.folder,
        env=program.environ(),
    )
    assert json.loads(done.stderr.splitlines()[-1]) == []
