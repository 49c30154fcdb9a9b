"""``anon-wizard doctor`` from outside: exit codes, the document, and what it leaves untouched."""

from __future__ import annotations

import json
import os
import pty
import re
import stat
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.core.checks.breaking_apps import KEY
from tests.core.checks.patients import package
from wizard.profiles.home import Home
from wizard.sandbox import ensure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Program

VITE = package(type="module", devDependencies={"vite": "5"})


@pytest.fixture
def ready(program: Program) -> Iterator[Program]:
    """Give the program with one finished local profile, and its sandbox running all the while."""
    home = Home.find({"ANON_WIZARD_HOME": str(program.home / "wizard")})
    running = ensure(home.sandbox(), port=0)
    ran = program("setup", "--yes", "--env", "local", "--json")
    assert ran.code == 0, ran.err
    (program.home / "setup.json").write_text(ran.out, encoding="utf-8")
    yield program
    running.close()


def ids(program: Program) -> dict[str, str]:
    data: dict[str, str] = json.loads((program.home / "setup.json").read_text())["data"]
    return data


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Give all files; the sandbox's own state is its server's, which may touch it."""
    return {
        str(path): (path.stat().st_mode, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file() and "sandbox.sqlite" not in path.name
    }


def test_a_finished_setup_is_whole(ready: Program) -> None:
    before = contents(ready.home)
    ran = ready("doctor", "--json")
    document = ran.json()
    assert ran.code == 0
    assert document["status"] == "ok"
    assert document["problems"] == []
    assert document["data"]["broken"] is None
    states = {row["id"]: row["state"] for row in document["data"]["checks"]}
    assert {name for name, state in states.items() if state != "pass"} == {"network.tls"}
    assert contents(ready.home) == before


def test_people_read_one_line_a_check(ready: Program) -> None:
    ran = ready("doctor")
    assert ran.code == 0
    assert "✓ Key at Anon" in ran.out
    assert ran.out.rstrip().endswith("No link is broken.")
    assert ran.err == ""


def test_without_a_profile_the_profile_is_the_broken_link(program: Program) -> None:
    ran = program("doctor", "--json")
    assert ran.code == 4
    assert ran.json()["data"]["broken"] == "profile.saved"
    assert ran.json()["problems"][0]["code"] == "profile.none_active"


def test_an_app_can_be_looked_at_without_a_profile(program: Program) -> None:
    app = program.folder / "app"
    app.mkdir()
    (app / "package.json").write_text(VITE, encoding="utf-8")
    (app / ".env").write_text(f"VITE_ANON_API_KEY={KEY}\n", encoding="utf-8")
    rows = program("doctor", "--app", "app", "--json").json()["data"]["checks"]
    states = {row["id"]: row["state"] for row in rows}
    assert states["app.public_secrets"] == "fail"
    assert states["app.client"] == "skip"


def test_a_folder_that_is_not_there_is_wrong_usage(program: Program) -> None:
    ran = program("doctor", "--app", "nowhere", "--json")
    assert ran.code == 2
    assert ran.json()["problems"][0]["code"] == "app.no_folder"


@pytest.fixture
def app(ready: Program) -> Path:
    """Give an app with the FAQ's mistake and a missing prefix."""
    folder = ready.folder / "app"
    folder.mkdir()
    (folder / "package.json").write_text(VITE, encoding="utf-8")
    text = f"# ours\r\nANON_ENV=local\r\nVITE_ANON_SDKCLIENT_ID={ids(ready)['serviceClientId']}\r\n"
    (folder / ".env").write_bytes(text.encode())
    (folder / ".env").chmod(0o640)
    return folder


def test_the_app_is_named_and_nothing_is_changed(ready: Program, app: Path) -> None:
    before = contents(app)
    ran = ready("doctor", "--app", "app", "--json")
    data = ran.json()["data"]
    assert ran.code == 1
    assert data["broken"] == "app.prefix"
    assert {"app.prefix", "app.client"} <= set(data["fixable"])
    assert contents(app) == before


def test_fix_shows_a_diff_mends_and_checks_again(ready: Program, app: Path) -> None:
    before = contents(app)
    ran = ready("doctor", "--app", "app", "--fix", "--yes", "--json")
    data = ran.json()["data"]
    assert ran.code == 0, ran.err
    assert data["broken"] is None
    assert f"+VITE_ANON_SDKCLIENT_ID={ids(ready)['webappClientId']}" in ran.err
    assert "+VITE_ANON_ENV=local" in ran.err
    assert [entry["path"] for entry in data["fixed"]] == [str(app / ".env")]
    webapp = ids(ready)["webappClientId"]
    text = f"# ours\r\nANON_ENV=local\r\nVITE_ANON_SDKCLIENT_ID={webapp}\r\nVITE_ANON_ENV=local\r\n"
    after = contents(app)
    assert after.pop(str(app / ".env")) == (stat.S_IFREG | 0o640, text.encode())
    assert after.items() <= before.items()


