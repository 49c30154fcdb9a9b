from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.core.identity.conftest import b64
from wizard.identity import base64url
from wizard.identity.jwks import lint
from wizard.problems import jwk as area

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.identity.conftest import Forge

    Change = Callable[[dict[str, Any]], dict[str, Any]]


def with_(odd: dict[str, Any] | None = None, /, **members: Any) -> Change:
    return lambda jwk: {**jwk, **(odd or {}), **members}


def without(*names: str) -> Change:
    return lambda jwk: {name: value for name, value in jwk.items() if name not in names}


def number(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8 or 1, "big"))


def modulus(bits: int) -> str:
    """Give an odd number of that size without small factors: nobody knows its primes."""
    value = (1 << (bits - 1)) + 1
    while math.gcd(value, math.prod(range(3, 1000, 2))) > 1:
        value += 2
    return number(value)


def padded(member: str) -> Change:
    return lambda jwk: {**jwk, member: jwk[member] + "="}


def zero_before(member: str) -> Change:
    def change(jwk: dict[str, Any]) -> dict[str, Any]:
        return {**jwk, member: b64(b"\0" + base64url.decode(jwk[member]))}

    return change


def roca() -> str:
    """Give a modulus that is a power of 65537 modulo every small prime, as Infineon's chips did."""
    small = math.prod(prime for prime in range(3, 168) if all(prime % d for d in range(2, prime)))
    shift = 2047 - small.bit_length()
    return number(pow(65537, 12345, 2 * small) + (2 * small << shift))


RSA, EC, OKP = "RS256", "ES256", "EdDSA"

BROKEN: list[tuple[str, Any, Change]] = [
    ("jwks.private_key", RSA, with_(d="c2VjcmV0")),
    ("jwks.private_key", RSA, with_(qi="c2VjcmV0")),
    ("jwks.private_key", RSA, with_(oth=[])),
    ("jwks.private_key", EC, with_(d="c2VjcmV0")),
    ("jwks.private_key", OKP, with_(d=None)),
    ("jwks.private_key", RSA, with_(kty="future", k="c2VjcmV0")),
    ("jwks.symmetric_key", RSA, lambda _jwk: {"kty": "oct", "k": "c2VjcmV0", "kid": "a"}),
    ("jwks.no_kty", RSA, without("kty")),
    ("jwks.no_kty", RSA, with_(kty=7)),
    ("jwks.no_kty", RSA, with_(kty="")),
    ("jwks.no_kid", RSA, without("kid")),
    ("jwks.no_kid", EC, with_(kid="")),
    ("jwks.kid_not_text", RSA, with_(kid=7)),
    ("jwks.kid_not_text", OKP, with_(kid=None)),
    ("jwks.kid_not_text", OKP, with_(kid=["a"])),
    ("jwks.use", RSA, with_(use=["sig"])),
    ("jwks.use", RSA, with_(use=None)),
    ("jwks.key_ops", RSA, with_(key_ops="verify")),
    ("jwks.key_ops", EC, with_(key_ops=[["verify"]])),
    ("jwks.key_ops", EC, lambda jwk: {**without("use")(jwk), "key_ops": "verify"}),
    ("jwks.key_ops", EC, lambda jwk: {**without("use")(jwk), "key_ops": {}}),
    ("jwks.key_ops", EC, with_(key_ops=["verify", "verify"])),
    ("jwks.key_ops", EC, with_(key_ops=["verify", "encrypt"])),
    ("jwks.key_ops", RSA, with_(key_ops=["wrapKey"])),
    ("jwks.x509_member", RSA, with_(x5c="MIIB")),
    ("jwks.x509_member", EC, with_(x5u="file:///etc/passwd")),
    ("jwks.x509_member", OKP, with_(x5t=7)),
    ("jwks.x509_member", OKP, with_(x5u=7)),
    ("jwks.x509_member", RSA, with_({"x5t#S256": 7})),
    ("jwks.alg", RSA, with_(alg="ES256")),
    ("jwks.alg", RSA, with_(alg="HS256")),
    ("jwks.alg", RSA, with_(alg="none")),
    ("jwks.alg", RSA, with_(alg="rs256")),
    ("jwks.alg", RSA, with_(alg=None)),
    ("jwks.alg", RSA, with_(alg=["RS256"])),
    ("jwks.alg", EC, with_(crv="P-384", alg=None)),
    ("jwks.alg", EC, with_(alg="RS256")),
    ("jwks.alg", EC, with_(alg="ES384")),
    ("jwks.alg", EC, with_(crv="P-384", alg="ES256")),
    ("jwks.alg", OKP, with_(alg="ES256")),
    ("jwks.alg", OKP, with_(crv="X25519")),
    ("jwks.missing_member", RSA, without("n")),
    ("jwks.missing_member", RSA, with_(e=65537)),
    ("jwks.missing_member", EC, without("y")),
    ("jwks.missing_member", EC, without("crv", "alg")),
    ("jwks.missing_member", OKP, with_(x=None)),
    ("jwks.missing_member", OKP, with_(crv=25519)),
    ("jwks.base64", RSA, padded("n")),
    ("jwks.base64", RSA, with_(e="AQAB\n")),
    ("jwks.base64", EC, padded("x")),
    ("jwks.base64", OKP, with_(x="+/" * 21 + "+")),
    ("jwks.rsa_too_small", RSA, with_(n=modulus(2047))),
    ("jwks.rsa_too_small", RSA, with_(n="")),
    ("jwks.rsa_too_small", RSA, with_(n=modulus(512))),
    ("jwks.rsa_too_large", RSA, with_(n=modulus(8193))),
    ("jwks.rsa_modulus", RSA, with_(n=number(1 << 2047))),
    ("jwks.rsa_modulus", RSA, with_(n=number(991 * (1 << 2040 | 1)))),
    ("jwks.rsa_modulus", RSA, with_(n=number(((1 << 1024) + 643) ** 2))),
    ("jwks.rsa_modulus", RSA, with_(n=roca())),
    ("jwks.rsa_exponent", RSA, with_(e=number(1))),
    ("jwks.rsa_exponent", RSA, with_(e="AA")),
    ("jwks.rsa_exponent", RSA, with_(e="")),
    ("jwks.rsa_exponent", RSA, with_(e=number(65536))),
    ("jwks.rsa_exponent", RSA, with_(e=number(2))),
    ("jwks.rsa_exponent", RSA, with_(e=number(2**33 + 1))),
    ("jwks.wrong_size", EC, with_(x=b64(b"\1" * 31))),
    ("jwks.wrong_size", EC, with_(y=b64(b"\1" * 48))),
    ("jwks.wrong_size", EC, zero_before("x")),
    ("jwks.wrong_size", OKP, with_(x=b64(b"\1" * 57))),
    ("jwks.off_curve", EC, with_(x=b64(b"\1" * 32))),
    ("jwks.off_curve", EC, with_(x=b64(b"\0" * 32), y=b64(b"\0" * 32))),
    ("jwks.off_curve", OKP, with_(x=b64(b"\2" + b"\0" * 31))),
    ("jwks.off_curve", OKP, with_(x=b64(b"\xff" * 32))),
    ("jwks.weak_point", OKP, with_(x=b64(b"\1" + b"\0" * 31))),
    ("jwks.weak_point", OKP, with_(x=b64(b"\0" * 32))),
]

