"""Anon's API as the wizard speaks it, against servers that answer well and badly."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from threading import Event
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from wizard.api import AnonApi, AnswerLostError, SdkClientAnswer, UserPoolAnswer, is_id
from wizard.http import CancelledBeforeSendingError, NotSentError
from wizard.model import CancelledByUserError, ProblemError, Secret

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = Secret("anon_canary/key+ab12==")
POOL = {
    "id": "pool-1",
    "name": "acme users",
    "description": "d",
    "authorization": {"jwksUri": "https://acme.example/jwks.json", "idClaim": "email"},
    "organizationId": "org-1",
    "hosted": False,
}
WEBAPP = {
    "id": "client-1",
    "name": "acme web",
    "description": "",
    "organizationId": "org-1",
    "auth": {"type": "userPool", "userPoolId": "pool-1", "oauthConfig": {"redirectUrls": []}},
}
SERVICE = {
    "id": "client-2",
    "name": "acme back end",
    "description": "d",
    "auth": {"type": "apiKey", "secret": "anon_service/secret+99"},
}
MEMBER = {
    "id": "m-1",
    "name": "Ada",
    "email": "a@x.example",
    "organizationId": "o",
    "role": "Admin",
}


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def talk(serve: Any) -> Callable[..., Any]:
    """Give a server that answers with ``answers`` in turn, the last one again and again."""

    def start(*answers: tuple[int, Any] | tuple[int, Any, dict[str, str]]) -> Any:
        left = list(answers)

        def behave(visit: Any) -> None:
            while visit.request():
                status, body, *headers = left.pop(0) if len(left) > 1 else left[0]
                raw = body if isinstance(body, bytes | str) else json.dumps(body)
                visit.reply(status, raw, **(headers[0] if headers else {}))

        return serve(behave)

    return start


def api(server: Any, **options: Any) -> AnonApi:
    return AnonApi(server.url, KEY, environment="sandbox", **options)


def fault(call: Callable[[], object]) -> ProblemError:
    with pytest.raises(ProblemError) as caught:
        call()
    return caught.value


def create_pool(server: Any, **options: Any) -> object:
    return api(server, **options).create("/org/userPool", {"name": "n", "description": "d"})


# --- every request --------------------------------------------------------------------------------


def test_every_request_carries_the_key_and_says_who_asks(talk: Any) -> None:
    server = talk((200, POOL))
    api(server).create("/org/userPool", {"name": "n"})
    head, _, body = server.seen[0].partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    assert f"authorization: bearer {KEY.reveal()}".lower().encode() in lines
    assert b"content-type: application/json" in lines
    assert any(line.startswith(b"user-agent: anon-wizard/") for line in lines)
    assert json.loads(body) == {"name": "n"}


def test_a_key_that_no_header_can_hold_is_never_sent(talk: Any) -> None:
    server = talk((200, POOL))
    for key in ("two words", "tür", "a\r\nX: y", ""):
        broken = AnonApi(server.url, Secret(key))
        error = fault(broken.prove_key)
        assert error.problem.code == "key.shape"
        assert isinstance(error, NotSentError)
    assert server.visits == 0


# --- proving a key --------------------------------------------------------------------------------


def test_a_key_is_accepted_when_a_random_pool_is_merely_unknown(talk: Any) -> None:
    server = talk((404, {"error": "Not Found"}))
    assert api(server).prove_key() == "accepted"
    assert api(server).prove_key() == "accepted"
    first, second = (request.split(b" ")[1] for request in server.seen)
    assert first.startswith(b"/org/userPool/")
    assert first != second


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("words", ["Unauthorized", "Upstream error"])
def test_a_refused_key_is_a_problem_that_names_header_and_environment(
    talk: Any, status: int, words: str
) -> None:
    problem = fault(api(talk((status, {"error": words}))).prove_key).problem
    assert problem.code == "key.refused"
    assert f"{status} {words}" in problem.symptom
    assert "Authorization: Bearer" in problem.cause
    assert "sandbox" in problem.fix


@pytest.mark.parametrize("status", [200, 400, 422, 500])
def test_any_other_answer_neither_proves_nor_refuses_a_key(talk: Any, status: int) -> None:
    assert api(talk((status, "{}"))).prove_key() == "not proven"


def test_a_redirect_is_not_followed_with_a_key(talk: Any, serve: Any) -> None:
    elsewhere = serve(lambda visit: visit.answer())
    server = talk((302, "", {"location": elsewhere.url}))
    assert fault(api(server).prove_key).problem.code == "network.redirect"
    assert elsewhere.visits == 0


# --- reading --------------------------------------------------------------------------------------


def test_a_user_pool_is_read(talk: Any) -> None:
    assert api(talk((200, POOL))).get_user_pool("pool-1") == UserPoolAnswer(
        id="pool-1",
        name="acme users",
        description="d",
        jwks_uri="https://acme.example/jwks.json",
        id_claim="email",
        organization_id="org-1",
        hosted=False,
    )


@pytest.mark.parametrize("authorization", [None, {}])
def test_a_hosted_pool_has_no_key_set_and_the_default_id_claim(
    talk: Any, authorization: object
) -> None:
    server = talk((200, {**POOL, "hosted": True, "authorization": authorization}))
    pool = api(server).get_user_pool("pool-1")
    assert (pool.hosted, pool.jwks_uri, pool.id_claim) == (True, "", "sub")


def test_the_two_kinds_of_client_are_told_apart_by_their_auth_type(talk: Any) -> None:
    web = api(talk((200, WEBAPP))).get_sdk_client("client-1")
    back = api(talk((200, SERVICE))).get_sdk_client("client-2")
    assert (web.kind, web.pool_id, web.secret) == ("webapp", "pool-1", None)
    assert (back.kind, back.pool_id) == ("service", "")
    assert back.secret == Secret("anon_service/secret+99")
    assert "secret+99" not in repr(back)


def test_an_organization_is_read_with_its_members(talk: Any) -> None:
    server = talk((200, {"id": "o-1", "name": "Acme", "members": [MEMBER]}))
    organization = api(server).get_organization("o-1")
    assert [member.role for member in organization.members] == ["Admin"]
    assert api(talk((200, MEMBER))).get_member("m-1").email == "a@x.example"


def test_a_member_logs_in_for_a_session_token(talk: Any) -> None:
    server = talk((200, {"token": "eyJ.a.b"}))
    token = AnonApi(server.url, None).login("a@x.example", Secret("pass"))
    assert token == Secret("eyJ.a.b")
    assert b"authorization" not in server.seen[0].lower()


@pytest.mark.parametrize(
    "bad", ["", "a/b", "a?b", "a#b", "a b", "a\x1b", "x" * 129, "..", "a\u202eb"]
)
def test_what_cannot_be_an_id_is_not_asked_for(talk: Any, bad: str) -> None:
    server = talk((200, POOL))
    error = fault(lambda: api(server).get_user_pool(bad))
    assert error.problem.code == "id.shape"
    assert isinstance(error, NotSentError)
    assert server.visits == 0


def test_ids_are_quoted_in_the_path(talk: Any) -> None:
    server = talk((200, {**POOL, "id": "a%b;ü"}))
    assert api(server).get_user_pool("a%b;ü").id == "a%b;ü"
    assert server.seen[0].startswith(b"GET /org/userPool/a%25b%3B%C3%BC HTTP/1.1")


def test_an_id_has_up_to_128_visible_characters() -> None:
    assert is_id("x" * 128)
    assert is_id("ory_ab:c-1.2")
    assert not is_id(7)


WRONG_SHAPES: list[Any] = [
    "<!doctype html><title>Log in</title>",
    "",
    "null",
    "[]",
    '"pool-1"',
    {},
    {**POOL, "id": 7},
    {**POOL, "id": "a/b"},
    {**POOL, "id": "x" * 129},
    {**POOL, "id": "other-pool"},
    {**POOL, "name": None},
    {**POOL, "authorization": "https://acme.example/jwks.json"},
    {**POOL, "authorization": {"jwksUri": 7}},
    '{"id": "pool-1", "id": "pool-2", "name": "n"}',
    '{"id": "pool-1", "name": NaN}',
    b'{"id": "pool-1", "name": "\xff"}',
    "[" * 100_000,
]


@pytest.mark.parametrize("body", WRONG_SHAPES)
def test_a_200_of_the_wrong_shape_is_one_problem(talk: Any, body: Any) -> None:
    error = fault(lambda: api(talk((200, body))).get_user_pool("pool-1"))
    assert error.problem.code == "api.wrong_shape"
    assert len(error.problem.symptom) < 400


@pytest.mark.parametrize(
    "auth",
    [None, {}, {"type": "oauth"}, {"type": "userPool"}, {"type": "apiKey", "secret": "two words"}],
)
def test_a_client_whose_auth_is_unclear_is_refused(talk: Any, auth: object) -> None:
    error = fault(lambda: api(talk((200, {**WEBAPP, "auth": auth}))).get_sdk_client("client-1"))
    assert error.problem.code == "api.wrong_shape"


def test_broken_json_is_not_shown_for_it_may_hold_a_new_key(talk: Any) -> None:
    cut = json.dumps(SERVICE)[:-1]
    error = fault(lambda: api(talk((200, cut))).create("/org/sdkClient", {}))
    assert isinstance(error, AnswerLostError)
    assert "secret+99" not in str(error.problem)


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (401, {"error": "Unauthorized"}, "key.refused"),
        (403, {"error": "Forbidden"}, "key.may_not_create"),
        (400, {"error": "Upstream error"}, "api.upstream"),
        (500, {"error": "Upstream error"}, "api.upstream"),
        (500, {"error": "Unauthorized"}, "key.refused"),
        (400, {"error": "error decoding response body: expected value"}, "api.jwks_unreadable"),
        (500, "error decoding response body: expected value", "api.jwks_unreadable"),
        (404, {}, "api.not_found"),
        (409, {"message": "name is taken"}, "api.conflict"),
        (400, {"error": {"message": "name is empty"}}, "api.invalid"),
        (422, {"detail": "missing field `name`"}, "api.invalid"),
        (429, {}, "api.busy"),
        (405, {}, "api.invalid"),
    ],
)
def test_each_refusal_to_create_has_its_own_problem(
    talk: Any, status: int, body: Any, code: str
) -> None:
    server = talk((status, body))
    error = fault(lambda: create_pool(server))
    assert error.problem.code == code
    assert not isinstance(error, AnswerLostError)
    assert len(server.seen) == 1


def test_a_read_that_is_forbidden_blames_the_key(talk: Any) -> None:
    error = fault(lambda: api(talk((403, {}))).get_user_pool("pool-1"))
    assert error.problem.code == "key.refused"


def test_an_error_page_is_shown_cleaned_and_short(talk: Any) -> None:
    page = "<h1>Bad\x1b[31m gateway\u202e</h1>\n" + "x" * 5000
    problem = fault(lambda: create_pool(talk((500, page)))).problem
    assert problem.code == "api.server_error"
    assert "<h1>Bad\\x1b[31m gateway\\u202e</h1> xxx" in problem.symptom
    assert problem.symptom.isprintable()
    assert len(problem.symptom) < 260


def test_a_key_that_an_answer_echoes_is_blotted_out(talk: Any) -> None:
    problem = fault(lambda: create_pool(talk((422, {"error": f"bad key {KEY.reveal()}"})))).problem
    assert "bad key …" in problem.symptom
    assert "canary" not in str(problem)


# --- what may have been created -------------------------------------------------------------------


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_5xx_of_unknown_cause_may_come_after_the_object_was_made(talk: Any, status: int) -> None:
    server = talk((status, "oops"))
    error = fault(lambda: create_pool(server))
    assert isinstance(error, AnswerLostError)
    assert error.problem.code == "api.server_error"
    assert len(server.seen) == 1


def reset_after_reading(visit: Any) -> None:
    visit.request()
    visit.reset()


def half_an_answer(visit: Any) -> None:
    visit.request()
    visit.send(b'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"id": "poo')


@pytest.mark.parametrize("behave", [reset_after_reading, half_an_answer])
def test_a_lost_answer_is_told_apart_and_the_request_not_repeated(
    serve: Any, behave: Callable[[Any], None]
) -> None:
    server = serve(behave)
    error = fault(lambda: create_pool(server))
    assert isinstance(error, AnswerLostError)
    assert error.problem.code == "network.broken"
    assert len(server.seen) == 1


@pytest.mark.parametrize("body", ["<html>", {**POOL, "id": ""}, "{}"])
def test_a_200_without_an_id_is_a_lost_answer(talk: Any, body: Any) -> None:
    server = talk((200, body))
    assert isinstance(fault(lambda: create_pool(server)), AnswerLostError)
    assert len(server.seen) == 1


def test_a_request_that_was_not_sent_has_created_nothing(serve: Any) -> None:
    server = serve(reset_after_reading)
    server.close()
    error = fault(lambda: create_pool(server))
    assert isinstance(error, NotSentError)
    assert error.problem.code == "network.refused"


def test_a_redirected_creation_has_created_nothing(talk: Any) -> None:
    error = fault(lambda: create_pool(talk((307, "", {"location": "/x"}))))
    assert error.problem.code == "network.redirect"
    assert not isinstance(error, AnswerLostError)


def test_what_was_created_is_given_back(talk: Any) -> None:
    pool = create_pool(talk((200, POOL)))
    client = api(talk((200, SERVICE))).create("/org/sdkClient", {"kind": "service"})
    assert isinstance(pool, UserPoolAnswer)
    assert isinstance(client, SdkClientAnswer)
    assert client.secret == Secret("anon_service/secret+99")


# --- asking again ---------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 503])
def test_a_retry_after_is_obeyed_even_by_a_creation(talk: Any, status: int) -> None:
    said: list[str] = []
    server = talk((status, "", {"retry_after": "1"}), (200, POOL))
    assert create_pool(server, say=said.append)
    assert said == ["Anon asks to wait 1 s"]
    assert len(server.seen) == 2


def test_a_retry_after_may_be_a_date(talk: Any) -> None:
    past = format_datetime(datetime.now(UTC) - timedelta(hours=1), usegmt=True)
    assert create_pool(talk((503, "", {"retry_after": past}), (200, POOL)))


def test_a_retry_after_is_obeyed_a_bounded_number_of_times(talk: Any) -> None:
    server = talk((429, "", {"retry_after": "0"}))
    error = fault(lambda: create_pool(server))
    assert error.problem.code == "api.busy"
    assert not isinstance(error, AnswerLostError)
    assert len(server.seen) == 3


@pytest.mark.parametrize("value", ["61", "999999999999999999999", "Fri, 31 Dec 2100 23:59:59 GMT"])
def test_a_retry_after_beyond_a_minute_is_left_to_the_user(talk: Any, value: str) -> None:
    server = talk((429, "", {"retry_after": value}))
    assert fault(lambda: create_pool(server)).problem.code == "api.busy"
    assert len(server.seen) == 1


def test_a_long_wait_can_be_called_off(talk: Any) -> None:
    asked = Event()
    server = talk((429, "", {"retry_after": "60"}))
    with pytest.raises(CancelledBeforeSendingError):
        create_pool(server, say=lambda _line: asked.set(), cancelled=asked.is_set)


def test_a_read_is_repeated_when_the_service_stumbles(talk: Any) -> None:
    server = talk((500, "oops"), (502, "oops"), (200, POOL))
    assert api(server).get_user_pool("pool-1").id == "pool-1"


def test_a_read_is_repeated_when_the_connection_breaks(serve: Any) -> None:
    def break_once(visit: Any) -> None:
        visit.request()
        if len(server.seen) == 1:
            visit.reset()
        visit.reply(200, json.dumps(POOL))

    server = serve(break_once)
    assert api(server).get_user_pool("pool-1").id == "pool-1"


def test_a_read_is_not_repeated_without_end(talk: Any) -> None:
    server = talk((500, "oops"))
    assert fault(lambda: api(server).get_user_pool("pool-1")).problem.code == "api.server_error"
    assert len(server.seen) == 3


def test_a_cancelled_call_is_no_problem(serve: Any) -> None:
    asked = Event()

    def think(visit: Any) -> None:
        visit.request()
        asked.set()
        visit.closing.wait()

    with pytest.raises(CancelledByUserError):
        create_pool(serve(think), cancelled=asked.is_set)


# --- tokens and the link --------------------------------------------------------------------------


def test_anon_issues_a_token_for_a_hosted_pools_user(talk: Any) -> None:
    server = talk((200, {"appUserIdToken": "eyJ.a.b"}))
    token = api(server).create_app_user_id_token("demo user", "pool-1", exp=1_900_000_000)
    assert token == Secret("eyJ.a.b")
    sent = json.loads(server.seen[0].partition(b"\r\n\r\n")[2])
    assert sent == {"appUserId": "demo user", "userPoolId": "pool-1", "exp": 1_900_000_000}


def link(server: Any, **options: Any) -> str:
    return api(server).link_url(
        app="instagram",
        redirect_url="http://127.0.0.1:4011/callback",
        state='{"nonce": "00"}',
        app_user_id_token=Secret("eyJ.canary.b"),
        client_id="client-1",
        **options,
    )


def test_the_link_url_is_asked_for_with_the_contracts_names(talk: Any) -> None:
    server = talk((200, {"url": "https://link.svc.sandbox.anon.com/x?y=z"}))
    assert (
        link(server, more={"companyName": "Acme & Co"}) == "https://link.svc.sandbox.anon.com/x?y=z"
    )
    parts = urlsplit(server.seen[0].split(b" ")[1].decode())
    assert parts.path == "/link/url"
    assert parse_qs(parts.query) == {
        "app": ["instagram"],
        "redirectUrl": ["http://127.0.0.1:4011/callback"],
        "state": ['{"nonce": "00"}'],
        "appUserIdToken": ["eyJ.canary.b"],
        "clientId": ["client-1"],
        "companyName": ["Acme & Co"],
    }


def test_the_link_urls_transient_500_is_retried_as_anons_own_script_does(talk: Any) -> None:
    server = talk(*[(500, "oops")] * 4, (200, {"url": "http://localhost:4010/link"}))
    assert link(server) == "http://localhost:4010/link"


@pytest.mark.parametrize("url", [None, 7, "", "javascript:alert(1)", "https://x/\x1b[31m", "//x"])
def test_what_is_no_address_is_not_opened(talk: Any, url: object) -> None:
    assert fault(lambda: link(talk((200, {"url": url})))).problem.code == "api.wrong_shape"


def test_a_refused_redirect_is_named(talk: Any) -> None:
    server = talk((400, {"error": "redirectUrl is not registered"}))
    problem = fault(lambda: link(server)).problem
    assert problem.code == "link.redirect_refused"
    assert "http://127.0.0.1:4011/callback" in problem.symptom


def test_a_token_that_a_refusal_echoes_is_blotted_out(talk: Any) -> None:
    problem = fault(lambda: link(talk((400, {"error": "bad token eyJ.canary.b"})))).problem
    assert "canary" not in str(problem)


def test_the_link_pages_own_question_is_asked_with_the_users_token(talk: Any) -> None:
    answer = {"id": "instagram", "displayName": "Instagram", "iconUrl": "https://x.example/i.svg"}
    server = talk((200, answer))
    found = api(server).app_integration("instagram", "client-1", Secret("eyJ.a.b"))
    assert found.display_name == "Instagram"
    assert server.seen[0].startswith(b"GET /account/api/v1/appIntegration?id=instagram ")
    assert b"authorization: bearer eyj.a.b\r\n" in server.seen[0].lower()
    assert b"canary" not in server.seen[0]


def test_what_a_browser_calls_cors_is_named_as_the_401_it_is(talk: Any) -> None:
    server = talk((401, {"error": "Unauthorized"}))
    problem = fault(lambda: api(server).app_integration("uber", "client-2", Secret("x"))).problem
    assert problem.code == "link.not_let_in"
    assert "CORS" in problem.cause
