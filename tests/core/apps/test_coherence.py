"""Whether client, pool and token belong together: seen offline, proven by the served key set."""

from __future__ import annotations

import pytest

from tests.saved import ACME, POOL, SERVICE, WEBAPP, token
from wizard.model import Client, ProblemError, Secret
from wizard.profiles.coherence import mark_of, proven_live, why_apart
from wizard.sandbox import LocalSandbox


def test_a_whole_profile_belongs_together() -> None:
    assert why_apart(ACME, token("alice")) is None
    assert why_apart(ACME, None) is None


def test_an_id_that_the_profile_does_not_list_cannot_be_judged_offline() -> None:
    assert why_apart(ACME._replace(webapp_id="elsewhere", service_id="elsewhere"), None) is None


def test_a_token_that_names_its_client_must_name_this_one() -> None:
    assert why_apart(ACME, token("alice", sdkClientId="web-1")) is None
    trouble = why_apart(ACME, token("alice", sdkClientId="web-2"))
    assert trouble
    assert trouble.code == "env.other_client"


def test_the_user_is_read_from_the_pools_claim() -> None:
    by_email = ACME._replace(pools=(POOL._replace(id_claim="email"),), user_id="a@b.c")
    assert why_apart(by_email, token("alice", email="a@b.c")) is None
    trouble = why_apart(by_email, token("alice"))
    assert trouble
    assert trouble.code == "env.other_user"


@pytest.mark.parametrize(
    "clients",
    [
        (Client("web-1", "w", "service"), SERVICE),
        (WEBAPP, Client("srv-1", "s", "webapp", "pool-1")),
    ],
)
def test_a_client_in_the_place_of_the_other_kind_is_told(clients: tuple[Client, ...]) -> None:
    trouble = why_apart(ACME._replace(clients=clients), None)
    assert trouble
    assert trouble.code == "client.wrong_kind"


def test_a_mark_tells_pools_and_tokens_apart_and_no_token() -> None:
    one, other = Secret("one"), Secret("other")
    marks = {mark_of("p", one), mark_of("p", other), mark_of("q", one)}
    assert len(marks) == 3
    assert not any("one" in mark for mark in marks)


def test_only_a_token_of_the_served_set_is_proven() -> None:
    with LocalSandbox() as sandbox:
        local = ACME._replace(pools=(POOL._replace(jwks_uri=sandbox.jwks_uri),))
        assert proven_live(local, sandbox.issue_token("alice"), allow_private=True) == "proven"
        expired = sandbox.issue_token("alice", expires_in=-600)
        assert proven_live(local, expired, allow_private=True) == "proven"
        with pytest.raises(ProblemError, match=r"token\."):
            proven_live(local, token("alice"), allow_private=True)
        with pytest.raises(ProblemError, match=r"token\."):
            proven_live(local, sandbox.issue_token("bob"), allow_private=True)
    assert proven_live(local, token("alice"), allow_private=True) == "not proven"


def test_a_pool_that_shows_no_key_set_proves_nothing() -> None:
    hosted = ACME._replace(pools=(POOL._replace(source="hosted", jwks_uri=""),))
    assert proven_live(hosted, token("alice"), allow_private=False) == "not proven"