ASIDE: list[tuple[str, Any, Change]] = [
    ("jwks.use", RSA, with_(use="enc")),
    ("jwks.use", EC, with_(use="Sig")),
    ("jwks.key_ops", RSA, with_(key_ops=["sign"])),
    ("jwks.key_ops", OKP, with_(key_ops=[])),
    ("jwks.key_ops", EC, lambda jwk: {**without("use")(jwk), "key_ops": ["encrypt"]}),
    ("jwks.key_ops", EC, lambda jwk: {**without("use")(jwk), "key_ops": ["verify", "dance"]}),
    ("jwks.other_algorithm", RSA, with_(alg="PS256")),
    ("jwks.other_algorithm", RSA, with_(alg="RS512")),
    ("jwks.other_algorithm", RSA, with_(alg="RSA-OAEP")),
    ("jwks.other_algorithm", OKP, with_(alg="Ed25519")),
    ("jwks.curve", EC, lambda jwk: {**without("alg")(jwk), "crv": "P-384"}),
    ("jwks.curve", EC, with_(crv="P-999", alg="ES999")),
    ("jwks.curve", OKP, lambda jwk: {**without("alg")(jwk), "crv": "X25519"}),
]

NOTED: list[tuple[str, Any, Change]] = [
    ("jwks.rsa_small_exponent", RSA, with_(e=number(3))),
    ("jwks.rsa_small_exponent", RSA, with_(e=number(65535))),
    ("jwks.leading_zero", RSA, zero_before("n")),
    ("jwks.leading_zero", RSA, zero_before("e")),
]


