"""Looking into a sandbox and steering it: ``/_sandbox/``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.sandbox.conftest import caller
from wizard.sandbox import LocalSandbox, walk
from wizard.sandbox.choices import CHOICES
from wizard.sandbox.endpoints import ENDPOINTS

if TYPE_CHECKING:
    from tests.sandbox.conftest import Anon, Chain


def test_objects_shows_every_organization_pool_client_and_session(
    anon: Anon, stranger: Anon, chain: Chain
) -> None:
    walk(anon.link(appUserIdToken=chain.token, clientId=chain.client_id))
    objects = {
        one["environment"]: one
        for one in stranger("GET", "/_sandbox/objects").json["organizations"]
    }
    assert chain.pool in objects["local"]["userPools"]
    assert chain.webapp in objects["local"]["sdkClients"]
    assert chain.user in [one["appUserId"] for one in objects["local"]["sessions"]]
    assert objects["local-prod"]["name"]


def test_with_a_credential_objects_shows_ones_own(neighbour: Anon, chain: Chain) -> None:
    answer = neighbour("GET", "/_sandbox/objects")
    ids = [one["id"] for one in answer.json["organizations"]]
    assert ids == [neighbour.running.organizations["local-prod"]]
    assert chain.client_id.encode() not in answer.body


def test_objects_shows_no_secret(anon: Anon) -> None:
    secret = anon.service()["auth"]["secret"]
    body = anon("GET", "/_sandbox/objects").body
    for key in (secret, anon.running.keys["local"].reveal(), anon.running.password.reveal()):
        assert key.encode() not in body


def test_health_tells_which_sandbox_this_is(anon: Anon) -> None:
    running = anon.running
    assert anon("GET", "/_sandbox/health").json == {
        "state": running.instance,
        "api": running.url,
        "link": f"{running.link_origin}/link",
        "auth": "any",
        "faults": [],
    }


def test_a_reset_forgets_what_was_made_and_keeps_the_credentials() -> None:
    with LocalSandbox() as running:
        anon, neighbour = caller(running), caller(running, "local-prod")
        pool, theirs = anon.pool(), neighbour.hosted_pool()
        secret = anon.service()["auth"]["secret"]
        running.switch_on("cors")
        assert anon("POST", "/_sandbox/reset", {}).json == {"reset": True}
        assert anon("GET", f"/org/userPool/{pool['id']}").status == 404
        assert neighbour("GET", f"/org/userPool/{theirs['id']}").status == 404
        headers = {"Authorization": f"Bearer {secret}"}
        assert anon("GET", "/org/userPool/x", headers=headers).status == 401
        assert anon("GET", "/_sandbox/health").json["faults"] == []
        objects = anon("GET", "/_sandbox/objects").json["organizations"]
        assert objects[0]["userPools"] == objects[0]["sdkClients"] == []
        login = {"email": "admin@local.example", "password": running.password.reveal()}
        assert anon("POST", "/org/login", login).status == 200


def test_the_openapi_document_names_every_endpoint_and_every_choice(anon: Anon) -> None:
    document = anon("GET", "/_sandbox/openapi.json").json
    assert document["openapi"] == "3.1.0"
    told = {(method.upper(), path) for path, one in document["paths"].items() for method in one}
    known = {(one.method, one.path.replace(":path", "")) for one in ENDPOINTS}
    assert told == {row for row in known if row[0] != "OPTIONS"}
    for sentence in CHOICES:
        assert sentence in document["info"]["description"]


def test_each_endpoint_says_whether_anon_documents_it(anon: Anon) -> None:
    paths = anon("GET", "/_sandbox/openapi.json").json["paths"]
    assert paths["/org/userPool"]["post"]["description"] == "Documented by Anon."
    assert "Inferred" in paths["/account/api/v1/cdpUrl"]["post"]["description"]
    for path, methods in paths.items():
        for operation in methods.values():
            assert path.startswith(("/_sandbox/", "/link")) or "own" not in operation["description"]
