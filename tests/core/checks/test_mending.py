"""``--fix``: what is shown is what is done, byte for byte, and nothing else."""

from __future__ import annotations

import json
import stat
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.core.checks.breaking import PROFILES, Bench, in_a_year, with_their_clock
from tests.core.checks.breaking_apps import APPS, BACK_END, KEY, VITE, git
from tests.core.checks.patients import healthy, package
from tests.core.checks.test_changes_nothing import requests_of, state_of
from wizard.checks.edits import module_typed
from wizard.checks.mending import foresee, mend
from wizard.identity.tokens import inspect, mint
from wizard.model import ProblemError
from wizard.sandbox import LocalSandbox
from wizard.sandbox.calls import ask

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.checks.patients import Patient
    from tests.core.conftest import Server
    from wizard.sandbox import Running


def contents(folder: Path) -> dict[str, bytes]:
    return {name: content for name, (_, _, content) in state_of(folder).items()}


def mended(patient: Patient) -> list[str]:
    """Mend what can be mended, and give the ids of what is still wrong."""
    mending = foresee(patient.rows(app=True).values())
    mend(mending)
    rows = patient.rows(app=True).values()
    return [row.id for row in rows if row.state in {"fail", "warn"}]


def test_the_service_clients_id_becomes_the_webapp_clients(patient: Patient) -> None:
    ends = (
        "# Front end\r\n\r\nexport VITE_ANON_SDKCLIENT_ID='<service>'   # webapp, not service\r\n"
        "OTHER=1\r\nVITE_ANON_ENV=local"
    )
    patient.write({**VITE, ".env": ends})
    before = (patient.folder / ".env").read_bytes()
    assert mended(patient) == []
    after = (patient.folder / ".env").read_bytes()
    ids = patient.profile.service_id.encode(), patient.profile.webapp_id.encode()
    assert after == before.replace(*ids)


def test_prefixed_lines_are_added_with_the_same_values(patient: Patient) -> None:
    patient.write({**VITE, ".env": "ANON_ENV=local\nANON_SDKCLIENT_ID=<webapp>"})
    assert mended(patient) == []
    text = (patient.folder / ".env").read_text(encoding="utf-8")
    webapp = patient.profile.webapp_id
    assert text == (
        f"ANON_ENV=local\nANON_SDKCLIENT_ID={webapp}\n"
        f"VITE_ANON_ENV=local\nVITE_ANON_SDKCLIENT_ID={webapp}\n"
    )


def test_a_back_end_becomes_a_module(patient: Patient) -> None:
    document = '{\n\t"name": "acme",\n\t"version": "1.0.0",\n\t"main": "index.js"\n}\n'
    patient.write({**BACK_END, "package.json": document})
    assert mended(patient) == []
    text = (patient.folder / "package.json").read_text(encoding="utf-8")
    assert text == document.replace(
        '"version": "1.0.0",', '"version": "1.0.0",\n\t"type": "module",'
    )


def test_a_back_end_that_also_requires_is_left_to_its_author(patient: Patient) -> None:
    files = {**BACK_END, "package.json": package(), "old.js": "const fs = require('fs');\n"}
    patient.write(files)
    row = patient.rows(app=True)["app.modules"]
    assert row.state in {"warn", "fail"}
    assert row.remedies == ()


def test_files_with_secrets_become_private_and_ignored(patient: Patient) -> None:
    patient.write({**BACK_END, ".gitignore": "node_modules\r\n*.log"})
    git(patient, "init", "-q")
    (patient.folder / ".env").chmod(0o644)
    (patient.folder / ".gitignore").chmod(0o644)
    Path(patient.home.profile("acme")).chmod(0o644)
    assert mended(patient) == []
    ignored = patient.folder / ".gitignore"
    assert ignored.read_bytes() == b"node_modules\r\n*.log\r\n/.env\r\n"
    assert stat.S_IMODE(ignored.stat().st_mode) == 0o644
    assert stat.S_IMODE((patient.folder / ".env").stat().st_mode) == 0o600
    assert stat.S_IMODE(Path(patient.home.profile("acme")).stat().st_mode) == 0o600