def changed(forge: Forge, alg: Any, change: Change) -> dict[str, Any]:
    return change(dict(forge.keys[alg].public_jwk()))


def linted(*keys: Any) -> Any:
    return lint(json.dumps({"keys": keys}).encode())


@pytest.mark.parametrize(("code", "alg", "change"), BROKEN)
def test_a_broken_key_fails_even_beside_a_good_one(
    forge: Forge, code: str, alg: Any, change: Change
) -> None:
    good = {**forge.keys["RS256"].public_jwk(), "kid": "good"}
    found = linted(good, changed(forge, alg, change))
    assert found.verdict == "fail"
    assert [row.code for row in found.rows] == [None, code]
    assert found.rows[1].key is None
    assert found.problems[0].code == code
    assert found.kids == ("good",)
    assert "c2VjcmV0" not in repr(found)


@pytest.mark.parametrize(("code", "alg", "change"), BROKEN + ASIDE)
def test_alone_it_leaves_no_usable_key_and_is_the_first_reason(
    forge: Forge, code: str, alg: Any, change: Change
) -> None:
    found = linted(changed(forge, alg, change))
    assert found.verdict == "fail"
    assert found.rows[0].verdict == "fail"
    assert [each.code for each in found.problems] == [code, "jwks.no_usable_key"]


@pytest.mark.parametrize(("code", "alg", "change"), ASIDE)
def test_a_key_for_something_else_is_no_fault_of_the_set(
    forge: Forge, code: str, alg: Any, change: Change
) -> None:
    good = {**forge.keys["RS256"].public_jwk(), "kid": "good"}
    found = linted(changed(forge, alg, change), good)
    assert found.verdict == "warn"
    assert (found.rows[0].code, found.rows[0].verdict, found.rows[0].key) == (code, "warn", None)
    assert found.kids == ("good",)


@pytest.mark.parametrize(("code", "alg", "change"), NOTED)
def test_a_remark_leaves_the_key_usable(forge: Forge, code: str, alg: Any, change: Change) -> None:
    found = linted(changed(forge, alg, change))
    assert found.verdict == "warn"
    assert [each.code for each in found.problems] == [code]
    assert found.rows[0].key is not None


@pytest.mark.parametrize("entry", [5, None, "RSA", ["kty"], True])
def test_what_is_no_object_is_no_key(forge: Forge, entry: Any) -> None:
    found = linted(forge.keys["ES256"].public_jwk(), entry)
    assert found.verdict == "fail"
    assert found.rows[1].code == "jwks.key_not_object"
    assert found.rows[1].name == "number 2"


@pytest.mark.parametrize("kty", ["AKP", "future", "rsa"])
def test_unknown_types_are_passed_over(forge: Forge, kty: str) -> None:
    found = linted({"kty": kty, "x": 1}, forge.keys["EdDSA"].public_jwk())
    assert found.verdict == "ok"
    assert found.problems == ()
    assert (found.rows[0].verdict, found.rows[0].code) == ("skip", "jwks.unknown_type")


def test_two_keys_of_one_name_are_both_refused(forge: Forge) -> None:
    twins = [{**forge.keys[alg].public_jwk(), "kid": "same"} for alg in ("RS256", "ES256")]
    found = linted(*twins, forge.keys["EdDSA"].public_jwk())
    assert [row.code for row in found.rows] == ["jwks.duplicate_kid", "jwks.duplicate_kid", None]
    assert found.kids == ("EdDSA-key",)
    assert found.verdict == "fail"


def test_even_a_key_that_is_passed_over_takes_its_name(forge: Forge) -> None:
    found = linted({"kty": "future", "kid": "RS256-key"}, forge.keys["RS256"].public_jwk())
    assert [row.code for row in found.rows] == ["jwks.duplicate_kid", "jwks.duplicate_kid"]


def test_a_published_secret_is_told_before_all_else(forge: Forge) -> None:
    weak = changed(forge, RSA, with_(n=modulus(1024)))
    found = linted(weak, changed(forge, EC, with_(d="c2VjcmV0")))
    assert [each.code for each in found.problems][:2] == ["jwks.private_key", "jwks.rsa_too_small"]


def test_a_symmetric_key_is_told_before_all_else_too(forge: Forge) -> None:
    weak = changed(forge, RSA, with_(n=modulus(1024)))
    found = linted(weak, {"kty": "oct", "k": "AQAB", "kid": "s"})
    assert found.problems[0].code == "jwks.symmetric_key"


