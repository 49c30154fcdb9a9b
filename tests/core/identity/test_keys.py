from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

from wizard.identity.jwks import lint
from wizard.identity.keys import (
    ALGORITHMS,
    Algorithm,
    generate,
    load_private,
    public_set,
    thumbprint,
)
from wizard.model import ProblemError, Secret

TO_JWK: dict[Algorithm, Any] = {"RS256": RSAAlgorithm, "ES256": ECAlgorithm, "EdDSA": OKPAlgorithm}


def refusal(text: str, kid: str | None = None) -> str:
    with pytest.raises(ProblemError) as caught:
        load_private(Secret(text), kid)
    return caught.value.problem.code


def private_jwk(alg: Algorithm) -> dict[str, str]:
    jwk: dict[str, str] = TO_JWK[alg].to_jwk(generate(alg).private, as_dict=True)
    return jwk


def pem(key: Any, form: PrivateFormat = PrivateFormat.PKCS8) -> str:
    return str(key.private_bytes(Encoding.PEM, form, NoEncryption()).decode())


def test_the_thumbprint_is_that_of_rfc_7638s_own_example() -> None:
    modulus = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_"
        "BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_"
        "FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI"
        "4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
    )
    jwk = {"kty": "RSA", "n": modulus, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"}
    assert thumbprint(jwk) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


def test_the_thumbprint_is_that_of_rfc_8037s_own_example() -> None:
    x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": x}
    assert thumbprint(jwk) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_a_new_key_is_named_by_its_thumbprint_and_passes_the_lint(alg: Algorithm) -> None:
    key = generate(alg)
    assert key.kid == thumbprint(key.public_jwk())
    assert key.algorithm == alg
    found = lint(json.dumps(public_set([key])).encode())
    assert (found.verdict, found.kids) == ("ok", (key.kid,))


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_a_key_shows_nothing_private(alg: Algorithm) -> None:
    key = generate(alg, kid="mine")
    assert set(key.public_jwk()) <= {"kty", "n", "e", "crv", "x", "y", "kid", "use", "alg"}
    assert repr(key) == f"SigningKey(kid='mine', algorithm='{alg}')"
    assert "PRIVATE" not in repr(key.private_pem())


@pytest.mark.parametrize("alg", ALGORITHMS)
def test_a_key_comes_back_from_pem_and_from_jwk(alg: Algorithm) -> None:
    key = generate(alg)
    assert load_private(key.private_pem()).public_jwk() == key.public_jwk()
    jwk = TO_JWK[alg].to_jwk(key.private, as_dict=True)
    assert load_private(Secret(json.dumps(jwk))).public_jwk() == key.public_jwk()
    named = load_private(Secret(json.dumps({**jwk, "kid": "its-own"})))
    assert named.kid == "its-own"
    assert load_private(Secret(json.dumps({**jwk, "kid": "its-own"})), "given").kid == "given"


def test_older_pem_forms_and_flattened_ones_are_read() -> None:
    key, curve = rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP256R1())
    old = [pem(each, PrivateFormat.TraditionalOpenSSL) for each in (key, curve)]
    flat = "  " + pem(key).strip().replace("\n", "\\n")
    read = [load_private(Secret(text)) for text in (*old, flat)]
    assert [each.algorithm for each in read] == ["RS256", "ES256", "RS256"]
    assert read[0].kid == read[2].kid


def test_a_set_that_holds_the_private_key_will_do() -> None:
    one, other = ({**private_jwk("ES256"), "kid": kid} for kid in ("one", "other"))
    public = generate("ES256", "public").public_jwk()
    both = json.dumps({"keys": [one, public, other]})
    assert load_private(Secret(both), "other").kid == "other"
    assert load_private(Secret(json.dumps({"keys": [public, one]}))).kid == "one"
    assert refusal(both) == "signing_key.not_in_set"
    assert refusal(both, "third") == "signing_key.not_in_set"


def test_an_encrypted_key_is_refused_as_such() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    for form in (PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL):
        locked = key.private_bytes(Encoding.PEM, form, BestAvailableEncryption(b"password"))
        assert refusal(locked.decode()) == "signing_key.encrypted"


def test_a_public_key_is_refused_as_such() -> None:
    key = generate("ES256")
    public = key.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    assert refusal(public.decode()) == "signing_key.public"
    assert refusal(json.dumps(key.public_jwk())) == "signing_key.public"


def test_keys_that_cannot_sign_for_anon_are_refused() -> None:
    small = rsa.generate_private_key(65537, 1024)  # noqa: S505 — what is to be refused
    others = [small, ec.generate_private_key(ec.SECP384R1()), ed448.Ed448PrivateKey.generate()]
    for key in [*others, dsa.generate_private_key(2048)]:
        assert refusal(pem(key)) == "signing_key.unsupported"
    assert refusal(RSAAlgorithm.to_jwk(small)) == "signing_key.unsupported"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "anon_notakey",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----",
        "{",
        '{"kty":"RSA","d":"AQAB"}',
        '{"kty":"RSA","n":"!!","e":"AQAB","d":"AQAB"}',
        '{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}',
        '{"kty":"OKP","crv":"Ed25519","x":"AA","d":"AA"}',
        '{"kty":"oct","k":"AAAA"}',
        '{"kty":["RSA"],"d":"AQAB"}',
        '{"kty":"RSA","d":"AQAB","d":"AQAB"}',
        '{"kty":"RSA","n":1,"e":2,"d":3}',
        '{"a":' * 3000,
        "{\ud800",
    ],
)
def test_what_is_no_key_is_unreadable_and_never_raises_otherwise(text: str) -> None:
    assert refusal(text) == "signing_key.unreadable"


def test_halves_of_two_keys_are_no_key() -> None:
    members: dict[Algorithm, str] = {"RS256": "n", "ES256": "x", "EdDSA": "x"}
    for alg, member in members.items():
        mixed = {**private_jwk(alg), member: private_jwk(alg)[member]}
        assert refusal(json.dumps(mixed)) == "signing_key.unreadable"
