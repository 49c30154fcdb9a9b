"""Sessions: linked, ended, deleted, and what a back end is told (contract; FAQ, Backend app)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wizard.sandbox import walk

if TYPE_CHECKING:
    from tests.sandbox.conftest import Anon, Chain


@pytest.fixture
def linked(anon: Anon, chain: Chain) -> Chain:
    walk(anon.link(appUserIdToken=chain.token, clientId=chain.client_id))
    return chain


def one(chain: Chain) -> dict[str, str]:
    return {"app": "instagram", "appUserId": chain.user}


def status(anon: Anon, chain: Chain) -> str:
    return anon.running.link_status("local", "instagram", chain.user)[0]


def cdp(anon: Anon, chain: Chain) -> tuple[int, str]:
    body = {"apps": ["instagram"], "appUserId": chain.user, "proxy": {"active": True}}
    answer = anon("POST", "/account/api/v1/cdpUrl", body)
    return answer.status, answer.json.get("error", "")


def test_a_linked_user_has_a_session(anon: Anon, linked: Chain) -> None:
    session = anon("GET", "/_sandbox/sessions/one", query=one(linked)).json
    assert session["status"] == "active"
    assert session["userPoolId"] == linked.pool["id"]
    assert session["clientId"] == linked.client_id
    assert session in anon("GET", "/_sandbox/sessions").json


def test_a_back_end_gets_a_browser_for_a_linked_user(anon: Anon, linked: Chain) -> None:
    body = {"apps": ["instagram"], "appUserId": linked.user, "proxy": {}}
    answer = anon.made("/account/api/v1/cdpUrl", body)
    assert answer["cdpUrl"].startswith("ws://127.0.0.1:")
    assert answer["liveStreamingUrl"].startswith("http://localhost:")


def test_for_a_user_who_was_never_linked_the_faq_says_404(anon: Anon, chain: Chain) -> None:
    assert cdp(anon, chain) == (404, "Error translating external user id: 404 - Not Found")


def test_a_session_that_was_never_made_is_not_found(anon: Anon, chain: Chain) -> None:
    answer = anon("GET", "/_sandbox/sessions/one", query=one(chain))
    assert (answer.status, answer.error) == (404, "SessionNotFoundError")
    assert status(anon, chain) == "unknown"


def test_a_session_that_has_ended_is_revoked(anon: Anon, linked: Chain) -> None:
    changed = anon("PUT", "/_sandbox/sessions", {**one(linked), "expiresIn": 0}).json
    assert changed == {"changed": 1}
    assert status(anon, linked) == "revoked"
    assert cdp(anon, linked)[0] == 409


def test_linking_again_makes_it_active_again(anon: Anon, linked: Chain) -> None:
    anon("PUT", "/_sandbox/sessions", {**one(linked), "expiresIn": 0})
    walk(anon.link(appUserIdToken=linked.token, clientId=linked.client_id))
    assert status(anon, linked) == "active"
    assert len(anon("GET", "/_sandbox/sessions", query=one(linked)).json) == 1


def test_a_deleted_session_is_unknown(anon: Anon, linked: Chain) -> None:
    assert anon("DELETE", "/_sandbox/sessions", query=one(linked)).json == {"deleted": 1}
    assert status(anon, linked) == "unknown"
    assert anon("DELETE", "/_sandbox/sessions", query=one(linked)).json == {"deleted": 0}


def test_another_organization_sees_and_deletes_nothing_of_it(
    anon: Anon, neighbour: Anon, linked: Chain
) -> None:
    query = one(linked)
    assert neighbour("GET", "/_sandbox/sessions/status", query=query).json["status"] == "unknown"
    assert neighbour("GET", "/_sandbox/sessions", query=query).json == []
    assert neighbour("DELETE", "/_sandbox/sessions", query=query).json == {"deleted": 0}
    assert neighbour("GET", "/_sandbox/sessions/status", query=query).json["stage"] == "none"
    assert status(anon, linked) == "active"


def test_a_session_is_of_one_app(anon: Anon, linked: Chain) -> None:
    assert anon.running.link_status("local", "github", linked.user)[0] == "unknown"
    body = {"apps": ["instagram", "github"], "appUserId": linked.user}
    assert anon("POST", "/account/api/v1/cdpUrl", body).status == 404