def test_what_is_broken_is_told_before_remarks(forge: Forge) -> None:
    enc = {**forge.keys["ES256"].public_jwk(), "use": "enc"}
    weak = changed(forge, RSA, with_(n=modulus(1024)))
    found = linted(enc, {"kty": "future"}, weak, forge.keys["EdDSA"].public_jwk())
    assert [each.code for each in found.problems] == ["jwks.rsa_too_small", "jwks.use"]


def test_a_broken_twin_keeps_its_own_reason(forge: Forge) -> None:
    jwk = forge.keys["RS256"].public_jwk()
    found = linted({**jwk, "e": "AQ"}, jwk)
    assert [row.code for row in found.rows] == ["jwks.rsa_exponent", "jwks.duplicate_kid"]


def test_names_that_differ_only_for_computers_are_different(forge: Forge) -> None:
    jwk = forge.keys["RS256"].public_jwk()
    found = linted({**jwk, "kid": "é"}, {**jwk, "kid": "e\u0301"}, {**jwk, "kid": "E"})
    assert found.verdict == "ok"
    assert len(found.kids) == 3


def test_every_problem_of_keys_is_reached() -> None:
    tried = {code for code, _alg, _change in BROKEN + ASIDE + NOTED}
    others = {"jwks.key_not_object", "jwks.unknown_type", "jwks.duplicate_kid"}
    assert tried | others == {entry.code for entry in area.ENTRIES}


@pytest.mark.parametrize("bits", [2048, 2050, 3072, 8192])
def test_rsa_keys_of_allowed_sizes_are_usable(forge: Forge, bits: int) -> None:
    found = linted(changed(forge, RSA, with_(n=modulus(bits))))
    assert found.verdict == "ok"
    assert found.rows[0].size == bits


@pytest.mark.parametrize("exponent", [65537, 65539, 2**32 + 1, 2**33 - 1])
def test_rsa_exponents_up_to_the_largest_are_usable(forge: Forge, exponent: int) -> None:
    assert linted(changed(forge, RSA, with_(e=number(exponent)))).verdict == "ok"


def test_keys_that_cryptography_makes_are_never_called_weak() -> None:
    keys = []
    for index in range(3):
        numbers = rsa.generate_private_key(65537, 2048).public_key().public_numbers()
        keys.append({"kty": "RSA", "n": number(numbers.n), "e": "AQAB", "kid": f"r{index}"})
        point = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
        x, y = (b64(value.to_bytes(32, "big")) for value in (point.x, point.y))
        keys.append({"kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": f"e{index}"})
    assert linted(*keys).verdict == "ok"


@pytest.mark.parametrize(
    "operation",
    ["sign", "encrypt", "decrypt", "wrapKey", "unwrapKey", "deriveKey", "deriveBits"],
)
def test_a_key_may_do_more_than_verify(forge: Forge, operation: str) -> None:
    found = linted(changed(forge, EC, lambda jwk: {**jwk, "key_ops": ["verify", operation]}))
    assert found.verdict == ("ok" if operation == "sign" else "fail")  # its “use” is “sig”
    found = linted({**changed(forge, EC, without("use")), "key_ops": ["verify", operation]})
    assert found.verdict == "ok"


def test_a_key_may_do_everything(forge: Forge) -> None:
    every = [
        "sign",
        "verify",
        "encrypt",
        "decrypt",
        "wrapKey",
        "unwrapKey",
        "deriveKey",
        "deriveBits",
    ]
    assert linted({**changed(forge, EC, without("use")), "key_ops": every}).verdict == "ok"


