from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from tests.core.identity.conftest import NOW, b64
from wizard.identity import base64url
from wizard.identity.judge import REASONS, STEPS, Check, judge
from wizard.identity.jwks import lint, no_set
from wizard.problems import CATALOGUE, problem
from wizard.problems import token as area

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.identity.conftest import Forge
    from wizard.identity.judge import Verdict

    Make = Callable[[Forge], str]


def said(**claims: Any) -> Make:
    return lambda forge: forge.token(claims)


def headed(**header: Any) -> Make:
    return lambda forge: forge.token(header=header)


def raw(payload: bytes) -> Make:
    return lambda forge: forge.token(payload)


def raw_header(text: str) -> Make:
    """Sign under a header written by hand; ``*`` stands for the members of a sound one."""
    sound = '"alg":"RS256","kid":"RS256-key"'
    return lambda forge: forge.token(header=text.replace("*", sound).encode())


def edited(change: Callable[[list[str]], list[str]]) -> Make:
    """Change the three parts of a sound token after it was signed."""
    return lambda forge: ".".join(change(forge.token().split(".")))


def der(forge: Forge) -> str:
    head = forge.token(alg="ES256").rsplit(".", 1)[0]
    signature = forge.signature(head, "ES256")
    r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    return f"{head}.{b64(encode_dss_signature(r, s))}"


def flipped(parts: list[str]) -> list[str]:
    signature = bytearray(base64url.decode(parts[2]))
    signature[40] ^= 1
    return [*parts[:2], b64(bytes(signature))]


