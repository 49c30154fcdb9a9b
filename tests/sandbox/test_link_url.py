"""``GET /link/url`` and hand-made Link page URLs (contract, Endpoints and Linking)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from wizard.model import ProblemError
from wizard.sandbox import walk

if TYPE_CHECKING:
    from tests.sandbox.conftest import Anon, Chain

BACK = "http://127.0.0.1:9/back"


def asked(anon: Anon, **query: str) -> tuple[int, str]:
    given = {"app": "instagram", "redirectUrl": BACK, **query}
    answer = anon("GET", "/link/url", query=given)
    return answer.status, answer.json.get("error", "")


def test_the_url_is_on_the_link_origin_and_holds_no_token(anon: Anon, chain: Chain) -> None:
    url = anon.link(appUserIdToken=chain.token, clientId=chain.client_id)
    assert url.startswith(f"{anon.running.link_origin}/link?")
    assert chain.token not in url


def test_asking_again_gives_another_page(anon: Anon, chain: Chain) -> None:
    query = {"appUserIdToken": chain.token, "clientId": chain.client_id}
    assert anon.link(**query) != anon.link(**query)


def test_a_token_of_ones_own_issuer_needs_the_client_beside_it(anon: Anon, chain: Chain) -> None:
    words = "could not parse sdkClientId from AppUserIdToken"
    assert asked(anon, appUserIdToken=chain.token) == (400, words)
    assert asked(anon, appUserIdToken="junk") == (400, words)


def test_a_token_that_anon_issued_names_its_client_itself(anon: Anon) -> None:
    pool = anon.hosted_pool()
    anon.webapp(pool["id"])
    body = {"appUserId": "ada", "userPoolId": pool["id"]}
    token = anon.made("/org/appUserIdToken", body)["appUserIdToken"]
    walk(anon.link(appUserIdToken=token, redirectUrl=f"{anon.running.url}/x"))
    assert anon.running.link_status("local", "instagram", "ada") == ("active", "linked")


def test_a_user_of_a_hosted_pool_needs_no_token(anon: Anon) -> None:
    pool = anon.hosted_pool()
    webapp = anon.webapp(pool["id"])
    walk(anon.link(appUserId="grace", clientId=webapp["id"]))
    assert anon.running.link_status("local", "instagram", "grace")[0] == "active"


def test_without_a_client_the_newest_of_a_hosted_pool_is_taken(anon: Anon) -> None:
    webapp = anon.webapp(anon.hosted_pool()["id"])
    walk(anon.link(appUserId="joan"))
    sessions = anon("GET", "/_sandbox/sessions", query={"appUserId": "joan"}).json
    assert [one["clientId"] for one in sessions] == [webapp["id"]]


def test_a_user_of_a_pool_with_a_key_set_needs_a_token(anon: Anon, chain: Chain) -> None:
    status, words = asked(anon, appUserId="ada", clientId=chain.client_id)
    assert (status, words[:9]) == (400, "bad_input")


def test_somebody_must_be_named(anon: Anon) -> None:
    assert asked(anon)[0] == 400


@pytest.mark.parametrize(
    "redirect",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "/relative",
        "http://",
        "vbscript:x",
        " https://a.example/",
        "https://a.example/\n",
        "http://[::1",
    ],
)
def test_a_redirect_url_that_no_browser_should_follow_is_refused(
    anon: Anon, chain: Chain, redirect: str
) -> None:
    query = {"appUserIdToken": chain.token, "clientId": chain.client_id, "redirectUrl": redirect}
    status, words = asked(anon, **query)
    assert status == 400
    assert "redirectUrl" in words


@pytest.mark.parametrize("redirect", ["https://a.example/x?y=1", "com.acme.app:/linked"])
def test_web_and_app_redirect_urls_are_taken(anon: Anon, chain: Chain, redirect: str) -> None:
    query = {"appUserIdToken": chain.token, "clientId": chain.client_id, "redirectUrl": redirect}
    assert asked(anon, **query)[0] == 200


def test_an_unknown_app_is_bad_input(anon: Anon, chain: Chain) -> None:
    query = {"appUserIdToken": chain.token, "clientId": chain.client_id, "app": "myspace"}
    assert asked(anon, **query)[0] == 400


def test_a_state_that_is_not_json_is_bad_input(anon: Anon, chain: Chain) -> None:
    query = {"appUserIdToken": chain.token, "clientId": chain.client_id, "state": "{"}
    assert asked(anon, **query)[0] == 400


def test_a_custom_integration_names_itself(anon: Anon, chain: Chain) -> None:
    url = anon.link(
        app="acme_portal",
        displayName="Acme Portal",
        iconUrl="https://acme.example/icon.png",
        authUrl="https://acme.example/login",
        checkUrl="https://acme.example/me",
        appUserIdToken=chain.token,
        clientId=chain.client_id,
    )
    answer = anon.integration(chain.client_id, chain.token, "acme_portal")
    assert answer.json == {
        "id": "acme_portal",
        "displayName": "Acme Portal",
        "iconUrl": "https://acme.example/icon.png",
    }
    walk(url)
    assert anon.running.link_status("local", "acme_portal", chain.user)[0] == "active"


def test_a_custom_integration_belongs_to_its_organization(
    anon: Anon, neighbour: Anon, chain: Chain
) -> None:
    query = {"appUserIdToken": chain.token, "clientId": chain.client_id}
    anon.link(app="mine_only", displayName="Mine", **query)
    theirs = neighbour.webapp(neighbour.pool()["id"])
    assert neighbour.integration(theirs["id"], chain.token, "mine_only").status == 404


def test_a_walk_ends_at_the_redirect_with_both_spellings_and_the_state(
    anon: Anon, chain: Chain
) -> None:
    state = json.dumps({"nonce": "a & b = c"})
    url = anon.link(
        appUserIdToken=chain.token,
        clientId=chain.client_id,
        state=state,
        redirectUrl=f"{anon.running.url}/back?mine=1",
    )
    ended = urlsplit(walk(url))
    assert parse_qs(ended.query) == {
        "mine": ["1"],
        "type": ["success"],
        "status": ["success"],
        "state": [state],
    }


def test_a_walk_with_the_wrong_client_is_bad_authorization(anon: Anon, chain: Chain) -> None:
    url = anon.link(appUserIdToken=chain.token, clientId=anon.service()["id"])
    with pytest.raises(ProblemError) as refused:
        walk(url)
    assert refused.value.problem.code == "link.bad_authorization"
    assert anon.running.link_status("local", "instagram", chain.user) == ("unknown", "failed")


def test_a_hand_made_url_is_walked_as_well(anon: Anon, chain: Chain) -> None:
    """Generation 1: the front end builds the Link page's URL itself."""
    query = {
        "app": "instagram",
        "redirectUrl": f"{anon.running.url}/back",
        "appUserIdToken": chain.token,
        "clientId": chain.client_id,
    }
    walk(f"{anon.running.link_origin}/link?{urlencode(query)}")
    assert anon.running.link_status("local", "instagram", chain.user)[0] == "active"


