"""``/org/sdkClient``: applications and services (contract, Glossary)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.sandbox.conftest import Anon


def test_an_application_is_bound_to_its_pool(anon: Anon) -> None:
    pool = anon.pool()
    made = anon.webapp(pool["id"])
    assert made["auth"] == {
        "type": "userPool",
        "userPoolId": pool["id"],
        "oauthConfig": {"logoUrl": None, "chromeExtensionId": None, "redirectUrls": []},
    }
    assert anon("GET", f"/org/sdkClient/{made['id']}").json == made


def test_a_service_shows_its_key_once(anon: Anon) -> None:
    made = anon.service()
    assert made["auth"]["type"] == "apiKey"
    assert made["auth"]["secret"].startswith("anon_")
    assert len(made["auth"]["secret"]) == 85
    again = anon("GET", f"/org/sdkClient/{made['id']}").json
    assert again["auth"] == {"type": "apiKey"}


def test_without_a_kind_a_client_is_a_service(anon: Anon) -> None:
    made = anon.made("/org/sdkClient", {"name": "c", "description": ""})
    assert made["auth"]["type"] == "apiKey"


def test_an_application_needs_a_pool_of_its_own_organization(anon: Anon, neighbour: Anon) -> None:
    pool_id = neighbour.pool()["id"]
    body = {"name": "c", "description": "", "kind": {"application": {"userPoolId": pool_id}}}
    answer = anon("POST", "/org/sdkClient", body)
    assert (answer.status, answer.error) == (404, "UserPool not found")


@pytest.mark.parametrize(
    "kind", ["webapp", {}, {"application": {}}, {"service": {}}, 1, ["service"]]
)
def test_an_unknown_kind_is_refused(anon: Anon, kind: Any) -> None:
    answer = anon("POST", "/org/sdkClient", {"name": "c", "description": "", "kind": kind})
    assert answer.status == 422
    assert answer.error == "data did not match any variant of `kind`"


def test_another_organizations_client_does_not_exist(anon: Anon, neighbour: Anon) -> None:
    assert neighbour("GET", f"/org/sdkClient/{anon.service()['id']}").status == 404


def test_oauth_disabled_is_accepted_as_generation_2_sends_it(anon: Anon) -> None:
    anon.made("/org/sdkClient", {"name": "c", "description": "", "oauthDisabled": True})
