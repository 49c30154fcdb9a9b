from __future__ import annotations

import json
from typing import Any

import pytest

from wizard.checks import chain
from wizard.identity.judge import judge
from wizard.identity.jwks import KeySet, lint
from wizard.identity.keys import SigningKey, generate, public_set
from wizard.identity.tokens import mint
from wizard.model import Client, Pool

POOL = Pool("p-1", "acme", "url", "https://keys.acme.example/")
WEBAPP = Client("c-1", "web", "webapp", "p-1")


def published(*keys: SigningKey) -> KeySet:
    return lint(json.dumps(public_set(keys)).encode())


@pytest.fixture(scope="module")
def key() -> SigningKey:
    return generate("ES256", "ours")


@pytest.fixture(scope="module")
def foreign() -> SigningKey:
    return generate("ES256", "theirs")


def token(key: SigningKey, **options: Any) -> str:
    return mint(key, **{"user_id": "u-1", **options}).reveal()


def test_the_pools_own_webapp_client_is_right(key: SigningKey) -> None:
    verdict = chain.with_client(judge(token(key), published(key)), WEBAPP, POOL)
    assert verdict.state == "ok"
    assert (verdict.checks[0].id, verdict.checks[0].state) == ("chain.client", "pass")


@pytest.mark.parametrize(
    ("client", "code"),
    [
        (Client("c-2", "api", "service"), "client.wrong_kind"),
        (Client("c-3", "web", "webapp", "p-2"), "client.other_pool"),
    ],
)
def test_a_wrong_client_is_the_first_reason(key: SigningKey, client: Client, code: str) -> None:
    for made in (token(key), "junk"):
        verdict = chain.with_client(judge(made, published(key)), client, POOL)
        assert (verdict.state, verdict.code) == ("fail", code)
        assert verdict.text.startswith("Will be refused: ")


def test_a_token_of_another_pool_names_that_pool(key: SigningKey, foreign: SigningKey) -> None:
    made = token(foreign)
    refused = judge(made, published(key))
    assert chain.may_be_foreign(refused)
    verdict = chain.of_another_pool(refused, made, {"“other”": published(foreign)})
    assert verdict.code == "chain.other_pool"
    assert "“other”" in verdict.text
    assert [each.code for each in [verdict]] == [
        check.problem.code for check in verdict.checks if check.problem
    ]


def test_the_same_kid_in_two_pools_is_told_apart_by_the_signature(key: SigningKey) -> None:
    twin = generate("ES256", key.kid)
    made = token(twin, expires_in=-1)
    refused = judge(made, published(key))
    assert refused.code == "token.signature"
    sets = {"“third”": published(key), "“other”": published(twin)}
    assert "“other”" in chain.of_another_pool(refused, made, sets).text


def test_what_no_pool_signed_keeps_its_reason(key: SigningKey, foreign: SigningKey) -> None:
    made = token(generate("ES256", "nobodys"))
    refused = judge(made, published(key))
    assert chain.of_another_pool(refused, made, {"“other”": published(foreign)}) == refused
    assert not chain.may_be_foreign(judge(token(key, expires_in=-1), published(key)))


def test_a_key_that_was_there_before_was_withdrawn(key: SigningKey, foreign: SigningKey) -> None:
    refused = judge(token(key), published(foreign))
    assert chain.with_withdrawn_key(refused, {"ours"}).code == "chain.key_withdrawn"
    assert chain.with_withdrawn_key(refused, {"another"}).code == "token.unknown_kid"
    passed = judge(token(key), published(key))
    assert chain.with_withdrawn_key(passed, {"ours"}) == passed


def test_another_user_than_the_back_ends_is_remarked(key: SigningKey) -> None:
    passed = judge(token(key), published(key))
    assert chain.with_user(passed, "u-1").state == "ok"
    verdict = chain.with_user(passed, "u-2")
    assert (verdict.state, verdict.code) == ("warn", "chain.user_differs")
    refused = chain.with_user(judge("junk", published(key)), "u-2")
    assert (refused.code, refused.checks[-1].state) == ("token.parts", "skip")
    endless = chain.with_user(judge(token(key, expires_in=None), published(key)), "u-2")
    assert endless.code == "token.no_expiry"
