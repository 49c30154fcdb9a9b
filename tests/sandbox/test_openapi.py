"""What the OpenAPI document says is what is done: schemathesis tries to show otherwise."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.sandbox.conftest import Chain, caller
from wizard.sandbox import LocalSandbox, walk

if TYPE_CHECKING:
    from tests.sandbox.conftest import Anon
    from wizard.sandbox import Running

WHOLE = "ANON_WIZARD_TORTURE" in os.environ
EXAMPLES = "300" if WHOLE else "10"

SCHEMATHESIS = shutil.which("schemathesis", path=str(Path(sys.executable).parent))

LEFT_OUT = (
    "ensure_resource_availability",  # an organization is read with a key of its own alone
    "positive_data_acceptance",  # a JWKS URL, an app, a fault may be well formed and still wrong
)


def memory(running: Running) -> int:
    """Give the sandbox's resident memory, in KiB."""
    assert running.child
    status = Path(f"/proc/{running.child.process.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1])


@pytest.mark.skipif(SCHEMATHESIS is None, reason="schemathesis is not installed")
@pytest.mark.timeout(3600)
def test_schemathesis_finds_nothing(tmp_path: Path) -> None:
    with LocalSandbox() as running:
        document = f"{running.url}/_sandbox/openapi.json"
        key = running.keys["local"].reveal()
        command = [
            *(str(SCHEMATHESIS), "run", document, "--url", running.url),
            *("--header", f"Authorization: Bearer {key}"),
            *(
                "--phases",
                "coverage,fuzzing,stateful",
                "--max-examples",
                EXAMPLES,
                "--seed",
                "20260612",
            ),
            *("--checks", "all", "--exclude-checks", ",".join(LEFT_OUT)),
            *("--warnings", "off", "--continue-on-failure", "--generation-database", "none"),
            "--no-color",
        ]
        ran = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
        assert ran.returncode == 0, ran.stdout
        statuses = {one["status"] for one in caller(running)("GET", "/_sandbox/requests").json}
        assert not {500, 0} & statuses


def a_bit_of_everything(anon: Anon, chain: Chain) -> None:
    anon("GET", f"/org/userPool/{chain.pool['id']}")
    anon("POST", "/org/userPool", {"name": 1})
    anon("POST", "/org/userPool", raw=b"{" * 10_000, headers={"Content-Type": "application/json"})
    anon("GET", f"/nobody/{os.urandom(500).hex()}")
    anon("POST", "/org/appUserIdToken", {"appUserId": "ada"})
    anon.integration(chain.client_id, chain.token)
    anon.integration(chain.client_id, os.urandom(2000).hex())
    anon.link(appUserIdToken=chain.token, clientId=chain.client_id)


def test_memory_stays_flat() -> None:
    with LocalSandbox() as running:
        anon = caller(running)
        anon.webapp(anon.hosted_pool()["id"])
        pool = anon.pool()
        token = running.issue_token("ada").reveal()
        chain = Chain(pool, anon.webapp(pool["id"]), "ada", token)
        for _ in range(200):
            a_bit_of_everything(anon, chain)
        walk(anon.link(appUserIdToken=chain.token, clientId=chain.client_id))
        before = memory(running)
        for _ in range(2000 if WHOLE else 400):
            a_bit_of_everything(anon, chain)
        assert memory(running) - before < 6 * 1024