def test_a_base_url_from_before_is_set_anew(patient: Patient) -> None:
    text = "ANON_ENV=local\nANON_BASE_URL=http://127.0.0.1:4009\n"
    patient.write({**BACK_END, ".env": text})
    assert mended(patient) == []
    found = (patient.folder / ".env").read_text(encoding="utf-8")
    assert found == text.replace("http://127.0.0.1:4009", patient.sandbox.url)


def test_a_token_whose_key_was_withdrawn_is_renewed(tmp_path: Path) -> None:
    with LocalSandbox() as sandbox:
        patient = healthy(sandbox, tmp_path)
        stale = patient.token
        idp, key = f"{sandbox.url}/_sandbox/idp", sandbox.keys["local"]
        ask("POST", f"{idp}/rotate", key, json={})
        ask("POST", f"{idp}/withdraw", key, json={"kid": inspect(stale).kid})
        rows = patient.rows()
        assert rows["token.kid"].problem
        assert rows["token.kid"].problem.code == "chain.key_withdrawn"
        mend(foresee(rows.values()))
        assert patient.token != stale
        assert [row.id for row in patient.rows().values() if row.state == "fail"] == []


def test_an_expired_test_token_is_renewed_and_then_written_into_the_app(patient: Patient) -> None:
    stale = patient.sandbox.issue_token(patient.profile.user_id, expires_in=-100)
    patient.keep("app_user_id_token", stale)
    patient.write({**VITE, ".env": "VITE_ANON_APP_USER_ID_TOKEN=<token>\n"})
    first = foresee(patient.rows(app=True).values())
    assert [len(first.renewals), len(first.changes)] == [1, 0]
    mend(first)
    assert patient.token != stale.reveal()
    assert mended(patient) == []
    text = (patient.folder / ".env").read_text(encoding="utf-8")
    assert text == f"VITE_ANON_APP_USER_ID_TOKEN={patient.token}\n"


def test_a_hosted_pools_token_is_asked_for_anew(make: Callable[..., Patient]) -> None:
    patient = make(source="hosted")
    rows = patient.rows(now=in_a_year, memory=with_their_clock())
    assert rows["token.expiry"].state == "fail"
    mend(foresee(rows.values()))
    assert requests_of(patient)[-1]["path"] == "/org/appUserIdToken"
    assert patient.rows()["token.expiry"].state == "pass"


def test_a_token_of_ones_own_issuer_is_not_promised(make: Callable[..., Patient]) -> None:
    patient = make(source="url")
    assert patient.signing_key
    stale = mint(patient.signing_key, user_id=patient.profile.user_id, expires_in=-100)
    patient.keep("app_user_id_token", stale)
    rows = patient.rows()
    assert rows["token.expiry"].state == "fail"
    assert not foresee(rows.values())


def test_the_apps_old_token_gives_way_to_the_profiles_good_one(patient: Patient) -> None:
    stale = patient.sandbox.issue_token(patient.profile.user_id, expires_in=-100).reveal()
    patient.write({**VITE, ".env": f"VITE_ANON_APP_USER_ID_TOKEN={stale}\n"})
    assert patient.rows(app=True)["app.token"].problem is not None
    assert mended(patient) == []
    text = (patient.folder / ".env").read_text(encoding="utf-8")
    assert text == f"VITE_ANON_APP_USER_ID_TOKEN={patient.token}\n"


def test_nothing_else_changes(patient: Patient, tmp_path: Path) -> None:
    patient.write(
        {
            **{f"back/{name}": text for name, text in BACK_END.items()},
            **VITE,
            ".env": "VITE_ANON_SDKCLIENT_ID=<service>\n",
            "notes.txt": "ANON_SDKCLIENT_ID=<service>\n",
        }
    )
    before = contents(tmp_path)
    mending = foresee(patient.rows(app=True).values())
    assert contents(tmp_path) == before
    mend(mending)
    after = contents(tmp_path)
    assert {name for name in after if after[name] != before.get(name)} == {
        str(patient.folder / ".env")
    }
    assert set(after) == set(before)


