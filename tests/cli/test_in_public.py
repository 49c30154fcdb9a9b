"""The whole way to production in public: Anon's own hosts, https, a namespace's own network."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

import pytest

from wizard.resources import ROOT

if TYPE_CHECKING:
    from pathlib import Path

_ISOLATED: Final = ("unshare", "--user", "--map-root-user", "--net", "--mount", "--")


def _can_be_isolated() -> bool:
    if not (shutil.which("unshare") and shutil.which("ip") and sys.platform == "linux"):
        return False
    ready = "ip link set lo up && mount --bind /etc/hosts /etc/hosts"
    tried = subprocess.run([*_ISOLATED, "sh", "-c", ready], capture_output=True, check=False)
    return tried.returncode == 0


pytestmark = pytest.mark.skipif(
    not _can_be_isolated(), reason="this system gives no network namespace to its users"
)


@pytest.fixture(scope="module")
def way(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Go the whole way once, and give what each command gave."""
    folder: Path = tmp_path_factory.mktemp("public")
    script = ROOT / "tests/cli/in_public.py"
    done = subprocess.run(
        [*_ISOLATED, sys.executable, str(script), str(folder)],
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "PYTHONPATH": str(ROOT)},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    ran: dict[str, Any] = json.loads(done.stdout)
    return ran


def states(ran: dict[str, Any], kind: str) -> dict[str, str]:
    return {each["id"]: each["state"] for each in ran["data"]["checks"] if each["kind"] == kind}


def test_with_everything_in_order_every_machine_item_passes(way: dict[str, Any]) -> None:
    assert way["setup"]["code"] == 0, way["setup"]["err"]
    found = states(way["handoff"], "machine")
    assert found == dict.fromkeys(found, "pass")
    assert {"jwks.https", "jwks.public", "company.logo", "app.redirects"} <= set(found)
    assert way["handoff"]["data"]["rehearsal"] is False


def test_before_the_promotion_production_is_asked_nothing(way: dict[str, Any]) -> None:
    assert way["seen before"]["prod"] == []
    made = [line for line in way["seen before"]["sandbox"] if line.startswith("POST")]
    assert len(made) == 3  # the setup's own


def test_the_tested_key_never_reaches_production(way: dict[str, Any]) -> None:
    assert way["mixed"]["problems"][-1]["code"] == "key.other_environment"
    assert way["seen after mixing"] == []


def test_the_promotion_makes_everything_anew_in_production(way: dict[str, Any]) -> None:
    assert way["promotion"]["code"] == 0, way["promotion"]["err"]
    data = way["promotion"]["data"]
    assert (data["environment"], data["profile"]) == ("prod", "acme-prod")
    made = [line for line in way["seen"]["prod"] if line.startswith("POST")]
    assert made == ["POST /org/userPool", "POST /org/sdkClient", "POST /org/sdkClient"]
    assert way["seen"]["sandbox"].count("POST /org/userPool") == 1


def test_the_apps_speak_of_production_afterwards(way: dict[str, Any]) -> None:
    lines = dict(line.split("=", 1) for line in way["env"].splitlines())
    assert lines["ANON_ENV"] == "prod"
    assert lines["ANON_SDKCLIENT_ID"] == way["promotion"]["data"]["webappClientId"]
    found = states(way["after"], "with the prod key")
    assert found == {**dict.fromkeys(found, "pass"), "prod.sandbox_key": "ask"}


def test_no_key_is_told_on_the_way(way: dict[str, Any]) -> None:
    told = [json.dumps(ran) for ran in way.values() if isinstance(ran, dict) and "err" in ran]
    assert told
    for key in way["keys"].values():
        assert not [text for text in told if key in text]