REFUSED: list[tuple[str, Make]] = [
    ("token.empty", lambda _: ""),
    ("token.empty", lambda _: " \n"),
    ("token.too_large", lambda _: "a" * 16_385),
    ("token.too_large", lambda _: "." * 1_000_000),
    ("token.too_large", said(note="a" * 16_384)),
    ("token.json_form", lambda _: '{"payload":"e30","signatures":[]}'),
    ("token.json_form", lambda _: ' {"protected":"e30","payload":"e30","signature":"AA"}'),
    ("token.encrypted", lambda _: "a.b.c.d.e"),
    ("token.parts", lambda _: "anon_0123456789"),
    ("token.parts", lambda _: "a.b"),
    ("token.parts", lambda _: "a.b.c.d"),
    ("token.parts", lambda _: "a.b.c.d.e.f"),
    ("token.parts", lambda _: "." * 16_000),
    ("token.base64", edited(lambda p: ["Bearer " + p[0], *p[1:]])),
    ("token.base64", edited(lambda p: [p[0] + "=", *p[1:]])),
    ("token.base64", edited(lambda p: [p[0], p[1] + "==", p[2]])),
    ("token.base64", edited(lambda p: [*p[:2], p[2] + "="])),
    ("token.base64", edited(lambda p: [*p[:2], p[2] + "\n"])),
    ("token.base64", edited(lambda p: [*p[:2], p[2][:-1] + "_"])),
    ("token.base64", edited(lambda p: [p[0], p[1][:20] + "?" + p[1][20:], p[2]])),
    ("token.base64", edited(lambda p: [p[0], p[1], "ß" + p[2]])),
    ("token.base64", lambda forge: "\ud800" + forge.token()),
    ("token.header", lambda forge: "." + forge.token().split(".", 1)[1]),
    ("token.header", raw_header("not json")),
    ("token.header", raw_header("[*]")),
    ("token.header", raw_header('"RS256"')),
    ("token.header", raw_header("{*}x")),
    ("token.header", raw_header("{*}\0")),
    ("token.header", raw_header('{*,"x":NaN}')),
    ("token.header", raw_header('{*,"x":1e999}')),
    ("token.header", raw_header('{*,"x":"\\ud800"}')),
    ("token.header", raw_header('{*,"x":' + "[" * 2000 + "]" * 2000 + "}")),
    ("token.header", raw_header('{*,"x":' + "9" * 5000 + "}")),
    ("token.header", lambda forge: forge.token(header=b'\xef\xbb\xbf{"alg":"RS256"}')),
    ("token.header", lambda forge: forge.token(header=b'{"alg":"RS256","x":"\xff"}')),
    ("token.header", headed(x5u="file:///etc/passwd")),
    ("token.header", headed(jwk="RS256-key")),
    ("token.header", headed(jku=7)),
    ("token.header", headed(cty=["JWT"])),
    ("token.header", raw_header('{*,"x5t#S256":7}')),
    ("token.header", headed(x5c=[1])),
    ("token.header", headed(typ=["JWT"])),
    ("token.duplicate_member", raw_header('{*,"alg":"RS256"}')),
    ("token.duplicate_member", raw_header('{*,"x":{"a":1,"a":2}}')),
    ("token.duplicate_member", raw(b'{"sub":"a","exp":9999999999,"sub":"b"}')),
    ("token.duplicate_member", raw(b'{"sub":"a","exp":9999999999,"s\\u0075b":"b"}')),
    ("token.crit", headed(crit=["exp"])),
    ("token.crit", headed(crit=[])),
    ("token.crit", raw_header('{*,"crit":null}')),
    ("token.crit", headed(crit="b64")),
    ("token.b64", headed(b64=False)),
    ("token.b64", headed(b64=True)),
    ("token.b64", headed(b64=False, crit=["b64"])),
    ("token.zip", headed(zip="DEF")),
    ("token.zip", raw_header('{*,"zip":null}')),
    ("token.no_alg", headed(alg=None)),
    ("token.no_alg", headed(alg="")),
    ("token.no_alg", headed(alg=["RS256"])),
    ("token.no_alg", headed(alg=7)),
    ("token.alg_none", headed(alg="none")),
    ("token.alg_none", headed(alg="nOnE")),
    ("token.alg_none", edited(lambda p: [b64(b'{"alg":"none"}'), p[1], ""])),
    ("token.alg_symmetric", headed(alg="HS256")),
    ("token.alg_symmetric", headed(alg="hs512")),
    ("token.alg_unsupported", headed(alg="RS512")),
    ("token.alg_unsupported", headed(alg="PS256")),
    ("token.alg_unsupported", headed(alg="rs256")),
    ("token.alg_unsupported", headed(alg="RS256 ")),
    ("token.alg_unsupported", headed(alg="Ed25519")),
    ("token.no_kid", headed(kid=None)),
    ("token.no_kid", headed(kid="")),
    ("token.kid_not_text", headed(kid=1)),
    ("token.kid_not_text", headed(kid=["RS256-key"])),
    ("token.kid_not_text", raw_header('{"alg":"RS256","kid":null}')),
    ("token.unknown_kid", headed(kid="another")),
    ("token.unknown_kid", headed(kid="rs256-key")),
    ("token.unknown_kid", headed(kid="RS256-key ")),
    ("token.unknown_kid", headed(kid="../../dev/null")),
    ("token.unknown_kid", headed(kid="' OR 1=1 --")),
    ("token.alg_mismatch", headed(kid="ES256-key")),
    ("token.alg_mismatch", lambda forge: forge.token(header={"kid": "RS256-key"}, alg="EdDSA")),
    ("token.signature_missing", edited(lambda p: [*p[:2], ""])),
    ("token.signature_form", edited(lambda p: [*p[:2], b64(base64url.decode(p[2])[:-3])])),
    ("token.signature_form", edited(lambda p: [*p[:2], p[2] + "AA"])),
    ("token.signature_form", der),
    ("token.signature", edited(flipped)),
    ("token.signature", edited(lambda p: [p[0], b64(b'{"sub":"admin"}'), p[2]])),
    ("token.signature", edited(lambda p: [p[0], "", p[2]])),
    ("token.signature", edited(lambda p: [*p[:2], b64(bytes(256))])),
    ("token.signature", edited(lambda p: [*p[:2], b64(b"\xff" * 256)])),
    ("token.payload", raw(b"")),
    ("token.payload", raw(b"foo")),
    ("token.payload", raw(b'["sub"]')),
    ("token.payload", raw(b'{"sub":"a"}{}')),
    ("token.payload", raw(b'{"sub":"a","x":Infinity}')),
    ("token.payload", raw(b'{"sub":"a\xff"}')),
    ("token.payload", raw(b'{"sub":"\\ud800"}')),
    ("token.payload", raw(b'{"sub":"a","x":' + b"[" * 3000 + b"}")),
    ("token.payload", raw(b'{"sub":"a","exp":' + b"9" * 5000 + b"}")),
    ("token.no_user", said(sub=None)),
    ("token.no_user", said(sub="")),
    ("token.user_not_text", said(sub=7)),
    ("token.user_not_text", said(sub=["demo-user"])),
    ("token.user_not_text", said(sub=False)),
    ("token.user_not_text", raw(b'{"sub":null,"exp":9999999999}')),
    ("token.time_not_number", said(exp="1900000000")),
    ("token.time_not_number", said(exp=True)),
    ("token.time_not_number", raw(b'{"sub":"a","exp":null}')),
    ("token.time_not_number", said(exp=[NOW + 5])),
    ("token.time_not_number", said(nbf="soon")),
    ("token.time_not_number", said(iat={})),
    ("token.expired", said(exp=NOW)),
    ("token.expired", said(exp=NOW - 0.5)),
    ("token.expired", said(exp=0)),
    ("token.expired", said(exp=-1e300)),
    ("token.not_yet_valid", said(nbf=NOW + 61)),
    ("token.not_yet_valid", said(nbf=10**300)),
    ("token.issued_ahead", said(iat=NOW + 61)),
    ("token.issued_ahead", said(iat=1e300)),
]

