"""``env --snippet``: code that runs as it is printed, against the real local sandbox."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.saved import ACME, SERVICE_KEY, save, token
from wizard.profiles.frameworks import FRAMEWORKS
from wizard.profiles.home import Home
from wizard.profiles.snippets import SNIPPETS, snippet
from wizard.profiles.variables import ids_of
from wizard.sandbox import LocalSandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Program
    from wizard.sandbox import Running

NASTY = 'it\'s "$(id)" `id` \\ ${x} </script>\n'


@pytest.fixture
def sandbox(program: Program) -> Iterator[Running]:
    """Run the program's own sandbox, with a linked user."""
    data = program.home / "wizard" / "data"
    data.mkdir(parents=True, mode=0o700)
    with LocalSandbox(data / "sandbox.sqlite") as running:
        ran = program("setup", "--env", "local", "--yes", "--profile", "acme")
        assert ran.code == 0, ran.err
        yield running


@pytest.mark.usefixtures("sandbox")
def test_curl_as_printed_gets_the_link_page(program: Program) -> None:
    if shutil.which("curl") is None:
        pytest.skip("there is no curl on this machine")
    exports = program("env", "--format", "bash").out
    code = program("env", "--snippet", "curl").out

    done = subprocess.run(
        ["bash", "--norc", "-c", f"{exports}\n{code}"], capture_output=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "/link?id=" in json.loads(done.stdout)["url"]


@pytest.mark.usefixtures("sandbox")
def test_node_as_printed_acts_for_the_user(program: Program) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no Node on this machine")
    program("env", "--framework", "node", "--write", ".env")
    (program.folder / "anon.mjs").write_text(program("env", "--snippet", "node").out)
    command = [node, "--env-file=.env", "anon.mjs"]

    done = subprocess.run(command, cwd=program.folder, capture_output=True, check=False)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(b"ws://127.0.0.1:")


@pytest.mark.usefixtures("sandbox")
def test_node_says_why_when_the_user_was_not_linked(program: Program) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no Node on this machine")
    program("env", "--framework", "node", "--write", ".env")
    code = program("env", "--snippet", "node").out.replace('"demo-user"', '"nobody"')
    (program.folder / "anon.mjs").write_text(code)
    command = [node, "--env-file=.env", "anon.mjs"]

    done = subprocess.run(command, cwd=program.folder, capture_output=True, check=False)

    assert done.returncode == 1
    assert b"404" in done.stderr


@pytest.mark.parametrize("name", SNIPPETS)
def test_no_secret_is_in_a_snippet(program: Program, name: str) -> None:
    save(Home.find({"ANON_WIZARD_HOME": str(program.home / "wizard")}))
    ran = program("env", "--snippet", name, "--show-secrets")
    assert ran.code == 0, ran.err
    assert SERVICE_KEY not in ran.out
    assert token().reveal() not in ran.out
    assert "{{" not in ran.out


def test_a_snippet_is_written_into_a_new_file_and_never_over_another(program: Program) -> None:
    save(Home.find({"ANON_WIZARD_HOME": str(program.home / "wizard")}))
    printed = program("env", "--snippet", "node").out
    first = program("env", "--snippet", "node", "--write", "anon.mjs")
    again = program("env", "--snippet", "web", "--write", "anon.mjs", "--json")
    assert first.code == 0, first.err
    assert (again.code, again.json()["problems"][0]["code"]) == (2, "env.file_exists")
    assert (program.folder / "anon.mjs").read_text() == printed


@pytest.mark.parametrize(
    ("framework", "expression"),
    [
        ("react", "process.env.REACT_APP_ANON_APP_USER_ID_TOKEN"),
        ("vite", "import.meta.env.VITE_ANON_APP_USER_ID_TOKEN"),
        ("next", "process.env.NEXT_PUBLIC_ANON_APP_USER_ID_TOKEN"),
        ("plasmo", "process.env.PLASMO_PUBLIC_ANON_USER_ID_TOKEN"),
    ],
)
def test_the_front_end_reads_its_own_variable(framework: str, expression: str) -> None:
    code = snippet("web", ACME, ids_of(ACME), FRAMEWORKS[framework])
    assert expression in code
    assert 'clientId: "web-1"' in code


@pytest.mark.parametrize(
    ("name", "checker"), [("node", ("node", "--check")), ("curl", ("bash", "-n"))]
)
def test_a_value_is_never_read_as_code(
    name: str, checker: tuple[str, str], program: Program
) -> None:
    if shutil.which(checker[0]) is None:
        pytest.skip(f"there is no {checker[0]} on this machine")
    nasty = ACME._replace(user_id=NASTY, app=NASTY, webapp_id=NASTY)
    file = program.folder / SNIPPETS[name].template
    file.write_text(snippet(name, nasty, ids_of(nasty)))

    done = subprocess.run([*checker, str(file)], capture_output=True, check=False)

    assert done.returncode == 0, done.stderr
    assert file.read_text().count("\n") == snippet(name, ACME, ids_of(ACME)).count("\n")
