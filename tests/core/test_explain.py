"""What ``explain`` understands: codes, Anon's own words, and errors inside other people's logs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.explain import LONGEST, described, explain
from wizard.heard import fields_of
from wizard.problems import CATALOGUE
from wizard.resources import ROOT
from wizard.text import printable

FAQ = Path(__file__).parents[3] / "shared" / "spec" / "anon-faq.txt"

ANONS_WORDS = [
    ("Unauthorized", "key.refused"),
    ('"error": "Upstream error"', "api.upstream"),
    ("error decoding response body: expected value at line 1 column 1", "api.jwks_unreadable"),
    (
        (
            "Access to fetch at 'https://svc.sandbox.anon.com/account/api/v1/appIntegration?"
            "id=instagram' from origin 'https://link.svc.sandbox.anon.com' has been blocked by "
            "CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested "
            "resource. If an opaque response serves your needs, set the request's mode to "
            "'no-cors' to fetch the resource with CORS disabled."
        ),
        "link.not_let_in",
    ),
    ("SyntaxError: Unexpected token 'export'", "app.not_esm"),
    ("Error translating external user id: 404 - Not Found", "session.not_linked"),
    ("Error translating external user id: 500 - Internal Server", "session.not_linked"),
    ("ERR_TUNNEL_CONNECTION_FAILED", "session.not_linked"),
    ("Auto-closing sign-in page for users with existing sessions", "link.amazon_closes"),
    ("could not parse sdkClientId from AppUserIdToken", "link.client_missing"),
    ("GET /link/url 500", "link.url_transient"),
    ("npm ERR! 404 Not Found - GET https://registry.npmjs.org/@anon%2fsdk-web", "app.npm_scope"),
    ("npm ERR! 401 Unauthorized - GET https://npm.example/@anon%2fsdk-web", "app.npm_token"),
    ("clientId is undefined", "app.prefix_missing"),
    ("Chrome extension not detected", "link.no_extension"),
    ("?type=error&error_code=bad_input&state=%7B%7D", "link.bad_input"),
    ("?type=error&error_code=bad_authorization", "link.bad_authorization"),
    ("error_code=anon_internal_error", "link.anon_internal_error"),
]
"""Every error of the FAQ and of the contract's table, as a person would paste it."""

OTHERS_WORDS = [
    ("Error: getaddrinfo ENOTFOUND svc.sandbox.anon.com", "network.unknown_host"),
    ("connect ECONNREFUSED 127.0.0.1:4010", "network.refused"),
    ("FetchError: unable to get local issuer certificate", "network.tls"),
    ("TokenExpiredError: jwt expired", "token.expired"),
    ("JWKSNoMatchingKey: no applicable key found in the JSON Web Key Set", "token.unknown_kid"),
    (
        "SigningKeyNotFoundError: Unable to find a signing key that matches 'k1'",
        "token.unknown_kid",
    ),
    ("JsonWebTokenError: invalid signature", "token.signature"),
    ("SyntaxError: Cannot use import statement outside a module", "app.not_esm"),
    ("Error [ERR_REQUIRE_ESM]: require() of ES Module /a/b.js not supported.", "app.not_esm"),
    ("SessionNotFoundError", "session.not_linked"),
    (
        "curl: (7) Failed to connect to 127.0.0.1 port 4010 after 0 ms: Couldn't connect to server",
        "network.refused",
    ),
    ("curl: (56) Received HTTP code 407 from proxy after CONNECT", "network.proxy"),
    (
        'error Couldn\'t find package "@anon/sdk-web@^1.2.3" on the "npm" registry.',
        "app.npm_scope",
    ),
    (
        (
            "Access to fetch at 'https://api.pay.example/v1' from origin 'http://localhost:3000' "
            "has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present"
        ),
        "link.cors_elsewhere",
    ),
    (
        (
            "Access to XMLHttpRequest at 'http://localhost:4010/account/api/v1/appIntegration?id="
            "uber' from origin 'http://localhost:4010' has been blocked by CORS policy: Response "
            "to preflight request doesn't pass access control check: No "
            "'Access-Control-Allow-Origin' header is present on the requested resource."
        ),
        "link.not_let_in",
    ),
    (
        (
            "Access to XMLHttpRequest at 'http://localhost:4010/account/api/v1/appIntegration?id="
            "uber' from origin 'http://localhost:4010' has been blocked by CORS policy: No "
            "'Access-Control-Allow-Origin' header is present on the requested resource."
        ),
        "link.not_let_in",
    ),
]
"""Errors of Node, browsers and JOSE libraries that mean the same."""


def code_of(text: str) -> str | None:
    found = explain(text).problem
    return found.code if found else None


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_code_explains_itself(code: str) -> None:
    assert code_of(code) == code
    assert code_of(f"  {code.upper()}\n") == code


@pytest.mark.parametrize(("words", "code"), ANONS_WORDS + OTHERS_WORDS)
def test_an_error_is_recognised_by_its_words(words: str, code: str) -> None:
    assert code_of(words) == code


@pytest.mark.parametrize(("words", "code"), ANONS_WORDS + OTHERS_WORDS)
def test_an_error_is_recognised_inside_a_log(words: str, code: str) -> None:
    log = "\n".join(f"2026-11-22T10:00:{second:02} INFO tick" for second in range(60)) * 20
    trace = f"{log}\n\x1b[31m{words}\x1b[0m\n    at Object.<anonymous> (/app/index.js:3:1)\n{log}"
    assert code_of(trace) == code