def test_a_hand_made_url_without_what_it_needs_is_refused(anon: Anon) -> None:
    with pytest.raises(ProblemError) as refused:
        walk(f"{anon.running.link_origin}/link?app=instagram")
    assert refused.value.problem.code == "link.failed"
    assert "redirectUrl" in refused.value.problem.symptom


def test_a_page_that_nobody_asked_for_is_not_walked(anon: Anon) -> None:
    with pytest.raises(ProblemError) as refused:
        walk(f"{anon.running.link_origin}/link?id={'0' * 32}")
    assert refused.value.problem.code == "link.failed"


def test_the_page_lives_on_localhost_only(anon: Anon) -> None:
    answer = anon("GET", "/link?id=x")
    assert answer.status == 307
    assert answer.headers["location"] == f"{anon.running.link_origin}/link?id=x"


def test_a_custom_apps_id_has_no_odd_characters(anon: Anon, chain: Chain) -> None:
    query = {"appUserIdToken": chain.token, "clientId": chain.client_id, "displayName": "Odd"}
    for app in ("a b", "a/b", "a?b", "a\n", "", "x" * 65):
        assert asked(anon, app=app, **query)[0] == 400


def test_a_link_is_made_even_where_nobody_waits_for_its_end(anon: Anon, chain: Chain) -> None:
    for redirect in (BACK, "com.acme.app:/linked"):
        query = {"appUserIdToken": chain.token, "clientId": chain.client_id}
        assert walk(anon.link(redirectUrl=redirect, **query)).startswith(redirect)
        assert anon.running.link_status("local", "instagram", chain.user)[0] == "active"
