"""Where a setup's secrets end up: in 1Password by reference, in the keyring, in a file."""

from __future__ import annotations

import json
import sys
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from wizard.resources import ROOT
from wizard.sandbox import LocalSandbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Program, Ran
    from wizard.sandbox import Running

REFERENCE = "op://Team vault/Anon sandbox/backend_api_key"

KEYRING = """
import json, os
from keyring.backend import KeyringBackend
PLACE = os.environ["FAKE_KEYRING"]
class Keyring(KeyringBackend):
    priority = 9
    def items(self):
        return json.load(open(PLACE)) if os.path.exists(PLACE) else {}
    def set_password(self, service, item, value):
        items = self.items() | {item: value}
        json.dump(items, open(PLACE, "w"))
    def get_password(self, service, item):
        return self.items().get(item)
    def delete_password(self, service, item):
        items = self.items()
        items.pop(item)
        json.dump(items, open(PLACE, "w"))
"""


@pytest.fixture
def hosted() -> Iterator[Running]:
    """Give a fresh sandbox that stands in for Anon's hosted service."""
    with LocalSandbox() as sandbox:
        yield sandbox


def posts(sandbox: Running) -> int:
    """Give how many creating requests were sent."""
    with urllib.request.urlopen(f"{sandbox.url}/_sandbox/requests") as answer:
        seen: list[dict[str, Any]] = json.load(answer)
    return sum(each["method"] == "POST" and "/org/" in each["path"] for each in seen)


def setup(program: Program, sandbox: Running, store: str, **environ: str) -> Ran:
    fixed = ("--yes", "--json", "--profile", "acme", "--jwks", "hosted", "--skip-link")
    return program("setup", "--env", sandbox.url, "--secret-store", store, *fixed, **environ)


def holding(folder: Path, text: str) -> list[str]:
    """Give the names of the files that hold ``text``."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path.name for path in files if text.encode() in path.read_bytes()]


def test_a_reference_to_1password_is_kept_and_the_key_itself_is_not(
    program: Program, hosted: Running, tmp_path: Path
) -> None:
    key = hosted.keys["local"].reveal()
    script = tmp_path / "bin" / "op"
    script.parent.mkdir()
    script.write_text(f"#!{sys.executable}\nprint({key!r})\n")
    script.chmod(0o755)
    path = f"{script.parent}:/usr/bin:/bin"
    first = setup(program, hosted, "file", ANON_API_KEY=REFERENCE, PATH=path)
    assert first.code == 0, first.err
    assert holding(program.home, key) == []
    assert holding(program.home, REFERENCE) == ["acme.json"]

    sent = posts(hosted)
    again = setup(program, hosted, "file", PATH=path)
    assert again.code == 0, again.err
    assert again.json()["data"]["created"] == []
    assert holding(program.home, key) == []

    without = setup(program, hosted, "file", PATH="/usr/bin:/bin")
    assert without.code == 4
    assert without.json()["problems"][0]["code"] == "op.missing"
    assert posts(hosted) == sent


def test_a_profile_moves_from_the_keyring_to_a_file_and_loses_nothing(
    program: Program, hosted: Running, tmp_path: Path
) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "fake.py").write_text(KEYRING)
    kept = tmp_path / "keyring.json"
    environ = {
        "PYTHONPATH": f"{ROOT}:{tmp_path / 'lib'}",
        "PYTHON_KEYRING_BACKEND": "fake.Keyring",
        "FAKE_KEYRING": str(kept),
    }
    key = hosted.keys["local"].reveal()
    first = setup(program, hosted, "keyring", ANON_API_KEY=key, **environ)
    assert first.code == 0, first.err
    assert holding(program.home, key) == []
    assert len(json.loads(kept.read_text())) == 1

    moved = setup(program, hosted, "file", **environ)
    assert moved.code == 0, moved.err
    assert moved.json()["data"]["created"] == []
    assert holding(program.home, key) == ["acme.json"]
    assert json.loads(kept.read_text()) == {}

    back = setup(program, hosted, "keyring", **environ)
    assert back.code == 0, back.err
    assert back.json()["data"]["created"] == []
    assert holding(program.home, key) == []


@pytest.mark.parametrize("name", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring"])
def test_without_a_usable_keyring_nothing_is_sent_and_nothing_is_kept(
    program: Program, hosted: Running, name: str
) -> None:
    key = hosted.keys["local"].reveal()
    environ = {"ANON_API_KEY": key, "PYTHON_KEYRING_BACKEND": name}
    refused = setup(program, hosted, "keyring", **environ)
    assert refused.code == 4
    assert refused.json()["problems"][0]["code"] == "secrets.unavailable"
    assert posts(hosted) == 0
    assert holding(program.home, key) == []
