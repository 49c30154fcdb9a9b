"""The mock identity provider: keys, discovery, tokens, rotation."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from joserfc import jwt as other_jwt
from joserfc.errors import SecurityWarning
from joserfc.jwk import KeySet

from tests.sandbox.conftest import caller
from wizard.identity.jwks import lint
from wizard.sandbox import LocalSandbox

if TYPE_CHECKING:
    from tests.sandbox.conftest import Anon

IDP = "/_sandbox/idp"
JWKS = f"{IDP}/.well-known/jwks.json"


def test_it_publishes_one_sound_key_of_each_algorithm(anon: Anon) -> None:
    key_set = lint(anon("GET", JWKS).body)
    assert key_set.verdict == "ok"
    assert {row.algorithm for row in key_set.rows} == {"RS256", "ES256", "EdDSA"}


def test_its_discovery_document_points_at_the_keys(anon: Anon) -> None:
    document = anon("GET", f"{IDP}/.well-known/openid-configuration").json
    assert document["jwks_uri"] == f"{anon.running.url}{JWKS}"
    assert document["issuer"] == f"{anon.running.url}{IDP}"


@pytest.mark.parametrize("alg", ["RS256", "ES256", "EdDSA"])
def test_its_tokens_verify_with_two_other_libraries(stranger: Anon, alg: str) -> None:
    made = stranger.made(f"{IDP}/token", {"sub": "ada", "alg": alg})
    published = stranger("GET", JWKS).body
    keys = {key.key_id: key for key in jwt.PyJWKSet.from_json(published.decode()).keys}
    claims = jwt.decode(made["token"], keys[made["kid"]].key, algorithms=[alg])
    assert claims["sub"] == "ada"
    assert claims["exp"] - claims["iat"] == 3600
    key_set = KeySet.import_key_set(json.loads(published))
    with warnings.catch_warnings():
        # joserfc warns that RFC 9864 gives EdDSA a new name; the old one is what is tested.
        warnings.simplefilter("ignore", SecurityWarning)
        other = other_jwt.decode(made["token"], key_set, algorithms=[alg])
    assert other.claims["sub"] == "ada"


def test_claims_and_life_are_as_asked(stranger: Anon) -> None:
    body = {"sub": "ada", "expires_in": -60, "claims": {"email": "ada@acme.example"}}
    token = stranger.made(f"{IDP}/token", body)["token"]
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    assert claims["email"] == "ada@acme.example"
    assert claims["exp"] - claims["iat"] == -60


@pytest.mark.parametrize("claims", [{"exp": 1}, {"sub": "eve"}, {"iat": 0}])
def test_a_claim_with_a_place_of_its_own_is_refused(stranger: Anon, claims: Any) -> None:
    assert stranger("POST", f"{IDP}/token", {"sub": "a", "claims": claims}).status == 422


def test_a_rotated_key_signs_and_the_old_one_still_verifies() -> None:
    with LocalSandbox() as running:
        anon = caller(running)
        webapp = anon.webapp(anon.pool()["id"])
        old = anon.made(f"{IDP}/token", {"sub": "ada"})
        rotated = anon.made(f"{IDP}/rotate", {})
        new = anon.made(f"{IDP}/token", {"sub": "ada"})
        assert new["kid"] == rotated["kid"] != old["kid"]
        for made in (old, new):
            assert anon.integration(webapp["id"], made["token"]).status == 200
        anon.made(f"{IDP}/withdraw", {"kid": old["kid"]})
        assert anon.integration(webapp["id"], old["token"]).status == 401
        assert anon.integration(webapp["id"], new["token"]).status == 200
        kids = {key["kid"] for key in anon("GET", JWKS).json["keys"]}
        assert new["kid"] in kids
        assert old["kid"] not in kids
        late = anon.webapp(anon.pool()["id"])
        assert anon.integration(late["id"], old["token"]).status == 401
        assert anon.integration(late["id"], new["token"]).status == 200


def test_when_all_keys_are_withdrawn_no_token_is_made_and_a_rotation_mends_it() -> None:
    with LocalSandbox() as running:
        anon = caller(running)
        kid = anon.made(f"{IDP}/token", {"sub": "ada", "alg": "ES256"})["kid"]
        anon.made(f"{IDP}/withdraw", {"kid": kid})
        assert anon("POST", f"{IDP}/token", {"sub": "ada", "alg": "ES256"}).status == 409
        anon.made(f"{IDP}/rotate", {"alg": "ES256"})
        assert anon("POST", f"{IDP}/token", {"sub": "ada", "alg": "ES256"}).status == 200


def test_an_unknown_kid_cannot_be_withdrawn(anon: Anon) -> None:
    assert anon("POST", f"{IDP}/withdraw", {"kid": "nobody"}).status == 404
