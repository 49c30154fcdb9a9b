"""``POST /org/appUserIdToken``: tokens that Anon issues, for hosted pools."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import jwt

if TYPE_CHECKING:
    from tests.sandbox.conftest import Anon, Chain

HALF_A_YEAR = 180 * 24 * 3600


def claims(token: str) -> dict[str, object]:
    return dict(jwt.decode(token, options={"verify_signature": False}))


def test_a_hosted_pools_token_names_user_client_and_key(anon: Anon) -> None:
    pool = anon.hosted_pool()
    webapp = anon.webapp(pool["id"])
    body = {"appUserId": "ada", "userPoolId": pool["id"]}
    token = anon.made("/org/appUserIdToken", body)["appUserIdToken"]
    assert claims(token)["sub"] == "ada"
    assert claims(token)["sdkClientId"] == webapp["id"]
    assert jwt.get_unverified_header(token)["kid"]
    assert jwt.get_unverified_header(token)["alg"] == "RS256"


def test_it_lives_half_a_year_unless_told_otherwise(anon: Anon) -> None:
    pool_id = anon.hosted_pool()["id"]
    before = int(time.time())
    body = {"appUserId": "ada", "userPoolId": pool_id}
    token = anon.made("/org/appUserIdToken", body)["appUserIdToken"]
    expires = claims(token)["exp"]
    assert isinstance(expires, int)
    assert before + HALF_A_YEAR <= expires <= int(time.time()) + HALF_A_YEAR
    told = anon.made("/org/appUserIdToken", {**body, "exp": before + 60})["appUserIdToken"]
    assert claims(told)["exp"] == before + 60


def test_the_link_page_lets_its_user_in(anon: Anon) -> None:
    pool = anon.hosted_pool()
    webapp = anon.webapp(pool["id"])
    body = {"appUserId": "ada", "userPoolId": pool["id"]}
    token = anon.made("/org/appUserIdToken", body)["appUserIdToken"]
    assert anon.integration(webapp["id"], token).status == 200


def test_an_expired_one_is_not_let_in(anon: Anon) -> None:
    pool = anon.hosted_pool()
    webapp = anon.webapp(pool["id"])
    body = {"appUserId": "ada", "userPoolId": pool["id"], "exp": 1}
    token = anon.made("/org/appUserIdToken", body)["appUserIdToken"]
    assert anon.integration(webapp["id"], token).status == 401


def test_a_pool_with_a_key_set_gets_no_token_from_anon(anon: Anon, chain: Chain) -> None:
    body = {"appUserId": "ada", "userPoolId": chain.pool["id"]}
    assert anon("POST", "/org/appUserIdToken", body).status == 400


def test_generation_2_may_leave_the_pool_out(anon: Anon) -> None:
    pool = anon.hosted_pool()
    webapp = anon.webapp(pool["id"])
    token = anon.made("/org/appUserIdToken", {"appUserId": "ada"})["appUserIdToken"]
    assert claims(token)["sdkClientId"] == webapp["id"]


def test_the_pool_that_follows_is_one_with_a_client_to_name_in_the_token(anon: Anon) -> None:
    webapp = anon.webapp(anon.hosted_pool()["id"])
    anon.hosted_pool()
    token = anon.made("/org/appUserIdToken", {"appUserId": "ada"})["appUserIdToken"]
    assert claims(token)["sdkClientId"] == webapp["id"]


def test_generation_1_must_name_the_pool(member: Anon) -> None:
    answer = member("POST", "/org/appUserIdToken", {"appUserId": "ada"})
    assert (answer.status, answer.error) == (422, "missing field `userPoolId`")


def test_another_organizations_pool_issues_nothing(anon: Anon, neighbour: Anon) -> None:
    body = {"appUserId": "ada", "userPoolId": neighbour.hosted_pool()["id"]}
    assert anon("POST", "/org/appUserIdToken", body).status == 404