def test_fix_without_a_terminal_and_without_yes_does_nothing(ready: Program, app: Path) -> None:
    before = contents(app)
    ran = ready("doctor", "--app", "app", "--fix", "--json")
    assert ran.code == 2
    assert ran.json()["problems"][0]["code"] == "usage.unconfirmed"
    assert contents(app) == before


def at_a_terminal(program: Program, typed: str, *arguments: str) -> tuple[int, str]:
    """Run the program with a person at the keyboard; give its exit code and all it talked."""
    person, terminal = pty.openpty()
    child = subprocess.Popen(
        program.command(*arguments),
        stdin=terminal,
        stdout=subprocess.DEVNULL,
        stderr=terminal,
        cwd=program.folder,
        env=program.environ(),
    )
    os.close(terminal)
    talk = b""
    with child:
        while chunk := _read(person):
            talk += chunk
            if talk.endswith(b"[y/N]: "):
                os.write(person, typed.encode() + b"\n")
    os.close(person)
    return child.returncode, talk.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # the other side is closed
        return b""


def test_a_no_at_the_terminal_changes_nothing(ready: Program, app: Path) -> None:
    before = contents(app)
    code, talk = at_a_terminal(ready, "n", "doctor", "--app", "app", "--fix")
    assert "+VITE_ANON_ENV=local" in talk
    assert "Nothing was changed." in talk
    assert code == 1
    assert contents(app) == before


def test_a_yes_at_the_terminal_mends(ready: Program, app: Path) -> None:
    code, talk = at_a_terminal(ready, "y", "doctor", "--app", "app", "--fix")
    assert code == 0, talk
    assert "Checking: key" in talk
    assert b"VITE_ANON_ENV=local" in (app / ".env").read_bytes()


def test_fix_asks_nobody_where_there_is_nothing_to_mend(ready: Program) -> None:
    assert ready("doctor", "--fix").code == 0


def test_the_bundle_is_private_redacted_and_never_written_over(ready: Program) -> None:
    ran = ready("doctor", "--bundle", "out.json", "--json", MY_SECRET_TOKEN="canary-in-the-shell")
    path = ready.folder / "out.json"
    text = path.read_text(encoding="utf-8")
    assert ran.code == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(text)["profile"]["webapp_id"] == ids(ready)["webappClientId"]
    assert "canary" not in text
    stored = ready.home / "wizard" / "data" / "secrets" / "local.json"
    for secret in json.loads(stored.read_text())["secrets"].values():
        assert secret not in text + ran.err + ran.out
    again = ready("doctor", "--bundle", "out.json", "--json")
    assert again.code == 2
    assert again.json()["problems"][0]["code"] == "doctor.bundle_exists"
    assert path.read_text(encoding="utf-8") == text


def test_the_bundle_is_shown_before_it_is_written(ready: Program) -> None:
    ran = ready("doctor", "--bundle", "out.json")
    assert '"about": "Diagnostics of anon-wizard' in ran.err
    assert ran.err.index('"about"') < ran.err.index("Written to")


def test_names_of_files_cannot_fool_the_terminal(program: Program) -> None:
    folder = program.folder / os.fsdecode(b"evil\x1b[2J\xff")
    folder.mkdir()
    (folder / "a\u202e.js").write_text("'https://svc.prod.anon.com'", encoding="utf-8")
    ran = program("doctor", "--app", os.fsdecode(b"evil\x1b[2J\xff"))
    assert not {"\x1b", "\u202e"} & set(ran.out + ran.err)


def test_a_stopped_network_ends_with_3(ready: Program) -> None:
    path = ready.home / "wizard" / "config" / "profiles" / "local.toml"
    text = path.read_text(encoding="utf-8")
    closed = "http://127.0.0.1:9"
    text = re.sub(r'^base_url = ".*"', f'base_url = "{closed}"', text, flags=re.MULTILINE)
    path.write_text(text.replace('environment = "local"', f'environment = "{closed}"'))
    ran = ready("doctor", "--json")
    assert ran.code == 3, ran.out
    assert ran.json()["problems"][0]["code"] == "network.refused"
