"""``/org/userPool``: a pool's key set is downloaded when it is made (FAQ, Anon endpoints)."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.sandbox.conftest import caller
from wizard.identity.keys import generate
from wizard.sandbox import LocalSandbox

if TYPE_CHECKING:
    from tests.sandbox.conftest import Anon, KeyHost

FAQ = "error decoding response body: expected value at line 1 column 1"


def test_a_pool_comes_back_as_it_was_made(anon: Anon) -> None:
    authorization = {"jwksUri": anon.running.jwks_uri, "idClaim": "email"}
    made = anon.pool(name="Acmé users", description="who travels", authorization=authorization)
    assert made == {
        "id": made["id"],
        "name": "Acmé users",
        "description": "who travels",
        "authorization": authorization,
        "organizationId": anon.running.organizations["local"],
        "hosted": False,
    }
    assert anon("GET", f"/org/userPool/{made['id']}").json == made


def test_the_id_claim_is_sub_unless_another_is_named(anon: Anon) -> None:
    assert anon.pool()["authorization"]["idClaim"] == "sub"


def test_without_authorization_a_pool_is_hosted_by_anon(anon: Anon) -> None:
    made = anon.hosted_pool()
    assert (made["hosted"], made["authorization"]) == (True, None)


def test_every_pool_is_another(anon: Anon) -> None:
    assert anon.hosted_pool()["id"] != anon.hosted_pool()["id"]


def test_another_organizations_pool_does_not_exist(anon: Anon, neighbour: Anon) -> None:
    assert neighbour("GET", f"/org/userPool/{anon.pool()['id']}").status == 404


@pytest.mark.parametrize("pool_id", ["x", "%00", "..%2F..%2Fetc", "'%20OR%201=1", "%ff", "ü" * 100])
def test_an_unknown_pool_is_404(anon: Anon, pool_id: str) -> None:
    answer = anon("GET", f"/org/userPool/{quote(pool_id, safe='%')}")
    assert answer.status == 404


def test_the_key_set_is_downloaded_once(anon: Anon, key_host: KeyHost) -> None:
    anon.pool(authorization={"jwksUri": key_host.url})
    assert key_host.asked == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"<!doctype html><title>Log in</title>"),
        (200, b""),
        (200, b"-----BEGIN PUBLIC KEY-----"),
        (200, b"\xff\xfe"),
        (200, b"{"),
        (200, b"[" * 100_000),
        (401, b'{"error": "log in"}'),
        (404, b"not here"),
        (302, b""),
        (200, b" " * 300_000),
    ],
)
def test_a_key_set_that_is_not_public_json_is_refused_in_the_faqs_words(
    anon: Anon, key_host: KeyHost, status: int, body: bytes
) -> None:
    key_host.status, key_host.body = status, body
    key_host.headers = {"Location": "https://login.example/"} if status == 302 else {}
    body_ = {"name": "p", "description": "", "authorization": {"jwksUri": key_host.url}}
    answer = anon("POST", "/org/userPool", body_)
    assert (answer.status, answer.error) == (400, FAQ)


@pytest.mark.parametrize(
    "uri",
    [
        "http://127.0.0.1:1/",
        "http://nobody.invalid/jwks.json",
        "ftp://example.com/",
        "not a url",
        "file:///etc/passwd",
        "http://user:password@127.0.0.1/",
        "http://127.0.0.1:1/\r\nX: y",
    ],
)
def test_a_url_that_leads_nowhere_is_refused_in_the_faqs_words(anon: Anon, uri: str) -> None:
    body = {"name": "p", "description": "", "authorization": {"jwksUri": uri}}
    answer = anon("POST", "/org/userPool", body)
    assert (answer.status, answer.error) == (400, FAQ)


def wrong_sets() -> list[Any]:
    private = {**generate("ES256").public_jwk(), "d": "AAAA"}
    twice = generate("ES256", "same").public_jwk()
    return [
        {"keys": []},
        {"keys": [private]},
        {"keys": [twice, {**generate("ES256").public_jwk(), "kid": "same"}]},
        {"kty": "EC"},
        [twice],
        {"keys": [{"kty": "oct", "k": "AAAA", "kid": "k"}]},
        {"jwks_uri": "https://id.example/jwks"},
    ]


@pytest.mark.parametrize("document", wrong_sets())
def test_json_that_is_no_sound_key_set_is_refused_with_its_reason(
    anon: Anon, key_host: KeyHost, document: Any
) -> None:
    key_host.body = json.dumps(document).encode()
    body = {"name": "p", "description": "", "authorization": {"jwksUri": key_host.url}}
    answer = anon("POST", "/org/userPool", body)
    assert answer.status == 400
    assert answer.error.startswith("invalid JWKS: ")


def test_many_pools_made_at_once_all_get_the_mocks_keys() -> None:
    """The sandbox fetches from itself here: it must not wait for itself."""
    with LocalSandbox() as fresh, ThreadPoolExecutor(20) as threads:
        admin = caller(fresh)
        made = list(threads.map(lambda _number: admin.pool(), range(20)))
    assert len({pool["id"] for pool in made}) == 20


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "missing field `name`"),
        ({"name": "p"}, "missing field `description`"),
        ({"name": 1, "description": ""}, "invalid type for `name`: expected a string"),
        ({"name": "", "description": ""}, "invalid length for `name`"),
        ({"name": "n" * 201, "description": ""}, "invalid length for `name`"),
        ({"name": "p", "description": "", "authorization": {}}, "missing field `jwksUri`"),
        (
            {"name": "p", "description": "", "authorization": "x"},
            "invalid type for `authorization`: expected an object",
        ),
        ({"name": "\ud800", "description": ""}, "invalid value for `name`: a lone surrogate"),
        ([], "invalid type for `body`: expected an object"),
        (None, "invalid type for `body`: expected an object"),
    ],
)
def test_a_body_of_the_wrong_shape_is_422_with_the_first_reason(
    anon: Anon, body: Any, words: str
) -> None:
    answer = anon("POST", "/org/userPool", body)
    assert (answer.status, answer.error) == (422, words)