REMARKED: list[tuple[str, Make]] = [
    ("token.no_expiry", said(exp=None)),
    ("token.expiry_far", said(exp=(NOW + 5) * 1000)),
    ("token.expiry_far", said(exp=10**300)),
]

ACCEPTED: list[Make] = [
    lambda forge: forge.token(),
    lambda forge: forge.token(alg="ES256"),
    lambda forge: forge.token(alg="EdDSA"),
    said(exp=NOW + 0.5),
    said(nbf=NOW + 60, iat=NOW + 60),
    said(iat=-5, nbf=0.0),
    said(iss="https://nobody", aud=["x"], jti=7, nested={"a": [1, {"b": None}]}),
    said(sub="  "),
    said(sub="ü\u202e\0"),
    headed(typ="at+jwt", cty="x", x5t="abc", unknown={"a": 1}),
    headed(jku="http://169.254.169.254/", x5u="https://localhost/", x5c=["AAAA"], jwk={"k": 1}),
    raw_header('\n{ "kid" : "RS256-key",\r\n\t"alg":"RS256" }'),
]


def judged(forge: Forge, make: Make, **asked: Any) -> Verdict:
    return judge(make(forge), forge.key_set, now=NOW, **asked)


@pytest.mark.parametrize(("code", "make"), REFUSED)
def test_each_refusal_has_its_first_reason(forge: Forge, code: str, make: Make) -> None:
    verdict = judged(forge, make)
    assert (verdict.state, verdict.code) == ("fail", code)
    assert verdict.problem is not None
    assert verdict.problem.fix in verdict.text
    states = [check.state for check in verdict.checks]
    first = states.index("fail")
    assert set(states[:first]) <= {"pass"}
    assert set(states[first + 1 :]) <= {"skip"}


@pytest.mark.parametrize(("code", "make"), REMARKED)
def test_some_tokens_pass_with_a_remark(forge: Forge, code: str, make: Make) -> None:
    verdict = judged(forge, make)
    assert (verdict.state, verdict.code) == ("warn", code)
    assert verdict.user_id == "demo-user"


@pytest.mark.parametrize("make", ACCEPTED)
def test_sound_tokens_pass(forge: Forge, make: Make) -> None:
    verdict = judged(forge, make)
    assert (verdict.state, verdict.code) == ("ok", None)
    assert [check.state for check in verdict.checks] == ["pass"] * len(STEPS)
    assert verdict.text.startswith("Would be accepted: ")


