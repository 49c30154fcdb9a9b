"""Anon's FAQ, entry by entry: produce the symptom, hear the cause, mend it, see it pass."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.core.checks.breaking_apps import BACK_END, VITE
from tests.core.checks.patients import Patient, made_pool, package
from wizard.checks.mending import foresee, mend
from wizard.checks.registry import first_broken
from wizard.explain import explain
from wizard.http import exchange
from wizard.model import ProblemError, Secret
from wizard.sandbox import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.sandbox.conftest import KeyHost
    from wizard.http import Response
    from wizard.sandbox import Running


def named(words: str) -> str:
    """Give the code that ``explain`` finds in what was printed."""
    found = explain(words).problem
    return found.code if found else ""


def broken(patient: Patient, *, app: bool = False) -> str:
    row = first_broken(patient.rows(app=app).values())
    return row.problem.code if row and row.problem else ""


@pytest.fixture
def fault(sandbox: Running) -> Iterator[Callable[[str], None]]:
    on: list[str] = []

    def switch(name: str) -> None:
        sandbox.switch_on(name)
        on.append(name)

    yield switch
    for name in on:
        sandbox.switch_off(name)


def back_end_asks(patient: Patient, user: str) -> Response:
    """Do what a back end's SDK does first: ask for a browser with the user's sessions."""
    body = {"apps": [patient.profile.app], "appUserId": user, "proxy": {}}
    headers = {"Authorization": f"Bearer {patient.service_key}"}
    url = f"{patient.sandbox.url}/account/api/v1/cdpUrl"
    return exchange("POST", url, headers=headers, json=body)


def browser_asks(patient: Patient, client_id: str, token: str) -> Response:
    """Do what the Link page does, and give what a browser gets."""
    headers = {
        "Origin": patient.sandbox.link_origin,
        "Authorization": f"Bearer {token}",
        "x-anon-client-id": client_id,
    }
    url = f"{patient.sandbox.url}/account/api/v1/appIntegration"
    return exchange("GET", url, params={"id": "instagram"}, headers=headers)


def cors_words(patient: Patient, answer: Response) -> str:
    """Say what a browser says of an answer without CORS headers."""
    assert "access-control-allow-origin" not in answer.headers
    return (
        f"Access to fetch at '{answer.url}?id=instagram' from origin "
        f"'{patient.sandbox.link_origin}' has been blocked by CORS policy: No 'Access-Control-"
        "Allow-Origin' header is present on the requested resource."
    )


# --- Anon endpoints -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "code"), [("unauthorized", "key.refused"), ("upstream-error", "api.upstream")]
)
def test_creating_a_user_pool_unauthorized_or_upstream_error(
    patient: Patient, fault: Callable[[str], None], name: str, code: str
) -> None:
    fault(f"{name}=/org/userPool*")
    url = f"{patient.sandbox.url}/org/userPool/x"
    answer = exchange("GET", url, headers={"Authorization": "Bearer anon_some-old-key"})
    assert named(answer.body.decode()) == code
    assert broken(patient) == "key.refused"


def test_the_cure_is_the_right_credential(patient: Patient) -> None:
    right = patient.secret("api_key")
    patient.keep("api_key", Secret("anon_some-old-key"))
    assert broken(patient) == "key.refused"
    patient.keep("api_key", Secret(right))
    assert broken(patient) == ""


def test_creating_a_user_pool_error_decoding_response_body(
    make: Callable[..., Patient], key_host: KeyHost
) -> None:
    patient = make(source="url")
    published = key_host.body
    key_host.body = b"<html>Log in</html>"
    with pytest.raises(ProblemError) as refused:
        made_pool(patient.api, key_host.url)
    assert refused.value.problem.code == "api.jwks_unreadable"
    assert named(refused.value.problem.symptom) == "api.jwks_unreadable"
    assert broken(patient) == "jwks.html"
    key_host.body = published
    assert broken(patient) == ""


# --- Frontend app: CORS issue ---------------------------------------------------------------------


def test_cors_because_of_the_service_client(patient: Patient) -> None:
    patient.write({**VITE, ".env": "VITE_ANON_SDKCLIENT_ID=<service>\n"})
    answer = browser_asks(patient, patient.profile.service_id, patient.token)
    assert answer.status == 401
    assert named(cors_words(patient, answer)) == "link.not_let_in"
    assert broken(patient, app=True) == "app.service_id"
    mend(foresee(patient.rows(app=True).values()))
    assert broken(patient, app=True) == ""
    assert browser_asks(patient, patient.profile.webapp_id, patient.token).status == 200


def test_cors_because_of_another_pools_client(patient: Patient) -> None:
    other = patient.another_client(patient.another_pool().id)
    right = patient.profile.webapp_id
    patient.save(webapp_id=other.id)
    assert broken(patient) == "client.other_pool"
    patient.save(webapp_id=right)
    assert broken(patient) == ""


def test_cors_because_of_a_token_of_another_key_set(make: Callable[..., Patient]) -> None:
    patient = make(source="url")
    right = patient.token
    foreign = patient.sandbox.issue_token(patient.profile.user_id)
    answer = browser_asks(patient, patient.profile.webapp_id, foreign.reveal())
    assert named(cors_words(patient, answer)) == "link.not_let_in"
    patient.keep("app_user_id_token", foreign)
    assert broken(patient) == "token.unknown_kid"
    patient.keep("app_user_id_token", Secret(right))
    assert broken(patient) == ""


def test_cors_because_the_token_has_no_kid(patient: Patient) -> None:
    from tests.core.checks.breaking import without_kid

    right = patient.token
    without_kid(patient)
    assert browser_asks(patient, patient.profile.webapp_id, patient.token).status == 401
    assert broken(patient) == "token.no_kid"
    patient.keep("app_user_id_token", Secret(right))
    assert broken(patient) == ""


# --- Backend app ----------------------------------------------------------------------------------


def node_words(file: Path) -> tuple[str, ...]:
    """Give how Node runs a file; newer releases guess its kind unless they are told not to."""
    plain = ("node", str(file))
    guesses = subprocess.run(plain, capture_output=True, check=False).returncode == 0
    return ("node", "--no-experimental-detect-module", str(file)) if guesses else plain


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node here")
def test_syntax_error_unexpected_token_export(patient: Patient) -> None:
    patient.write({**BACK_END, "package.json": package(), "index.js": "export const a = 1;\n"})
    words = node_words(patient.folder / "index.js")
    ran = subprocess.run(words, capture_output=True, text=True, check=False)
    assert named(ran.stderr) == "app.not_esm"
    row = patient.rows(app=True)["app.modules"]
    assert row.problem is not None
    assert row.problem.code == "app.not_esm"
    mend(foresee([row]))
    assert patient.rows(app=True)["app.modules"].state == "pass"
    assert subprocess.run(words, capture_output=True, check=False).returncode == 0


def test_error_translating_external_user_id_404(patient: Patient) -> None:
    patient.write({**BACK_END, ".env": "ANON_APP_USER_ID=somebody-else\n"})
    answer = back_end_asks(patient, "somebody-else")
    assert named(answer.body.decode()) == "session.not_linked"
    assert broken(patient, app=True) == "token.user_differs"
    patient.write({".env": "ANON_APP_USER_ID=<user>\n"})
    assert broken(patient, app=True) == ""
    assert back_end_asks(patient, patient.profile.user_id).status == 200


def test_a_user_who_was_never_linked(patient: Patient) -> None:
    patient.save(app="amazon")
    assert named(back_end_asks(patient, patient.profile.user_id).body.decode()) == (
        "session.not_linked"
    )
    assert broken(patient) == "session.not_linked"
    walk(
        patient.api.link_url(
            app="amazon",
            redirect_url="http://127.0.0.1:9/none",
            app_user_id_token=Secret(patient.token),
            client_id=patient.profile.webapp_id,
        )
    )
    assert broken(patient) == ""


@pytest.mark.parametrize("name", ["translate-404", "translate-500", "tunnel"])
def test_error_translating_500_and_the_tunnel_mean_the_same(
    patient: Patient, fault: Callable[[str], None], name: str
) -> None:
    fault(name)
    answer = back_end_asks(patient, patient.profile.user_id)
    assert answer.status >= 400
    assert named(answer.body.decode()) == "session.not_linked"


# --- Specific integrations, and the contract's other errors ---------------------------------------


def test_amazons_page_closes_by_itself_and_all_is_well(make: Callable[..., Patient]) -> None:
    patient = make(app="amazon")
    assert named("The sign-in page opens and closes by itself.") == "link.amazon_closes"
    assert broken(patient) == ""


def test_the_client_cannot_be_told_from_the_token(
    patient: Patient, fault: Callable[[str], None]
) -> None:
    url = f"{patient.sandbox.url}/link/url"
    answer = exchange(
        "GET",
        url,
        headers={"Authorization": f"Bearer {patient.secret('api_key')}"},
        params={"app": "instagram", "redirectUrl": url, "appUserIdToken": patient.token},
    )
    assert named(answer.body.decode()) == "link.client_missing"
    fault("no-client-in-token")
    assert broken(patient) == "link.client_missing"


def test_link_url_answers_500_now_and_then(patient: Patient, fault: Callable[[str], None]) -> None:
    fault("link-url-500=2")
    assert broken(patient) == ""


def test_the_session_has_ended(patient: Patient, fault: Callable[[str], None]) -> None:
    fault("session-revoked")
    words = json.loads(back_end_asks(patient, patient.profile.user_id).body)["error"]
    assert named(words) == "session.revoked"
    assert broken(patient) == "session.revoked"


def test_the_front_end_does_not_see_the_variables(patient: Patient) -> None:
    patient.write({**VITE, ".env": "ANON_ENV=local\nANON_SDKCLIENT_ID=<webapp>\n"})
    assert broken(patient, app=True) == "app.prefix_missing"
    mend(foresee(patient.rows(app=True).values()))
    assert broken(patient, app=True) == ""


@pytest.mark.parametrize("error", ["bad_input", "bad_authorization", "anon_internal_error"])
def test_the_redirect_names_an_error(
    patient: Patient, fault: Callable[[str], None], error: str
) -> None:
    fault(error.replace("_", "-"))
    url = patient.api.link_url(
        app="uber",
        redirect_url="http://127.0.0.1:9/none",
        app_user_id_token=Secret(patient.token),
        client_id=patient.profile.webapp_id,
    )
    with pytest.raises(ProblemError) as refused:
        walk(url)
    assert refused.value.problem.code == f"link.{error}"
    assert named(f"http://localhost/?type=error&error_code={error}") == f"link.{error}"
