"""``appIntegration``: what the Link page asks, and why a browser then speaks of CORS (FAQ)."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import jwt
import pytest

from wizard.identity.judge import judge
from wizard.identity.jwks import lint
from wizard.identity.keys import generate
from wizard.identity.tokens import mint

if TYPE_CHECKING:
    from tests.sandbox.conftest import Anon, Chain, KeyHost
    from wizard.identity.keys import SigningKey

APPS = (
    "amazon",
    "delta",
    "facebook",
    "github",
    "instacart",
    "instagram",
    "linkedin",
    "opentable",
    "resy",
    "twitter",
    "uber",
    "united_airlines",
)
CORS = "access-control-allow-origin"


@pytest.mark.parametrize("app", APPS)
def test_every_app_of_the_contract_is_known(anon: Anon, chain: Chain, app: str) -> None:
    answer = anon.integration(chain.client_id, chain.token, app)
    assert answer.status == 200
    assert answer.json["id"] == app
    assert answer.json["displayName"]
    path = answer.json["iconUrl"].removeprefix(anon.running.link_origin)
    icon = anon("GET", path)
    assert (icon.status, icon.headers["content-type"]) == (200, "image/svg+xml")


def test_the_link_page_may_read_the_answer_and_no_other_origin(anon: Anon, chain: Chain) -> None:
    link = anon.running.link_origin
    read = anon.integration(chain.client_id, chain.token, Origin=link)
    assert read.headers[CORS] == link
    other = anon.integration(chain.client_id, chain.token, Origin="https://evil.example")
    assert CORS not in other.headers


def test_the_preflight_is_allowed_for_it_carries_no_token(anon: Anon, stranger: Anon) -> None:
    headers = {
        "Origin": anon.running.link_origin,
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization,x-anon-client-id",
    }
    answer = stranger("OPTIONS", "/account/api/v1/appIntegration", headers=headers)
    assert answer.status == 204
    assert answer.headers[CORS] == anon.running.link_origin
    assert "authorization" in answer.headers["access-control-allow-headers"]


def refused(anon: Anon, client_id: str, token: str) -> None:
    answer = anon.integration(client_id, token, Origin=anon.running.link_origin)
    assert (answer.status, answer.error) == (401, "Unauthorized")
    assert CORS not in answer.headers


def test_the_service_clients_id_is_refused_without_cors_headers(anon: Anon, chain: Chain) -> None:
    refused(anon, anon.service()["id"], chain.token)


def test_an_unknown_client_is_refused(anon: Anon, chain: Chain) -> None:
    refused(anon, "nobody", chain.token)
    refused(anon, "", chain.token)


def test_a_client_of_another_pool_is_refused(anon: Anon, chain: Chain, key_host: KeyHost) -> None:
    other = anon.webapp(anon.pool(authorization={"jwksUri": key_host.url})["id"])
    refused(anon, other["id"], chain.token)


def test_a_token_without_a_kid_is_refused(
    anon: Anon, key_host: KeyHost, signing_key: SigningKey
) -> None:
    webapp = anon.webapp(anon.pool(authorization={"jwksUri": key_host.url})["id"])
    token = jwt.encode({"sub": "ada"}, signing_key.private, "ES256")
    refused(anon, webapp["id"], token)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é", "." * 100, "x" * 20_000, "null"])
def test_junk_for_a_token_is_refused(anon: Anon, chain: Chain, token: str) -> None:
    refused(anon, chain.client_id, token.encode().decode("latin-1"))


def test_an_unknown_app_is_404_for_who_is_let_in(anon: Anon, chain: Chain) -> None:
    assert anon.integration(chain.client_id, chain.token, "myspace").status == 404


def test_the_id_claim_names_the_user(
    anon: Anon, key_host: KeyHost, signing_key: SigningKey
) -> None:
    authorization = {"jwksUri": key_host.url, "idClaim": "email"}
    webapp = anon.webapp(anon.pool(authorization=authorization)["id"])
    named = mint(signing_key, user_id="ada@acme.example", id_claim="email").reveal()
    assert anon.integration(webapp["id"], named).status == 200
    refused(anon, webapp["id"], mint(signing_key, user_id="ada").reveal())


def tokens_of_every_kind(key: SigningKey) -> list[str]:
    now = int(time.time())
    stranger = generate("ES256", key.kid)

    def signed(claims: dict[str, Any], **headers: Any) -> str:
        return jwt.encode(claims, key.private, "ES256", headers={"kid": key.kid, **headers})

    return [
        mint(key, user_id="ada").reveal(),
        mint(key, user_id="ada", expires_in=None).reveal(),
        mint(key, user_id="ada", expires_in=-60).reveal(),
        mint(stranger, user_id="ada").reveal(),
        signed({"sub": ""}),
        signed({"sub": 7}),
        signed({"sub": "ada", "exp": "soon"}),
        signed({"sub": "ada", "nbf": now + 3600}),
        signed({"sub": "ada"}, crit=["x"], x=1),
        signed({"sub": "ada"}, kid=""),
        jwt.encode({"sub": "ada"}, "s" * 64, "HS256", headers={"kid": key.kid}),
        jwt.encode({"sub": "ada"}, "", "none", headers={"kid": key.kid}),
        "not.a.token",
    ]


def test_the_sandbox_and_the_judge_give_the_same_verdict(
    anon: Anon, key_host: KeyHost, signing_key: SigningKey
) -> None:
    webapp = anon.webapp(anon.pool(authorization={"jwksUri": key_host.url})["id"])
    key_set = lint(key_host.body)
    for token in tokens_of_every_kind(signing_key):
        accepted = judge(token, key_set).state != "fail"
        assert (anon.integration(webapp["id"], token).status == 200) is accepted, token
    assert json.loads(key_host.body)["keys"]


def test_an_unknown_kid_makes_the_sandbox_look_again(
    anon: Anon, key_host: KeyHost, signing_key: SigningKey
) -> None:
    webapp = anon.webapp(anon.pool(authorization={"jwksUri": key_host.url})["id"])
    rotated = generate("ES256", "next")
    token = mint(rotated, user_id="ada").reveal()
    refused(anon, webapp["id"], token)
    key_host.publish(signing_key, rotated)
    assert anon.integration(webapp["id"], token).status == 200


def test_a_flood_of_unknown_kids_causes_two_refetches(
    anon: Anon, key_host: KeyHost, signing_key: SigningKey
) -> None:
    webapp = anon.webapp(anon.pool(authorization={"jwksUri": key_host.url})["id"])

    def ask(number: int) -> int:
        key = type(signing_key)(f"unknown {number}", signing_key.algorithm, signing_key.private)
        return anon.integration(webapp["id"], mint(key, user_id="ada").reveal()).status

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, range(60))) == {401}
    assert key_host.asked == 1 + 2


def test_a_host_that_went_away_changes_nothing_for_known_keys(
    anon: Anon, key_host: KeyHost, signing_key: SigningKey
) -> None:
    webapp = anon.webapp(anon.pool(authorization={"jwksUri": key_host.url})["id"])
    key_host.status = 500
    refused(anon, webapp["id"], mint(generate("ES256"), user_id="ada").reveal())
    known = mint(signing_key, user_id="ada").reveal()
    assert anon.integration(webapp["id"], known).status == 200