@pytest.mark.timeout(300)
def test_no_fixable_check_is_left_and_only_what_was_shown_has_changed(
    sandbox: Running, tmp_path: Path, serve: Callable[..., Server]
) -> None:
    mended_faults = []
    for number, fault in enumerate((*PROFILES, *APPS)):
        sick = healthy(sandbox, tmp_path / str(number))
        sick.write(dict(fault.app))
        with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
            more = fault.breaks(sick, Bench(sick, stack, patch, serve)) or {}
            rows = sick.rows(app=bool(fault.app), **more)
            mending = foresee(rows.values())
            if not mending:
                continue
            before = state_of(tmp_path)
            mend(mending)
            shown = {str(change.path) for change in mending.changes} | {
                str(path) for path in mending.closed
            }
            assert differing(before, state_of(tmp_path)) == shown, fault.name
            after = sick.rows(app=bool(fault.app), **more)
            left = [row.id for row in after.values() if row.state != "pass" and row.remedies]
            assert left == [], fault.name
            assert after[fault.row].state in {"pass", "skip"}, fault.name
        mended_faults.append(fault.name)
    assert len(mended_faults) >= 14


def differing(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """Give the files whose mode or content is another; the sandbox's own are not among them."""
    return {
        name
        for name in before.keys() | after.keys()
        if [*before.get(name, (0, 0, b""))][::2] != [*after.get(name, (0, 0, b""))][::2]
    }


def test_what_is_shown_holds_no_secret(patient: Patient) -> None:
    text = f"DB=postgres://me:hunter2222@db/\nANON_API_KEY=<key>\n# ANON_API_KEY={KEY}\n"
    patient.write(
        {**BACK_END, ".env": f"{text}SDK_CLIENT_ID=<service>\nSTRIPE=sk_live_abcdef123\n"}
    )
    shown = foresee(patient.rows(app=True).values()).shown()
    assert f"-SDK_CLIENT_ID={patient.profile.service_id}" in shown
    assert f"+SDK_CLIENT_ID={patient.profile.webapp_id}" in shown
    for secret in ("hunter2222", patient.service_key, KEY, "sk_live_abcdef123"):
        assert secret not in shown


def test_a_file_that_changed_meanwhile_is_left_alone(patient: Patient) -> None:
    patient.write({**VITE, ".env": "VITE_ANON_SDKCLIENT_ID=<service>\n"})
    mending = foresee(patient.rows(app=True).values())
    patient.write({".env": "VITE_ANON_SDKCLIENT_ID=<service>\n# mine\n"})
    with pytest.raises(ProblemError) as refused:
        mend(mending)
    assert refused.value.problem.code == "doctor.changed_meanwhile"
    assert (patient.folder / ".env").read_text(encoding="utf-8").endswith("# mine\n")


def test_a_link_in_the_place_of_a_file_is_not_written_through(patient: Patient) -> None:
    patient.write(BACK_END)
    git(patient, "init", "-q")
    target = patient.folder.parent / "shared-gitignore"
    target.write_text("", encoding="utf-8")
    (patient.folder / ".gitignore").symlink_to(target)
    mending = foresee(patient.rows(app=True).values())
    assert mending.untouchable
    mend(mending)
    assert target.read_text(encoding="utf-8") == ""


def test_a_second_time_there_is_nothing_to_mend(patient: Patient) -> None:
    patient.write({**VITE, ".env": "ANON_SDKCLIENT_ID=<service>\n"})
    for _ in range(3):
        mend(foresee(patient.rows(app=True).values()))
    assert not foresee(patient.rows(app=True).values())


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "{ }",
        '{"name":"a"}',
        '{\n  "private": true\n}',
        '{\n  "author": {"name": "x", "version": "y"},\n  "name": "a"\n}\n',
        '{\r\n    "name": "a",\r\n    "type": "commonjs"\r\n}',
        '\ufeff{"name": "a", "version": "1", "x": {"type": "commonjs"}}',
    ],
)
def test_a_package_becomes_a_module_and_says_all_it_said(text: str) -> None:
    before = json.loads(text.removeprefix("\ufeff"))
    written = module_typed(text.encode()).decode()
    assert json.loads(written.removeprefix("\ufeff")) == {**before, "type": "module"}
    assert module_typed(written.encode()).decode() == written


@pytest.mark.parametrize("text", ["", "[]", "{ nope", '"name"'])
def test_what_is_no_package_stays_as_it_is(text: str) -> None:
    assert module_typed(text.encode()) == text.encode()