def test_every_reason_about_tokens_is_reached() -> None:
    tried = {code for code, _make in REFUSED + REMARKED} | {"token.user_differs"}
    assert tried == {entry.code for entry in area.ENTRIES}


def test_every_reason_has_an_entry_and_stands_once() -> None:
    assert set(REASONS) <= set(CATALOGUE)
    assert len(set(REASONS)) == len(REASONS)


def test_the_unknown_key_and_those_of_the_set_are_named(forge: Forge) -> None:
    verdict = judged(forge, headed(kid="another"))
    assert verdict.problem is not None
    assert "another" in verdict.problem.symptom
    assert "RS256-key" in verdict.problem.cause
    assert verdict.kid == "another"
    assert verdict.text.startswith("Will be refused: ")


def test_what_is_only_inferred_may_be_refused(forge: Forge) -> None:
    assert judged(forge, said(exp=NOW)).text.startswith("May be refused: ")


def test_the_answer_tells_user_key_algorithm_and_end(forge: Forge) -> None:
    verdict = judged(forge, said(exp=NOW + 90.7))
    assert (verdict.user_id, verdict.kid) == ("demo-user", "RS256-key")
    assert (verdict.algorithm, verdict.expires_at) == ("RS256", NOW + 90)


def test_a_good_answer_is_one_sentence(forge: Forge) -> None:
    whole = "Would be accepted: user “demo-user”, kid “RS256-key”, RS256, expires in 1 hour."
    assert judged(forge, said(exp=NOW + 3600)).text == whole
    signed = judged(forge, said(), signature_only=True)
    assert signed.text == "Would be accepted: kid “RS256-key”, RS256."
    assert [check.state for check in signed.checks] == ["pass"] * 7 + ["skip"] * 4 + ["pass"]


def test_nobody_is_named_before_the_signature_fits(forge: Forge) -> None:
    assert judged(forge, edited(flipped)).user_id is None


@pytest.mark.parametrize("value", ["a@b.example", "7"])
def test_the_pools_claim_holds_the_user(forge: Forge, value: str) -> None:
    verdict = judged(forge, said(email=value, sub=None), id_claim="email")
    assert (verdict.state, verdict.user_id) == ("ok", value)
    assert judged(forge, said(), id_claim="email").code == "token.no_user"


def test_the_user_has_to_be_the_one_that_was_asked_for(forge: Forge) -> None:
    assert judged(forge, said(), user_id="demo-user").state == "ok"
    for other in ("Demo-User", "demo-user ", ""):
        assert judged(forge, said(), user_id=other).code == "token.user_differs"


def test_only_the_signature_may_be_asked_for(forge: Forge) -> None:
    for make in (raw(b"foo"), raw(b""), said(exp=1, sub=None), raw(b'{"a":1,"a":2}')):
        verdict = judged(forge, make, signature_only=True)
        assert verdict.state == "ok"
        assert verdict.user_id is None
    for make in (headed(kid=None), headed(alg="none"), edited(flipped), headed(crit=["exp"])):
        assert judged(forge, make, signature_only=True).state == "fail"


def test_a_broken_set_is_the_first_reason(forge: Forge) -> None:
    for document in (b"<html>", b"", b'{"keys":[]}'):
        key_set = lint(document)
        verdict = judge("junk", key_set, now=NOW)
        assert verdict.code == key_set.problems[0].code
    unreached = no_set(problem("jwks.not_https"))
    assert judge(forge.token(), unreached, now=NOW).code == "jwks.not_https"


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"d": "AQAB"}, "jwks.private_key"),
        ({"kty": "oct", "k": "AQAB"}, "jwks.symmetric_key"),
        ({"use": "enc"}, "jwks.use"),
        ({"key_ops": ["sign"]}, "jwks.key_ops"),
        ({"e": "AQ"}, "jwks.rsa_exponent"),
        ({"alg": "PS256"}, "jwks.other_algorithm"),
        ({"kty": "future"}, "jwks.unknown_type"),
    ],
)
def test_an_unusable_key_says_itself_why(forge: Forge, members: dict[str, Any], code: str) -> None:
    jwk = {**forge.keys["RS256"].public_jwk(), **members}
    other = forge.keys["EdDSA"].public_jwk()
    key_set = lint(json.dumps({"keys": [other, jwk]}).encode())
    assert judge(forge.token(), key_set, now=NOW).code == code


