from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from wizard.identity.documents import LARGEST
from wizard.identity.jwks import lint
from wizard.problems import jwks as area

if TYPE_CHECKING:
    from tests.core.identity.conftest import Forge

WRONG = [
    ("jwks.empty", b""),
    ("jwks.empty", b" \r\n\t "),
    ("jwks.empty", b"\xef\xbb\xbf\n"),
    ("jwks.html", b"<!DOCTYPE html><title>Sign in</title>"),
    ("jwks.html", b"\n  <html>"),
    ("jwks.html", b'\xef\xbb\xbf<?xml version="1.0"?><Error/>'),
    ("jwks.pem", b"-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n"),
    ("jwks.pem", b"\n-----BEGIN CERTIFICATE-----\nMIIB\n"),
    ("jwks.pem", b"Bag Attributes\n    friendlyName: a\n-----BEGIN CERTIFICATE-----\nMIIB\n"),
    ("jwks.not_json", b"Not Found"),
    ("jwks.not_json", b'{"keys": ['),
    ("jwks.not_json", b"{'keys': []}"),
    ("jwks.not_json", b"eyJhbGciOiJSUzI1NiJ9.e30.AAAA"),
    ("jwks.trailing_bytes", b'{"keys":[]}{"keys":[]}'),
    ("jwks.trailing_bytes", b'{"keys":[]}\0'),
    ("jwks.not_utf8", b'{"keys":[],"note":"\xe9"}'),
    ("jwks.not_utf8", '{"keys":[]}'.encode("utf-16")),
    ("jwks.bom", b'\xef\xbb\xbf{"keys":[]}'),
    ("jwks.duplicate_member", b'{"keys":[],"keys":[]}'),
    ("jwks.duplicate_member", b'{"keys":[{"kty":"RSA","kty":"oct"}]}'),
    ("jwks.not_a_number", b'{"keys":[],"x":NaN}'),
    ("jwks.giant_number", b'{"keys":[],"x":1e400}'),
    ("jwks.giant_number", b'{"keys":[],"x":' + b"9" * 5000 + b"}"),
    ("jwks.too_deep", b'{"keys":' + b"[" * 100_000),
    ("jwks.lone_surrogate", b'{"keys":[],"x":"\\ud800"}'),
    ("jwks.too_large", b'{"keys":[]}' + b" " * LARGEST),
    ("jwks.single_jwk", b'{"kty":"RSA","n":"AQAB","e":"AQAB"}'),
    ("jwks.bare_list", b'[{"kty":"RSA"}]'),
    ("jwks.bare_list", b"[]"),
    ("jwks.discovery", b'{"issuer":"https://idp.example","jwks_uri":"https://idp.example/keys"}'),
    (
        "jwks.discovery",
        b'{"issuer":"https://a.example","authorization_endpoint":"https://a.example"}',
    ),
    ("jwks.x509_map", b'{"abc":"-----BEGIN CERTIFICATE-----\\nMIIB"}'),
    ("jwks.not_object", b'"keys"'),
    ("jwks.not_object", b"null"),
    ("jwks.not_object", b"42"),
    ("jwks.no_keys_member", b"{}"),
    ("jwks.no_keys_member", b'{"issuer":"https://a.example"}'),
    ("jwks.no_keys_member", b'{"authorization_endpoint":"https://a.example"}'),
    ("jwks.no_keys_member", b'{"error":"not_found"}'),
    ("jwks.keys_not_list", b'{"keys":{}}'),
    ("jwks.keys_not_list", b'{"keys":null}'),
    ("jwks.no_keys", b'{"keys":[]}'),
    ("jwks.too_many_keys", json.dumps({"keys": [{"kty": "RSA"}] * 101}).encode()),
    ("jwks.no_usable_key", b'{"keys":[{"kty":"AKP","alg":"ML-DSA-44"}]}'),
]


@pytest.mark.parametrize(("code", "raw"), WRONG)
def test_each_wrong_document_is_called_by_its_name(code: str, raw: bytes) -> None:
    found = lint(raw)
    assert found.verdict == "fail"
    assert found.problems[0].code == code
    assert not found.kids


def test_every_problem_of_documents_is_reached() -> None:
    assert {code for code, _raw in WRONG} == {entry.code for entry in area.ENTRIES}


def test_a_discovery_document_points_at_its_key_set() -> None:
    found = lint(b'{"issuer":"x","jwks_uri":"https://idp.example/keys"}')
    assert "https://idp.example/keys" in found.problems[0].fix


def test_what_anon_would_say_is_quoted() -> None:
    assert "expected value at line 1 column 1" in lint(b"<html>").problems[0].cause


@pytest.mark.parametrize(
    ("code", "raw"),
    [
        ("jwks.private_key", b"-----BEGIN RSA PRIVATE KEY-----\nMIIBVgIBADANBg\n-----END RSA"),
        ("jwks.private_key", b'{"kty":"RSA","n":"AQAB","d":"MIIBVgIBADANBg"}'),
        ("jwks.private_key", b'[1,{"kty":"EC","crv":"P-256","d":"MIIBVgIBADANBg"}]'),
        ("jwks.symmetric_key", b'{"kty":"oct","k":"MIIBVgIBADANBg"}'),
        ("jwks.private_key", b'{"keys":{"kty":"RSA","d":"MIIBVgIBADANBg"}}'),
        ("jwks.private_key", b'{"jwks":{"keys":[{"kty":"RSA","d":"MIIBVgIBADANBg"}]}}'),
        ("jwks.symmetric_key", b'[{"keys":[{"kty":"oct","k":"MIIBVgIBADANBg"}]}]'),
        ("jwks.private_key", b'{"private_key":"-----BEGIN PRIVATE KEY-----MIIBVgIBADANBg"}'),
        ("jwks.private_key", b"Bag Attributes\n-----BEGIN PRIVATE KEY-----\nMIIBVgIBADANBg"),
        ("jwks.private_key", b'{"keys":[' + b"1," * 100 + b'{"kty":"x","d":"MIIBVgIBADANBg"}]}'),
    ],
)
def test_a_secret_in_the_wrong_shape_is_told_first_and_not_echoed(code: str, raw: bytes) -> None:
    found = lint(raw)
    assert found.problems[0].code == code
    assert "MIIBVgIBADANBg" not in repr(found)


def test_what_is_no_key_has_no_secret_members() -> None:
    assert [found.code for found in lint(b'{"d":"2026-11-27","p":1}').problems] == [
        "jwks.no_keys_member"
    ]


def test_a_set_of_exactly_the_limit_is_read(forge: Forge) -> None:
    raw = json.dumps(forge.document).encode()
    assert lint(raw.ljust(262_144)).verdict == "ok"
    assert lint(raw.ljust(262_145)).problems[0].code == "jwks.too_large"


def test_a_hundred_keys_are_still_read(forge: Forge) -> None:
    jwk = forge.keys["RS256"].public_jwk()
    keys = [{**jwk, "kid": f"k{number}"} for number in range(100)]
    found = lint(json.dumps({"keys": keys}).encode())
    assert found.verdict == "ok"
    assert len(found.kids) == 100


def test_a_set_may_carry_members_that_nobody_knows(forge: Forge) -> None:
    keys = [{**jwk, "x5t": "abc", "nbf": 5, "✓": [{}]} for jwk in forge.document["keys"]]
    found = lint(json.dumps({"keys": keys, "cached_until": 12}).encode())
    assert found.verdict == "ok"
    assert found.problems == ()
