from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.identity.conftest import NOW
from wizard.identity.judge import judge
from wizard.identity.keys import ALGORITHMS, Algorithm
from wizard.identity.tokens import inspect, mint
from wizard.model import ProblemError

if TYPE_CHECKING:
    from tests.core.identity.conftest import Forge


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    header, payload, _signature = token.split(".")
    first, second = (json.loads(base64.urlsafe_b64decode(x + "==")) for x in (header, payload))
    return first, second


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_a_minted_token_names_its_key_and_passes_the_judge(forge: Forge, alg: Algorithm) -> None:
    token = mint(forge.keys[alg], user_id="u-1", now=NOW)
    header, claims = parts(token.reveal())
    assert header == {"alg": alg, "kid": f"{alg}-key", "typ": "JWT"}
    assert claims == {"sub": "u-1", "iat": NOW, "exp": NOW + 86_400}
    assert judge(token.reveal(), forge.key_set, now=NOW).state == "ok"
    assert token.reveal() not in repr(token)


def test_the_user_may_stand_in_another_claim(forge: Forge) -> None:
    token = mint(forge.keys["ES256"], user_id="a@b.example", id_claim="email", now=NOW)
    assert parts(token.reveal())[1]["email"] == "a@b.example"
    assert judge(token.reveal(), forge.key_set, id_claim="email", now=NOW).user_id == "a@b.example"


def test_a_token_may_last_for_ever_or_have_ended(forge: Forge) -> None:
    key = forge.keys["EdDSA"]
    endless = mint(key, user_id="u", expires_in=None, now=NOW).reveal()
    ended = mint(key, user_id="u", expires_in=-1, now=NOW).reveal()
    assert "exp" not in parts(endless)[1]
    assert judge(endless, forge.key_set, now=NOW).code == "token.no_expiry"
    assert judge(ended, forge.key_set, now=NOW).code == "token.expired"


def test_claims_are_added_as_they_are(forge: Forge) -> None:
    claims = {"email": "a@b.example", "roles": ["x"], "nbf": NOW}
    token = mint(forge.keys["ES256"], user_id="u", claims=claims, now=NOW).reveal()
    assert claims.items() <= parts(token)[1].items()


@pytest.mark.parametrize(
    ("claims", "id_claim"), [({"sub": "x"}, "sub"), ({"exp": 1}, "sub"), ({"email": "x"}, "email")]
)
def test_no_claim_takes_the_place_of_user_or_time(
    forge: Forge, claims: dict[str, Any], id_claim: str
) -> None:
    with pytest.raises(ProblemError) as caught:
        mint(forge.keys["ES256"], user_id="u", id_claim=id_claim, claims=claims)
    assert caught.value.problem.code == "mint.reserved"
    with pytest.raises(ProblemError):
        mint(forge.keys["ES256"], user_id="u", expires_in=None, claims={"exp": 1})


@pytest.mark.parametrize("id_claim", ["exp", "iat", "nbf"])
def test_a_time_cannot_be_the_user(forge: Forge, id_claim: str) -> None:
    with pytest.raises(ProblemError) as caught:
        mint(forge.keys["ES256"], user_id="u", id_claim=id_claim)
    assert caught.value.problem.code == "mint.reserved"


def test_a_token_needs_a_user(forge: Forge) -> None:
    with pytest.raises(ProblemError) as caught:
        mint(forge.keys["ES256"], user_id="")
    assert caught.value.problem.code == "mint.user"


def test_inspecting_tells_header_claims_and_times_and_verifies_nothing(forge: Forge) -> None:
    forged = forge.token({"nbf": NOW - 90}).rsplit(".", 1)[0] + ".AAAA"
    seen = inspect(forged, now=NOW)
    assert (seen.header["alg"], seen.kid, seen.claims["sub"]) == ("RS256", "RS256-key", "demo-user")
    assert [(each.claim, each.distance) for each in seen.times] == [
        ("iat", "5 seconds ago"),
        ("nbf", "1 minute 30 seconds ago"),
        ("exp", "in 1 hour"),
    ]
    assert seen.times[2].at == "2027-01-15 09:00:00 UTC"
    assert seen.expires_at == NOW + 3600
    assert seen.problem is None
    assert seen.verified is False


@pytest.mark.parametrize(
    ("token", "code"),
    [
        ("", "token.empty"),
        ("a.b", "token.parts"),
        ("a.b.c.d.e", "token.encrypted"),
        ("x" * 20_000, "token.too_large"),
        ("!!.e30.", "token.base64"),
        ("bm8.e30.", "token.header"),
        ("e30.bm8.", "token.payload"),
        ("e30.e30.", None),
    ],
)
def test_what_is_no_token_is_told_and_nothing_is_raised(token: str, code: str | None) -> None:
    seen = inspect(token)
    assert (seen.problem.code if seen.problem else None) == code


def test_times_out_of_any_calendar_are_told_in_words(forge: Forge) -> None:
    claims = {"exp": 10**300, "iat": -(10**18), "nbf": 1e308}
    seen = inspect(forge.token(claims), now=NOW)
    assert all("out of the calendar" in each.at for each in seen.times)
    assert inspect(forge.token({"exp": True, "iat": "5", "nbf": None})).times == ()


@given(st.text(max_size=60) | st.lists(st.text('ab.=!{}"e3A', max_size=20)).map(".".join))
def test_any_text_can_be_inspected(token: str) -> None:
    seen = inspect(token, now=NOW)
    assert seen.verified is False
