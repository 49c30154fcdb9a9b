"""The doctor only looks: no request that changes anything, no file that is different afterwards."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.core.checks.breaking_apps import BACK_END, VITE
from tests.core.identity.servers import answer, serving
from wizard.http import exchange
from wizard.identity.keys import generate
from wizard.identity.tokens import mint

if TYPE_CHECKING:
    from tests.core.checks.patients import Patient


def requests_of(patient: Patient) -> list[dict[str, Any]]:
    answer = exchange("GET", f"{patient.sandbox.url}/_sandbox/requests")
    log: list[dict[str, Any]] = json.loads(answer.body)
    return log


def state_of(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Give every file's mode, time of change and content."""
    return {
        str(path): (path.stat().st_mode, path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


def objects_of(patient: Patient) -> Any:
    return json.loads(exchange("GET", f"{patient.sandbox.url}/_sandbox/objects").body)


def test_only_get_and_options_are_sent(patient: Patient) -> None:
    patient.write({**VITE, **{f"back/{name}": text for name, text in BACK_END.items()}})
    before = len(requests_of(patient))
    objects = objects_of(patient)
    patient.rows(app=True)
    sent = requests_of(patient)[before + 1 :]
    assert len(sent) >= 10
    assert {request["method"] for request in sent} == {"GET", "OPTIONS"}
    assert objects_of(patient) == objects


def test_no_file_is_made_changed_or_closed(patient: Patient, tmp_path: Path) -> None:
    patient.write({**VITE, ".env.local": "ANON_API_KEY=<key>\n"})
    for path in map(Path, (patient.home.profile("acme"), patient.home.secrets("acme"))):
        path.chmod(0o644)
    (patient.folder / ".env").chmod(0o644)
    before = state_of(tmp_path)
    rows = patient.rows(app=True)
    assert rows["profile.files"].state == "warn"
    assert rows["app.permissions"].state == "warn"
    assert state_of(tmp_path) == before


def test_a_folder_that_may_not_be_written_is_looked_at_all_the_same(
    patient: Patient, tmp_path: Path
) -> None:
    patient.write(VITE)
    folders = [path for path in (tmp_path, *tmp_path.rglob("*")) if path.is_dir()]
    try:
        for folder in folders:
            os.chmod(folder, 0o500)  # noqa: PTH101 — a Path of a folder under test
        rows = patient.rows(app=True)
    finally:
        for folder in folders:
            os.chmod(folder, 0o700)  # noqa: PTH101 — likewise
    assert {row.state for row in rows.values()} <= {"pass", "skip"}


def test_no_credential_goes_to_the_host_of_a_key_set(patient: Patient) -> None:
    with serving(answer(b'{"keys": []}')) as other:
        pool = patient.profile.pools[0]
        elsewhere = pool._replace(id="other", name="other", jwks_uri=other.url)
        patient.save(pools=(pool, elsewhere))
        key = generate("ES256", "nobody's")
        patient.keep("app_user_id_token", mint(key, user_id=patient.profile.user_id))
        patient.rows()
        asked = list(other.requests)
    assert len(asked) == 1
    assert b"uthorization" not in asked[0]