def test_a_name_that_two_keys_have_names_none(forge: Forge) -> None:
    jwk = forge.keys["RS256"].public_jwk()
    for twin in (jwk, {**forge.keys["ES256"].public_jwk(), "kid": jwk["kid"]}):
        key_set = lint(json.dumps({"keys": [jwk, twin]}).encode())
        assert judge(forge.token(), key_set, now=NOW).code == "jwks.duplicate_kid"


def test_a_secret_beside_the_key_is_remarked(forge: Forge) -> None:
    leak = {**forge.keys["ES256"].public_jwk(), "d": "AQAB"}
    keys = [forge.keys["RS256"].public_jwk(), leak]
    key_set = lint(json.dumps({"keys": keys}).encode())
    verdict = judge(forge.token(), key_set, now=NOW)
    assert (verdict.state, verdict.code) == ("warn", "jwks.private_key")
    assert judge(forge.token({"exp": None}), key_set, now=NOW).code == "token.no_expiry"


def test_other_broken_keys_are_no_concern_of_the_token(forge: Forge) -> None:
    keys = [forge.keys["RS256"].public_jwk(), {"kty": "RSA", "kid": "x", "n": "AQ", "e": "AQAB"}]
    key_set = lint(json.dumps({"keys": keys}).encode())
    assert judge(forge.token(), key_set, now=NOW).state == "ok"


def test_the_checks_have_stable_names(forge: Forge) -> None:
    assert [check.id for check in judged(forge, said()).checks] == [
        "token.key_set",
        "token.shape",
        "token.header",
        "token.algorithm",
        "token.kid",
        "token.key",
        "token.signature",
        "token.payload",
        "token.user",
        "token.expiry",
        "token.times",
        "token.other_keys",
    ]


def test_a_strangers_texts_are_shown_as_escapes(forge: Forge) -> None:
    verdict = judged(forge, said(sub="\x1b[31m\u202e"))
    told = verdict.text + "".join(check.text for check in verdict.checks)
    assert "\x1b" not in told
    assert "\\x1b[31m\\u202e" in told
    assert "\x07" not in judged(forge, headed(kid="\x07")).text


def test_now_is_the_clocks_now_unless_given(forge: Forge) -> None:
    assert judge(forge.token({"exp": 5}), forge.key_set).code == "token.expired"
    assert judge(forge.token(), forge.key_set, now=math.inf).code == "token.expired"


def test_a_key_with_a_remark_verifies(forge: Forge) -> None:
    jwk = forge.keys["RS256"].public_jwk()
    padded = {**jwk, "n": b64(b"\0" + base64url.decode(jwk["n"]))}
    key_set = lint(json.dumps({"keys": [padded]}).encode())
    assert key_set.rows[0].code == "jwks.leading_zero"
    assert judge(forge.token(), key_set, now=NOW).state == "ok"


def test_a_broken_twin_makes_the_name_no_clearer(forge: Forge) -> None:
    jwk = forge.keys["RS256"].public_jwk()
    key_set = lint(json.dumps({"keys": [{**jwk, "e": "AQ"}, jwk]}).encode())
    assert judge(forge.token(), key_set, now=NOW).code == "jwks.duplicate_kid"


def test_a_token_of_exactly_the_limit_is_read(forge: Forge) -> None:
    assert judged(forge, lambda _: "a" * 16_384).code == "token.parts"


@pytest.mark.parametrize("mark", [",", "[", "{"])
def test_a_header_has_room_for_two_hundred_members(forge: Forge, mark: str) -> None:
    def full(more: int) -> Make:
        """Give a header with a brace and two commas of its own, and that many marks in a text."""
        return raw_header('{*,"x":"' + mark * (197 + more) + '"}')

    assert judged(forge, full(0)).state == "ok"
    verdict = judged(forge, full(1))
    assert verdict.code == "token.header"
    assert "more members" in verdict.text


