"""Every fault: switched on it fails in the FAQ's words; switched off it is gone at once."""

from __future__ import annotations

import http.client
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.sandbox.conftest import caller
from wizard.model import ProblemError
from wizard.sandbox import LocalSandbox, walk
from wizard.sandbox.faults import read
from wizard.sandbox.known_faults import FAULTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sandbox.conftest import Anon, Answer, Chain

POOL = {"name": "p", "description": ""}
FAQ_JWKS = "error decoding response body: expected value at line 1 column 1"

if TYPE_CHECKING:
    Row = tuple[str, Callable[[Anon, Chain], Answer], int, str]


def make_pool(anon: Anon, _chain: Chain) -> Answer:
    return anon("POST", "/org/userPool", POOL)


def ask_integration(anon: Anon, chain: Chain) -> Answer:
    return anon.integration(chain.client_id, chain.token, Origin=anon.running.link_origin)


def ask_browser(anon: Anon, chain: Chain) -> Answer:
    body = {"apps": ["instagram"], "appUserId": chain.user}
    return anon("POST", "/account/api/v1/cdpUrl", body)


def ask_link(anon: Anon, chain: Chain) -> Answer:
    query = {"appUserIdToken": chain.token, "clientId": chain.client_id, "app": "instagram"}
    return anon("GET", "/link/url", query={**query, "redirectUrl": "https://a.example/"})


def ask_session(anon: Anon, chain: Chain) -> Answer:
    query = {"app": "instagram", "appUserId": chain.user}
    return anon("GET", "/_sandbox/sessions/one", query=query)


ANSWERS: list[Row] = [
    ("unauthorized", make_pool, 401, "Unauthorized"),
    ("upstream-error", make_pool, 401, "Upstream error"),
    ("jwks-unreadable", make_pool, 400, FAQ_JWKS),
    ("cors", ask_integration, 401, "Unauthorized"),
    ("translate-404", ask_browser, 404, "Error translating external user id: 404 - Not Found"),
    (
        "translate-500",
        ask_browser,
        500,
        "Error translating external user id: 500 - Internal Server",
    ),
    ("tunnel", ask_browser, 502, "ERR_TUNNEL_CONNECTION_FAILED"),
    ("no-client-in-token", ask_link, 400, "could not parse sdkClientId from AppUserIdToken"),
    ("link-url-500", ask_link, 500, "Internal Server Error"),
    ("redirect-refused", ask_link, 400, "redirectUrl is not registered with this client"),
    ("session-not-found", ask_session, 404, "SessionNotFoundError"),
    ("session-revoked", ask_browser, 409, "the session at instagram is revoked: log in again"),
    ("status=503:/org/userPool", make_pool, 503, "status 503 on purpose"),
    ("unauthorized=/link/url", ask_link, 401, "Unauthorized"),
    ("upstream-error=/link/*", ask_link, 401, "Upstream error"),
]


@pytest.fixture
def linked(anon: Anon, chain: Chain) -> Chain:
    walk(anon.link(appUserIdToken=chain.token, clientId=chain.client_id))
    return chain


@pytest.mark.parametrize("row", ANSWERS, ids=lambda row: row[0])
def test_a_fault_answers_in_its_words_until_it_is_switched_off(
    anon: Anon, linked: Chain, fault: Callable[[str], Any], row: Row
) -> None:
    spec, call, status, words = row
    assert call(anon, linked).status == 200
    with fault(spec):
        answer = call(anon, linked)
        assert (answer.status, answer.error) == (status, words)
        assert "access-control-allow-origin" not in answer.headers
    assert call(anon, linked).status == 200


def test_every_fault_is_shown_by_a_test() -> None:
    """A new fault comes with a row above, or with a test of its own."""
    elsewhere = {
        "amazon-auto-close",
        "extension-not-detected",
        "bad-input",
        "bad-authorization",
        "anon-internal-error",
        "lost-answer",
        "dropped",
        "delay",
        "html",
        "redirect",
    }
    rows = {read(spec)[0] for spec, *_ in ANSWERS}
    assert rows | elsewhere == set(FAULTS)


def test_a_transient_500_goes_away_by_itself(
    anon: Anon, linked: Chain, fault: Callable[[str], Any]
) -> None:
    with fault("link-url-500=2"):
        assert [ask_link(anon, linked).status for _ in range(3)] == [500, 500, 200]


def test_a_503_says_when_to_come_back(anon: Anon, fault: Callable[[str], Any]) -> None:
    with fault("status=503:/org/userPool"):
        assert anon("POST", "/org/userPool", POOL).headers["retry-after"] == "1"


def pools(anon: Anon) -> int:
    mine = anon.running.organizations["local"]
    objects = anon("GET", "/_sandbox/objects").json["organizations"]
    return len(next(one for one in objects if one["id"] == mine)["userPools"])


def test_a_lost_answer_was_carried_out(anon: Anon, fault: Callable[[str], Any]) -> None:
    before = pools(anon)
    with fault("lost-answer=/org/userPool"), pytest.raises((http.client.HTTPException, OSError)):
        anon("POST", "/org/userPool", POOL)
    assert pools(anon) == before + 1