@pytest.mark.parametrize(
    ("alg", "change", "words"),
    [
        (RSA, without("n"), "“n” of the key “RS256-key” is missing"),
        (EC, without("y"), "“y” of the key “ES256-key” is missing"),
        (EC, without("crv", "alg"), "“crv” of the key “ES256-key” is missing"),
        (RSA, padded("e"), "“e” of the key “RS256-key” is not base64url: it is padded"),
        (EC, with_(y=b64(b"\1" * 48)), "“y” of the key “ES256-key” has 48 bytes; on P-256"),
        (RSA, zero_before("e"), "“e” of the key “RS256-key” starts with a zero byte"),
        (RSA, with_(alg="none"), "does not fit it: “none”. An RSA key"),
        (RSA, with_(alg=None), "does not fit it: null. An RSA key"),
        (RSA, with_(alg="none"), "it is used with (RS256)"),
        (OKP, with_(crv="X25519"), "it is used with (ECDH-ES, ECDH-ES+A128KW, "),
        (EC, with_(use=["sig"]), "its “use” is a list."),
        (EC, with_(use="enc"), "its “use” is “enc”."),
        (EC, with_(key_ops="sign"), "its “key_ops” are no list of texts."),
        (EC, with_(key_ops=["verify", "verify"]), "“verify”, “verify”, one of them twice."),
        (EC, with_(key_ops=["wrapKey"]), "are “wrapKey”, and its “use” is “sig”."),
        (EC, with_(kid=7), "is a number, not a text"),
        (RSA, with_(n=modulus(1024)), "has 1024 bits"),
        (RSA, with_(n=modulus(8193)), "has 8193 bits"),
        (RSA, with_(n=number(1 << 2047)), "can be divided by a small number"),
        (RSA, with_(n=number(((1 << 1024) + 643) ** 2)), "its modulus is a square"),
        (RSA, with_(n=roca()), "faulty hardware (ROCA"),
        (RSA, with_(e="AA"), "exponent: it is 0"),
        (RSA, with_(e=number(65536)), "exponent: it is even"),
        (RSA, with_(e=number(2**33 + 1)), "exponent: it has more than 33 bits"),
        (RSA, with_(e=number(17)), "has the exponent 17"),
        (RSA, with_(d="c2VjcmV0", qi="c2VjcmV0"), "It holds “d”, “qi”."),
    ],
)
def test_the_problem_says_which_member_and_why(
    forge: Forge, alg: Any, change: Change, words: str
) -> None:
    found = linted(changed(forge, alg, change)).problems[0]
    assert words in f"{found.symptom} {found.cause} {found.fix}"


def test_of_two_remarks_the_first_is_told(forge: Forge) -> None:
    found = linted(changed(forge, RSA, lambda jwk: {**zero_before("n")(jwk), "e": number(3)}))
    assert [each.code for each in found.problems] == ["jwks.rsa_small_exponent"]
    assert found.kids == ("RS256-key",)


@pytest.mark.parametrize(
    ("members", "shown"),
    [
        ({"kty": "EC", "crv": "P-384"}, ("EC P-384", 384)),
        ({"kty": "EC", "crv": "P-521"}, ("EC P-521", 521)),
        ({"kty": "EC", "crv": "secp256k1"}, ("EC secp256k1", 256)),
        ({"kty": "OKP", "crv": "X25519"}, ("OKP X25519", 256)),
        ({"kty": "OKP", "crv": "Ed448"}, ("OKP Ed448", 456)),
        ({"kty": "OKP", "crv": "X448"}, ("OKP X448", 448)),
        ({"kty": "EC", "crv": "P-999"}, ("EC P-999", None)),
        ({"kty": "EC", "crv": 7}, ("EC ", None)),
        ({"kty": "RSA"}, ("RSA", None)),
        ({"kty": "RSA", "n": "=="}, ("RSA", None)),
        ({"kty": "RSA", "n": 7}, ("RSA", None)),
        ({"kty": "future", "crv": "x"}, ("future", None)),
        ({}, ("", None)),
        ({"kty": "EC", "crv": ["P-256"]}, ("EC ", None)),
        ({"kty": "k" * 41}, (f"{'k' * 40}… (41 characters)", None)),
    ],
)
def test_type_and_size_are_shown_as_far_as_they_are_known(
    members: dict[str, Any], shown: tuple[str, int | None]
) -> None:
    row = linted(members).rows[0]
    assert (row.type, row.size) == shown


def test_keys_are_found_by_their_names_alone(forge: Forge) -> None:
    found = linted({"kty": "future"}, {"kty": "future", "kid": ""}, *forge.document["keys"])
    assert set(found.by_kid) == {"RS256-key", "ES256-key", "EdDSA-key"}


def test_rows_show_what_a_person_compares(forge: Forge) -> None:
    rows = forge.key_set.rows
    assert [(row.kid, row.type, row.size, row.use, row.alg, row.verdict) for row in rows] == [
        ("RS256-key", "RSA", 2048, "sig", "RS256", "ok"),
        ("ES256-key", "EC P-256", 256, "sig", "ES256", "ok"),
        ("EdDSA-key", "OKP Ed25519", 256, "sig", "EdDSA", "ok"),
    ]


def test_a_strangers_texts_are_shown_as_escapes(forge: Forge) -> None:
    jwk = {**forge.keys["RS256"].public_jwk(), "kid": "\x1b[31mred\u202e", "use": "\x07"}
    row = linted(jwk).rows[0]
    assert "\x1b" not in row.name + row.text + row.use
    assert "\\x1b[31mred\\u202e" in row.name