@pytest.mark.parametrize("alg", ["HS256", "HS384", "HS512"])
def test_every_shared_secret_is_called_one(forge: Forge, alg: str) -> None:
    assert judged(forge, headed(alg=alg)).code == "token.alg_symmetric"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (said(exp=NOW - 7200), "expired 2 hours ago"),
        (said(nbf=NOW + 7200), "2 hours ahead"),
        (lambda _: "a", "it has one part,"),
        (lambda _: "a.b", "it has two parts,"),
        (lambda _: "a.b.c.d", "it has four parts,"),
        (lambda _: "a.b.c.d.e.f", "it has more than five parts,"),
        (edited(lambda p: [p[0] + "=", *p[1:]]), "The header of the token is not base64url"),
        (edited(lambda p: [p[0], p[1] + "=", p[2]]), "The payload of the token is not base64url"),
        (edited(lambda p: [*p[:2], p[2] + "="]), "The signature of the token is not base64url"),
        (raw_header('{*,"alg":"RS256"}'), "stands twice in the header of"),
        (raw(b'{"sub":"a","sub":"b"}'), "stands twice in the payload of"),
        (raw(b""), "it is empty"),
        (raw_header('{*,"alg":"RS256"}'), "“alg” stands twice"),
        (headed(crit=["exp", "b"]), "must be understood: “exp”, “b”."),
        (headed(crit=[]), "must be understood: an empty list."),
        (headed(crit="b64"), "must be understood: a text."),
    ],
)
def test_the_reason_says_what_and_where(forge: Forge, make: Make, words: str) -> None:
    verdict = judged(forge, make)
    assert verdict.problem is not None
    assert words in f"{verdict.problem.symptom} {verdict.problem.cause}"


PASSED = Check("x.y", "pass", "well")
REMARKED_ON = Check("x.y", "warn", "so so", problem("token.no_expiry"))
REFUSED_BY = Check("x.y", "fail", "bad", problem("token.empty"))


def test_a_check_before_all_others_is_the_reason_where_it_fails(forge: Forge) -> None:
    for verdict in (judged(forge, said()), judged(forge, said(exp=NOW))):
        same = verdict.preceded_by(PASSED)
        assert (same.state, same.code) == (verdict.state, verdict.code)
        assert same.checks == (PASSED, *verdict.checks)
        refused = verdict.preceded_by(REFUSED_BY)
        assert (refused.state, refused.code) == ("fail", "token.empty")
        assert refused.checks == (REFUSED_BY, *verdict.checks)


def test_a_remark_after_all_others_counts_where_all_was_well(forge: Forge) -> None:
    well, late = judged(forge, said()), judged(forge, said(exp=NOW))
    far = judged(forge, said(exp=NOW * 1000))
    remarked = well.followed_by(REMARKED_ON)
    assert (remarked.state, remarked.code) == ("warn", "token.no_expiry")
    assert remarked.checks == (*well.checks, REMARKED_ON)
    assert remarked.text.startswith("Would be accepted, with a remark: The token never expires")
    for verdict, check in ((well, PASSED), (late, REMARKED_ON), (far, REMARKED_ON)):
        same = verdict.followed_by(check)
        assert (same.state, same.code) == (verdict.state, verdict.code)
        assert same.checks == (*verdict.checks, check)


def test_a_refusal_may_get_a_reason_that_says_more(forge: Forge) -> None:
    verdict = judged(forge, headed(kid="another"))
    more = problem("chain.key_withdrawn", kid="another")
    told = verdict.because(more)
    assert (told.state, told.problem) == ("fail", more)
    changed = [new for old, new in zip(verdict.checks, told.checks, strict=True) if old != new]
    assert changed == [Check("token.key", "fail", more.symptom, more)]


def test_no_answer_shows_a_key(forge: Forge) -> None:
    assert "PublicKey" not in repr(forge.key_set)