def test_a_dropped_request_was_not(anon: Anon, fault: Callable[[str], Any]) -> None:
    before = pools(anon)
    with fault("dropped=/org/userPool"), pytest.raises((http.client.HTTPException, OSError)):
        anon("POST", "/org/userPool", POOL)
    assert pools(anon) == before


def test_a_request_without_an_answer_is_listed_with_status_0(
    anon: Anon, fault: Callable[[str], Any]
) -> None:
    with fault("dropped=/org/userPool"), pytest.raises((http.client.HTTPException, OSError)):
        anon("POST", "/org/userPool", POOL)
    listed = anon("GET", "/_sandbox/requests").json
    assert {"method": "POST", "path": "/org/userPool", "status": 0} in listed


def test_a_late_answer_holds_up_nobody_else(anon: Anon, fault: Callable[[str], Any]) -> None:
    ends: dict[str, float] = {}

    def late() -> None:
        anon("GET", "/org/userPool/x")
        ends["late"] = time.monotonic()

    with fault("delay=0.5:/org/userPool/x"):
        thread = threading.Thread(target=late)
        thread.start()
        anon("GET", "/org/userPool/y")
        ends["prompt"] = time.monotonic()
        thread.join()
    assert ends["prompt"] < ends["late"]


def test_html_is_a_login_page(anon: Anon, fault: Callable[[str], Any]) -> None:
    with fault("html=/org/userPool"):
        answer = anon("POST", "/org/userPool", POOL)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/html")


def test_a_key_set_behind_a_login_fails_as_in_the_faq(
    anon: Anon, fault: Callable[[str], Any]
) -> None:
    """The network fault and the FAQ's symptom, end to end."""
    body = {**POOL, "authorization": {"jwksUri": anon.running.jwks_uri}}
    with fault("html=/_sandbox/idp/.well-known/jwks.json"):
        assert anon("POST", "/org/userPool", body).error == FAQ_JWKS
    assert anon("POST", "/org/userPool", body).status == 200


def test_a_redirect_leads_to_another_host(anon: Anon, fault: Callable[[str], Any]) -> None:
    with fault("redirect=/org/userPool"):
        answer = anon("POST", "/org/userPool", POOL)
    assert (answer.status, answer.headers["location"]) == (302, "https://login.invalid/")


def test_amazons_page_closes_by_itself_without_a_session(
    anon: Anon, chain: Chain, fault: Callable[[str], Any]
) -> None:
    query = {"appUserIdToken": chain.token, "clientId": chain.client_id, "app": "amazon"}
    id_ = parse_qs(urlsplit(anon.link(**query)).query)["id"][0]
    with fault("amazon-auto-close"):
        assert anon("GET", f"/_sandbox/link/{id_}").json["closesByItself"] is True
    assert anon("GET", f"/_sandbox/link/{id_}").json["closesByItself"] is False


def test_a_walk_stops_where_the_extension_is_not_found(
    anon: Anon, chain: Chain, fault: Callable[[str], Any]
) -> None:
    url = anon.link(appUserIdToken=chain.token, clientId=chain.client_id)
    with fault("extension-not-detected"), pytest.raises(ProblemError) as stopped:
        walk(url)
    assert stopped.value.problem.code == "link.no_extension"
    walk(url)


def test_faults_can_be_on_from_the_start() -> None:
    with LocalSandbox(faults=("status=429:/org/userPool", "cors")) as running:
        anon = caller(running)
        assert anon("GET", "/_sandbox/health").json["faults"] == [
            "status=429:/org/userPool",
            "cors",
        ]
        assert anon("POST", "/org/userPool", POOL).status == 429


def test_one_fault_may_be_on_at_several_places(anon: Anon) -> None:
    for path in ("/a", "/b"):
        anon.running.switch_on(f"html={path}")
    anon.running.switch_off("html=/a")
    assert [anon("GET", path).status for path in ("/a", "/b")] == [404, 200]
    anon.running.switch_off("html")
    assert anon("GET", "/b").status == 404


def test_the_argument_may_stand_in_the_body(anon: Anon) -> None:
    on = anon("PUT", "/_sandbox/faults/html", {"arg": "/c"})
    assert on.json["faults"] == ["html=/c"]
    assert anon("DELETE", "/_sandbox/faults/html").json["faults"] == []


def test_a_fault_can_always_be_switched_off_again(anon: Anon) -> None:
    anon.running.switch_on("dropped=/_sandbox/faults/dropped")
    anon.running.switch_off("dropped")


WRONG = [
    "nobody",
    "cors=x",
    "lost-answer",
    "delay=x:/a",
    "delay=nan:/a",
    "delay=-1:/a",
    "delay=1e9:/a",
    "delay=1",
    "status=200:/a",
    "status=٤٠٤:/a",
    "status=404",
    "link-url-500=0",
    "link-url-500=many",
]


@pytest.mark.parametrize("spec", WRONG)
def test_a_fault_that_makes_no_sense_is_refused(anon: Anon, spec: str) -> None:
    with pytest.raises(ProblemError) as wrong:
        read(spec)
    assert wrong.value.problem.code == "sandbox.fault"
    with pytest.raises(ProblemError):
        anon.running.switch_on(spec)
    assert anon("GET", "/_sandbox/health").json["faults"] == []


def test_what_is_not_on_cannot_be_switched_off(anon: Anon) -> None:
    assert anon("DELETE", "/_sandbox/faults/cors").status == 404
