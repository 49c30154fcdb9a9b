"""Start-up is a feature: what each way in may load, and what it must not."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.conftest import Program
from wizard.identity.keys import generate, public_set
from wizard.identity.tokens import mint
from wizard.model import Client, Pool, Profile

HEAVY = {
    "cryptography",
    "httpx",
    "jwt",
    "keyring",
    "rich",
    "screens",
    "sqlite3",
    "starlette",
    "textual",
    "tomlkit",
    "uvicorn",
}
LOADED = """
import json, sys
compiled = []
def hear(event, facts):
    if event == "compile" and sys._getframe(1).f_globals["__name__"] == "typing":
        compiled.append(facts[0].decode())
sys.addaudithook(hear)
from wizard.cli import main
try:
    code = main({arguments!r})
except SystemExit as left:
    code = left.code
print("\\nLOADED", json.dumps([sorted(sys.modules), compiled]))
"""


def loaded_by(program: Program, *arguments: str) -> set[str]:
    """Run the program in a process of its own and give the modules it has loaded at its end."""
    return set(_told_by(program, *arguments)[0])


def annotations_compiled_by(program: Program, *arguments: str) -> list[str]:
    """Do the same and give the annotations that ``typing`` has compiled."""
    return _told_by(program, *arguments)[1]


def _told_by(program: Program, *arguments: str) -> tuple[list[str], list[str]]:
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(arguments=list(arguments))],
        capture_output=True,
        text=True,
        env=program.environ(),
        cwd=program.folder,
        check=True,
    )
    modules, annotations = json.loads(done.stdout.rpartition("LOADED")[2])
    return modules, annotations


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """Give a program with two saved profiles."""
    folder = tmp_path_factory.mktemp("saved")
    program = Program(folder, folder)
    for name in ("one", "two"):
        assert program("setup", "--yes", "--skip-link", "--profile", name).code == 0
    key = generate("RS256")
    (folder / "jwks.json").write_text(json.dumps(public_set([key])))
    (folder / "token.txt").write_text(mint(key, user_id="ada").reveal())
    return program


def test_the_version_needs_no_module_but_the_packages_own(program: Program) -> None:
    ours = {name for name in loaded_by(program, "--version") if name.startswith("wizard")}
    assert ours == {"wizard", "wizard.cli"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("setup", "--help"),
        ("sandbox", "--help"),
        ("profile", "--help"),
        ("profile", "list"),
        ("profile", "show"),
        ("profile", "show", "--prompt"),
        ("profile", "use", "one"),
        ("profile", "why"),
        ("env",),
        ("token", "inspect", "token.txt"),
    ],
    ids=" ".join,
)
def test_what_is_only_looked_at_loads_nothing_heavy(
    saved: Program, arguments: tuple[str, ...]
) -> None:
    assert not HEAVY & loaded_by(saved, *arguments)


@pytest.mark.parametrize("action", ["list", "show", "why", "use one"])
def test_a_profile_is_told_without_the_chain_that_made_it(saved: Program, action: str) -> None:
    assert "wizard.model.chain" not in loaded_by(saved, "profile", *action.split())


@pytest.mark.parametrize("action", ["list", "show", "why", "use one"])
def test_a_profile_is_told_with_few_modules(saved: Program, action: str) -> None:
    loaded = loaded_by(saved, "profile", *action.split())
    assert not {"pathlib", "urllib.parse", "ipaddress", "datetime", "tomllib"} & loaded


READ = {hint for record in (Profile, Pool, Client) for hint in record.__annotations__.values()}


@pytest.mark.parametrize("action", ["list", "show", "why", "use one"])
def test_what_is_only_looked_at_compiles_no_annotation_but_those_of_what_is_read(
    saved: Program, action: str
) -> None:
    compiled = set(annotations_compiled_by(saved, "profile", *action.split()))
    assert compiled <= READ
    assert action in {"list", "show"} or not compiled


@pytest.mark.parametrize(
    "arguments", [("--help",), ("setup", "--help"), ("profile", "use", "--help")], ids=" ".join
)
def test_help_loads_no_parser(program: Program, arguments: tuple[str, ...]) -> None:
    loaded = loaded_by(program, *arguments)
    assert not {"argparse", "wizard.cli.parse", "wizard.steps", "wizard.model.chain"} & loaded


def test_a_token_is_verified_without_a_network(saved: Program) -> None:
    loaded = loaded_by(saved, "token", "verify", "token.txt", "--jwks", "jwks.json")
    assert "cryptography" in loaded
    network = {"asyncio", "http.client", "httpcore", "ssl", "urllib.request", "wizard.http"}
    assert not (HEAVY - {"cryptography"} | network) & loaded


def test_the_core_never_loads_the_screens_or_their_toolkit(program: Program) -> None:
    loaded = loaded_by(program, "setup", "--yes")
    assert not {"textual", "rich", "screens"} & loaded
    assert "wizard.api" in loaded
