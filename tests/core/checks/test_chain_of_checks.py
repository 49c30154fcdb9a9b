"""How the doctor goes through its checks: stable ids, one broken link, nothing blamed twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import pytest

from wizard.checks.doctor import APP, CHAIN, examine
from wizard.checks.registry import Check, first_broken
from wizard.checks.registry import examine as gone_through
from wizard.checks.row import failed, not_proven, passed, warned
from wizard.model import CancelledByUserError, ProblemError, Secret
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.checks.patients import Patient
    from wizard.sandbox import Running

IDS = (
    *("profile.saved", "profile.files", "profile.secrets", "profile.journal", "profile.variables"),
    *("network.sandbox", "network.proxy", "network.reach", "network.tls", "network.service"),
    *("clock.skew", "key.stored", "key.environment", "key.accepted", "organization.known"),
    *("pool.exists", "pool.same", "jwks.public", "jwks.sound"),
    *("client.webapp", "client.service", "client.service_key"),
    *("token.stored", "token.form", "token.kid", "token.signature", "token.user", "token.expiry"),
    *("cors.preflight", "cors.integration", "link.url", "link.session"),
)
"""Scripts know these: one may be added, none renamed."""

APP_IDS = (
    *("app.folder", "app.values", "app.prefix"),
    *("app.environment", "app.base_url", "app.client", "app.key", "app.user", "app.token"),
    *("app.public_secrets", "app.source_secrets", "app.git", "app.git_history", "app.permissions"),
    *("app.packages", "app.modules", "app.node", "app.npm", "app.hosts"),
)


def test_the_ids_are_those_that_scripts_know() -> None:
    assert tuple(check.id for check in CHAIN) == IDS
    assert tuple(check.id for check in APP) == APP_IDS


def test_a_check_only_needs_what_comes_before_it() -> None:
    seen: set[str] = set()
    for check in (*CHAIN, *APP):
        assert set(check.needs) <= seen, check.id
        seen.add(check.id)


def test_a_healthy_chain_passes_every_check_that_can_be_made(patient: Patient) -> None:
    rows = patient.rows()
    assert tuple(rows) == IDS
    assert {row.id for row in rows.values() if row.state != "pass"} == {"network.tls"}


def test_what_stands_on_the_broken_link_is_skipped_with_the_reason(patient: Patient) -> None:
    patient.keep("api_key", Secret("anon_not-the-right-one"))
    rows = patient.rows()
    broken = first_broken(rows.values())
    assert broken is not None
    assert broken.id == "key.accepted"
    assert [row.id for row in rows.values() if row.state == "fail"] == ["key.accepted"]
    for name in ("organization.known", "pool.exists", "jwks.sound", "token.kid", "link.url"):
        assert (rows[name].state, rows[name].stands_on) == ("skip", "key.accepted")
        assert "Key at Anon" in rows[name].text
    assert rows["clock.skew"].state == "pass"


def test_the_cors_row_names_the_cause_and_is_no_second_failure(patient: Patient) -> None:
    patient.save(webapp_id=patient.profile.service_id)
    rows = patient.rows()
    assert rows["client.webapp"].state == "fail"
    assert rows["cors.integration"].state == "skip"
    assert "Webapp client" in rows["cors.integration"].text


@pytest.mark.parametrize("spoiled", ["token", "client"])
def test_the_link_pages_question_is_really_asked(patient: Patient, spoiled: str) -> None:
    if spoiled == "token":
        patient.keep("app_user_id_token", Secret(patient.token[:-8] + "AAAAAAAA"))
    else:
        patient.save(webapp_id=patient.profile.service_id)
    row = patient.rows()["cors.integration"]
    assert "really a 401" in row.text


def test_a_hosted_pool_is_neither_failed_nor_passed(make: Callable[..., Patient]) -> None:
    rows = make(source="hosted").rows()
    for name in ("jwks.public", "jwks.sound", "token.form", "token.kid", "token.signature"):
        assert rows[name].state == "skip"
    assert "Not proven" in rows["token.signature"].text
    assert rows["token.expiry"].state == "pass"


def hosted(patient: Patient) -> Patient:
    """Let the same Anon be another base URL: then nobody knows more of it than is documented."""
    patient.save(environment=patient.sandbox.url)
    return patient


def test_elsewhere_the_session_is_neither_failed_nor_passed(patient: Patient) -> None:
    rows = hosted(patient).rows(bound_to=None)
    assert {row.id for row in rows.values() if row.state not in {"pass", "skip"}} == set()
    assert rows["link.session"].state == "skip"
    assert "Not proven" in rows["link.session"].text
    assert "SDK" in rows["link.session"].text


def test_elsewhere_a_401_without_a_cause_is_not_proven(patient: Patient, sandbox: Running) -> None:
    sandbox.switch_on("cors")
    try:
        row = hosted(patient).rows()["cors.integration"]
    finally:
        sandbox.switch_off("cors")
    assert row.state == "warn"
    assert row.text.startswith("Not proven")
    assert row.problem is not None
    assert row.problem.code == "cors.unexplained"


def test_behind_a_proxy_an_unreachable_key_set_is_not_proven(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(_case: object) -> NoReturn:
        raise ProblemError(problem("network.connect_timeout", host="jwks.example", seconds=10))

    monkeypatch.setattr("wizard.checks.pool.key_set", unreachable)
    monkeypatch.setattr("wizard.checks.pool.proxy_for", lambda *_: object())
    rows = patient.rows()
    assert rows["jwks.public"].state == "warn"
    assert rows["jwks.public"].text.startswith("Not proven")
    for name in ("jwks.sound", "token.kid", "token.signature"):
        assert rows[name].state == "skip"
        assert "Not proven" in rows[name].text or rows[name].stands_on


def test_a_link_that_was_left_for_later_is_open_and_not_broken(patient: Patient) -> None:
    from wizard.profiles import proofs

    patient.save(app="amazon")
    proofs.update(patient.home, "acme", link="skipped")
    row = patient.rows()["link.session"]
    assert row.state == "warn"
    assert first_broken(patient.rows().values()) is None


def test_each_row_is_told_as_it_is_made(patient: Patient) -> None:
    heard: list[str] = []
    examination = examine(patient.case(), begin=lambda check: heard.append(check.id))
    first = next(examination)
    assert heard == [first.id] == ["profile.saved"]
    next(examination)
    assert heard == list(IDS[:2])


def test_the_examination_can_be_called_off(patient: Patient) -> None:
    with pytest.raises(CancelledByUserError):
        list(examine(patient.case(cancelled=lambda: True)))


def test_rows_have_the_promised_shape(patient: Patient) -> None:
    for row in patient.rows().values():
        assert set(row.as_json()) == {"id", "state", "text", "problem"}
        assert row.state in {"pass", "warn", "fail", "skip", "ask"}


# --- the registry by itself -----------------------------------------------------------------------

WRONG = problem("key.shape")


def test_a_remark_breaks_nothing_behind_it() -> None:
    checks: tuple[Check[None], ...] = (
        Check("a", "A", "key", lambda _case: warned(WRONG)),
        Check("b", "B", "key", lambda _case: passed("well"), ("a",)),
    )
    assert [row.state for row in gone_through(checks, None)] == ["warn", "pass"]


def test_the_reason_is_the_root_and_not_the_nearest_skip() -> None:
    checks: tuple[Check[None], ...] = (
        Check("a", "A", "key", lambda _case: failed(WRONG)),
        Check("b", "B", "key", lambda _case: passed("well"), ("a",)),
        Check("c", "C", "key", lambda _case: passed("well"), ("b",)),
    )
    rows = list(gone_through(checks, None))
    assert [row.stands_on for row in rows] == ["", "a", "a"]


def test_not_proven_says_so() -> None:
    outcome = not_proven(WRONG)
    assert outcome.state == "warn"
    assert outcome.text.startswith("Not proven: ")
