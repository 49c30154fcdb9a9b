"""Who may call what (contract, Two generations; threats, Sandbox server)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sandbox.conftest import ABSENT
from wizard.http import exchange
from wizard.sandbox import LocalSandbox

if TYPE_CHECKING:
    from tests.sandbox.conftest import Anon

POOL = {"name": "p", "description": ""}
WANT_ONE = [
    ("POST", "/org/userPool", POOL),
    ("GET", "/org/userPool/x", None),
    ("POST", "/org/sdkClient", {"name": "c", "description": ""}),
    ("GET", "/org/sdkClient/x", None),
    ("POST", "/org/member", {"name": "n", "email": "e", "password": "p", "role": "Admin"}),
    ("GET", "/org/member/x", None),
    ("GET", "/org/organization/x", None),
    ("POST", "/org/appUserIdToken", {"appUserId": "u"}),
    ("GET", "/link/url?app=instagram&redirectUrl=http://a.example/", None),
    ("POST", "/account/api/v1/cdpUrl", {"apps": ["x"], "appUserId": "u"}),
    ("GET", "/_sandbox/sessions", None),
    ("GET", "/_sandbox/sessions/status?app=a&appUserId=u", None),
    ("DELETE", "/_sandbox/sessions", None),
    ("PUT", "/_sandbox/faults/cors", {}),
    ("DELETE", "/_sandbox/faults/cors", None),
    ("POST", "/_sandbox/reset", {}),
    ("POST", "/_sandbox/idp/rotate", {}),
    ("POST", "/_sandbox/idp/withdraw", {"kid": "k"}),
]


@pytest.mark.parametrize(("method", "path", "body"), WANT_ONE)
@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer nobody", "Basic bm9ib2R5", "nobody", "Bearer \xe9"]
)
def test_without_a_good_credential_nothing_is_told_or_done(
    stranger: Anon, method: str, path: str, body: object, header: str | None
) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = stranger(method, path, ABSENT if body is None else body, headers=headers)
    assert (answer.status, answer.error) == (401, "Unauthorized")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_read_only_key_reads(anon: Anon, reader: Anon) -> None:
    pool = anon.hosted_pool()
    assert reader("GET", f"/org/userPool/{pool['id']}").json == pool


CREATE = [row for row in WANT_ONE if row[0] in ("POST", "PUT") and not row[1].endswith("cdpUrl")]
"""Using a session is not creating."""


@pytest.mark.parametrize(("method", "path", "body"), CREATE)
def test_a_read_only_key_creates_and_changes_nothing(
    reader: Anon, method: str, path: str, body: object
) -> None:
    answer = reader(method, path, body)
    assert (answer.status, answer.error) == (403, "Unauthorized")


def test_a_session_token_must_name_its_organization(member: Anon) -> None:
    """Generation 1: ``organizationId`` is required in create bodies."""
    authorization = {"jwksUri": member.running.jwks_uri}
    body = {"name": "p", "description": "", "authorization": authorization}
    missing = member("POST", "/org/userPool", body)
    assert (missing.status, missing.error) == (422, "missing field `organizationId`")
    mine = member.running.organizations["local"]
    made = member.made("/org/userPool", {**body, "organizationId": mine})
    assert made["organizationId"] == mine


def test_a_session_token_cannot_make_a_hosted_pool(member: Anon) -> None:
    """Generation 1: a UserPool always needs a JWKS."""
    body = {**POOL, "organizationId": member.running.organizations["local"]}
    answer = member("POST", "/org/userPool", body)
    assert (answer.status, answer.error) == (422, "missing field `authorization`")


def test_an_api_key_may_name_its_own_organization_and_no_other(anon: Anon) -> None:
    mine, theirs = (anon.running.organizations[name] for name in ("local", "local-prod"))
    assert anon("POST", "/org/userPool", {**POOL, "organizationId": mine}).status == 200
    answer = anon("POST", "/org/userPool", {**POOL, "organizationId": theirs})
    assert (answer.status, answer.error) == (403, "Unauthorized")


@pytest.mark.parametrize(("auth", "refused"), [("api-key", "member"), ("session-token", "anon")])
def test_a_sandbox_that_wants_one_kind_of_credential_refuses_the_other(
    auth: str, refused: str
) -> None:
    with LocalSandbox(auth=auth) as running:
        keys = {"anon": running.keys, "member": running.session_tokens}
        for name, credentials in keys.items():
            headers = {"Authorization": f"Bearer {credentials['local'].reveal()}"}
            answer = exchange("GET", f"{running.url}/org/userPool/x", headers=headers)
            if name == refused:
                assert answer.status == 401
                assert b"Upstream error" in answer.body
            else:
                assert answer.status == 404


def test_the_key_of_a_new_service_client_works_at_once(anon: Anon, stranger: Anon) -> None:
    secret = anon.service()["auth"]["secret"]
    headers = {"Authorization": f"Bearer {secret}"}
    assert stranger("POST", "/org/userPool", POOL, headers=headers).status == 200


def test_the_sandboxs_own_calls_take_either_kind() -> None:
    with LocalSandbox(auth="session-token") as running:
        assert running.link_status("local", "instagram", "ada") == ("unknown", "none")
        running.switch_on("cors")
        running.switch_off("cors")
