"""The four stages of the Link page, event by event (FAQ, Connection flow)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from wizard.model import ProblemError
from wizard.sandbox import walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sandbox.conftest import Anon, Answer, Chain


@dataclass(frozen=True)
class Page:
    """One Link page, as its script sees it."""

    anon: Anon
    user: str
    id: str

    def open(self) -> Answer:
        host = urlsplit(self.anon.running.link_origin).netloc
        return self.anon("GET", f"/link?id={self.id}", headers={"Host": host})

    def look(self) -> dict[str, Any]:
        return dict(self.anon("GET", f"/_sandbox/link/{self.id}").json)

    def tell(self, event: str, **more: str) -> Answer:
        return self.anon("POST", f"/_sandbox/link/{self.id}", {"event": event, **more})

    def status(self) -> tuple[str, str]:
        return self.anon.running.link_status("local", "instagram", self.user)


@pytest.fixture
def page(anon: Anon, chain: Chain) -> Page:
    url = anon.link(appUserIdToken=chain.token, clientId=chain.client_id)
    return Page(anon, chain.user, parse_qs(urlsplit(url).query)["id"][0])


def test_each_stage_can_be_watched(page: Page) -> None:
    seen = [page.status()]
    page.open()
    seen.append(page.status())
    for event in ("extension", "login", "finish"):
        assert page.tell(event).status == 200
        seen.append(page.status())
    assert seen == [
        ("unknown", "none"),
        ("unknown", "opened"),
        ("unknown", "extension"),
        ("unknown", "login"),
        ("active", "linked"),
    ]


def test_a_client_of_another_organization_gets_no_session(
    anon: Anon, neighbour: Anon, chain: Chain
) -> None:
    url = neighbour.link(appUserIdToken=chain.token, clientId=chain.client_id)
    with pytest.raises(ProblemError) as caught:
        walk(url)
    assert caught.value.problem.code == "link.bad_authorization"
    assert anon.running.link_status("local", "instagram", chain.user)[0] == "unknown"
    ended = anon("GET", f"/_sandbox/link/{parse_qs(urlsplit(url).query)['id'][0]}").json
    assert "There is no client with the id" in ended["reason"]


def test_no_stage_can_be_left_out(page: Page) -> None:
    page.open()
    assert page.tell("finish").status == 409
    assert page.tell("login").status == 409
    assert page.status() == ("unknown", "opened")


def test_a_page_that_was_not_opened_goes_nowhere(page: Page) -> None:
    assert page.tell("extension").status == 409


def test_a_reload_may_begin_again(page: Page) -> None:
    for event in ("extension", "login", "extension", "login", "finish"):
        page.open()
        assert page.tell(event).status == 200
    assert page.status() == ("active", "linked")


def test_a_cancel_comes_back_as_cancelled_and_saves_nothing(page: Page) -> None:
    page.open()
    ended = page.tell("cancel").json
    assert parse_qs(urlsplit(ended["redirectUrl"]).query) == {
        "type": ["error"],
        "status": ["cancelled"],
        "state": ["{}"],
    }
    assert page.status() == ("unknown", "cancelled")


@pytest.mark.parametrize("code", ["bad_input", "bad_authorization", "anon_internal_error"])
def test_a_failure_comes_back_with_its_code(page: Page, code: str) -> None:
    page.open()
    ended = page.tell("fail", errorCode=code).json
    query = parse_qs(urlsplit(ended["redirectUrl"]).query)
    assert (query["type"], query["status"]) == (["error"], ["error"])
    assert query["error_code"] == [code]
    assert page.status() == ("unknown", "failed")


def test_the_end_is_the_end(page: Page) -> None:
    page.open()
    page.tell("cancel")
    for event in ("extension", "login", "finish", "fail"):
        assert page.tell(event).json["stage"] == "cancelled"


def test_until_the_end_no_redirect_is_told(page: Page) -> None:
    page.open()
    assert page.look()["redirectUrl"] == ""


@pytest.mark.parametrize("code", ["bad-input", "bad-authorization", "anon-internal-error"])
def test_a_fault_ends_the_page_in_its_error(
    page: Page, fault: Callable[[str], Any], code: str
) -> None:
    page.open()
    page.tell("extension")
    page.tell("login")
    with fault(code):
        ended = page.tell("finish").json
    assert ended["errorCode"] == code.replace("-", "_")
    assert page.status() == ("unknown", "failed")


def test_the_developer_is_told_why_although_the_browser_is_not(anon: Anon, chain: Chain) -> None:
    url = anon.link(appUserIdToken=chain.token, clientId=anon.service()["id"])
    page = Page(anon, chain.user, parse_qs(urlsplit(url).query)["id"][0])
    page.open()
    ended = page.tell("fail", errorCode="bad_authorization").json
    assert "service client" in ended["reason"]


def test_who_skips_the_check_in_the_browser_is_stopped_at_the_end(anon: Anon, chain: Chain) -> None:
    url = anon.link(appUserIdToken=chain.token, clientId=anon.service()["id"])
    page = Page(anon, chain.user, parse_qs(urlsplit(url).query)["id"][0])
    page.open()
    page.tell("extension")
    page.tell("login")
    assert page.tell("finish").json["errorCode"] == "bad_authorization"
    assert page.status() == ("unknown", "failed")


def test_only_amazon_closes_its_sign_in_page_for_a_saved_session(anon: Anon, chain: Chain) -> None:
    query = {"appUserIdToken": chain.token, "clientId": chain.client_id}
    for app, closes in (("amazon", True), ("instagram", False)):
        walk(anon.link(app=app, **query))
        id_ = parse_qs(urlsplit(anon.link(app=app, **query)).query)["id"][0]
        assert Page(anon, chain.user, id_).look()["closesByItself"] is closes


def test_without_a_session_amazon_asks_for_a_login(anon: Anon, chain: Chain) -> None:
    query = {"appUserIdToken": chain.token, "clientId": chain.client_id, "app": "amazon"}
    id_ = parse_qs(urlsplit(anon.link(**query)).query)["id"][0]
    assert Page(anon, chain.user, id_).look()["closesByItself"] is False


def test_the_page_may_load_nothing_from_elsewhere(page: Page) -> None:
    headers = page.open().headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert f"connect-src 'self' {page.anon.running.url};" in policy
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


def test_nothing_of_the_url_is_reflected(anon: Anon) -> None:
    host = urlsplit(anon.running.link_origin).netloc
    path = "/link?id=%3Cscript%3Ealert(1)%3C/script%3E"
    answer = anon("GET", path, headers={"Host": host})
    assert answer.status == 200
    assert b"alert(1)" not in answer.body