@pytest.mark.parametrize(("words", "code"), ANONS_WORDS)
def test_line_breaks_escapes_and_quotes_on_the_way_change_nothing(words: str, code: str) -> None:
    wrapped = re.sub(r"(.{60}\S*) ", "\\1\n      ", words)
    assert code_of(wrapped) == code
    assert code_of(words.replace('"', '\\"').replace("'", "&#39;")) == code
    assert code_of(words.replace("'", "\u2019").upper()) == code


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_our_own_words_lead_back_to_their_entry(code: str) -> None:
    entry = described(code)
    pasted = f"{entry.symptom}\n  Why  {entry.cause}\n  Fix  {entry.fix}\n  More {code} (…)"
    assert code_of(pasted) == code


def test_what_the_text_tells_is_filled_in() -> None:
    told = explain("x The token wants the key “kid-7”, and the key set does not have it. y").problem
    assert told is not None
    assert "“kid-7”" in told.symptom
    assert "The set has other ones." in told.cause


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_what_nobody_told_is_no_hole_in_the_text(code: str) -> None:
    entry, shown = CATALOGUE[code], described(code)
    names = fields_of(f"{entry.symptom} {entry.cause} {entry.fix}")
    for text in (shown.symptom, shown.cause, shown.fix):
        assert not [name for name in names if f"<{name}>" in text or f"{{{name}" in text]
        assert re.search(r"[a-z]{2}", text), "a sentence that is only a word to be filled in"
    assert set(entry.unsaid) <= names, "words for what the entry does not tell"


def test_the_most_telling_error_of_a_log_comes_first_and_the_others_are_named() -> None:
    log = "GET /account 401 (Unauthorized)\n" + ANONS_WORDS[3][0]
    explanation = explain(log)
    assert explanation.problem is not None
    assert explanation.problem.code == "link.not_let_in"
    assert "key.refused" in explanation.also


def test_a_code_with_a_typing_mistake_gets_the_nearest_ones() -> None:
    explanation = explain("token.unknown_kit")
    assert explanation.problem is None
    assert explanation.nearest[0] == "token.unknown_kid"


def test_a_family_of_codes_is_listed() -> None:
    assert set(explain("session").nearest) == {c for c in CATALOGUE if c.startswith("session.")}


@pytest.mark.parametrize("text", ["", "   ", "hello", "It does not work.", "Segmentation fault"])
def test_it_says_so_when_it_cannot_tell(text: str) -> None:
    assert explain(text).problem is None


def test_the_nearest_are_those_with_the_same_rare_words() -> None:
    nearest = explain("my extension seems to have another id than expected").nearest
    assert "link.no_extension" in nearest


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_no_text_is_too_strange(text: str) -> None:
    explanation = explain(text)
    shown = explanation.problem
    if shown:
        for told in (shown.symptom, shown.cause, shown.fix):
            assert told == printable(told)


HOSTILE = [
    "a" * LONGEST,
    "token wants the key " * 50_000,
    "anon_ undefine" * 70_000,
    "a." * 500_000,
    "\x1b]" * 500_000,
    "{" * LONGEST,
]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_megabyte_of_anything_is_read_in_passing(text: str) -> None:
    explain(text)


def test_the_end_of_a_very_long_log_counts() -> None:
    assert code_of("tick\n" * 2_000_000 + "ERR_TUNNEL_CONNECTION_FAILED") == "session.not_linked"


# --- completeness ---------------------------------------------------------------------------------


@pytest.mark.skipif(not FAQ.is_file(), reason="Anon's FAQ lies beside the project, not in it")
def test_every_question_and_every_error_of_anons_faq_has_an_entry() -> None:
    lines = FAQ.read_text(encoding="utf-8").splitlines()
    questions = [line for line in lines if line.endswith("?")]
    errors = lines[lines.index("Integration Troubleshooting") :]
    symptoms = [
        line for line in errors if re.match(r"Creating|Access to|Syntax|Error|ERR_|Symptom", line)
    ]
    assert len(questions) >= 7
    assert len(symptoms) == 8
    unknown = [line for line in questions + symptoms if code_of(line) is None]
    assert unknown == []


def test_entries_are_whole() -> None:
    for entry in CATALOGUE.values():
        assert all((entry.symptom, entry.cause, entry.fix, entry.see)), entry.code
        assert re.fullmatch(r"[a-z0-9_]+\.[a-z0-9_]+", entry.code)
        assert len(set(entry.heard)) == len(entry.heard), entry.code


def test_no_two_entries_are_heard_by_the_same_words() -> None:
    heard = [words.casefold() for entry in CATALOGUE.values() for words in entry.heard]
    assert len(heard) == len(set(heard))


def test_the_readmes_table_is_the_catalogue() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    others = ("faq.", "token.", "jwks.")
    for entry in CATALOGUE.values():
        if entry.heard and entry.certainty == "documented" and not entry.code.startswith(others):
            cause = described(entry.code).cause
            assert f"| `{entry.heard[0]}` | {cause} | `{entry.code}` |" in readme
