"""Which addresses may be fetched, and in which words the others are refused."""

from __future__ import annotations

import pytest

from wizard.identity.urls import check, not_public
from wizard.model import ProblemError

HTTPS = "https://"
INNER = [
    *("local", "localhost", "internal", "localdomain", "lan", "intranet", "corp", "home"),
    *("private", "arpa", "invalid", "onion"),
]


def refused(url: str, *, allow_private: bool = False) -> tuple[str, str]:
    """Give the code of the refusal, and why."""
    with pytest.raises(ProblemError) as refusal:
        check(url, allow_private=allow_private)
    return refusal.value.problem.code, refusal.value.problem.symptom


@pytest.mark.parametrize("name", INNER)
def test_names_of_inner_networks_are_told_by_their_end(name: str) -> None:
    code, why = refused(f"https://keys.{name}/")
    assert code == "jwks.not_public"
    assert f"names under .{name} are known in their own network only" in why
    assert check(f"https://{name}.example/").hostname == f"{name}.example"


def test_a_name_without_a_dot_is_told_so() -> None:
    assert "a name without a dot" in refused("https://intranet/")[1]
    assert "a name without a dot" not in refused("https://keys.intranet/")[1]


@pytest.mark.parametrize(
    "host",
    [
        *("127.1", "2130706433", "0x7f.1", "0x7f000001", "256.1.1.1", "[::ffff:8.8.8.8]"),
        "[::ffff:808:808]",
    ],
)
def test_addresses_in_an_odd_spelling_are_told_so(host: str) -> None:
    assert "an odd spelling" in refused(f"https://{host}/")[1]


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "10.255.255.255"])
def test_plain_inner_addresses_are_told_by_what_they_are(host: str) -> None:
    code, why = refused(f"https://{host}/")
    assert (code, "odd spelling" in why) == ("jwks.not_public", False)


@pytest.mark.parametrize(
    "host", ["8.8.8.8", "1.255.1.255", "[2606:4700::1111]", "keys.example", "keys.example."]
)
def test_public_places_are_let_through_with_their_parts(host: str) -> None:
    parts = check(f"https://{host}:8443/jwks.json")
    assert (parts.netloc, parts.port, parts.path) == (f"{host}:8443", 8443, "/jwks.json")


def test_a_private_place_is_refused_unless_somebody_lets_it_through() -> None:
    with pytest.raises(ProblemError):
        check("https://10.0.0.1/")


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost", "keys.internal"])
def test_private_places_are_let_through_where_they_may_be(host: str) -> None:
    assert check(f"http://{host}/", allow_private=True).netloc == host


def test_an_odd_spelling_is_refused_even_then_in_words_of_its_own() -> None:
    code, why = refused("http://0x7f.1/", allow_private=True)
    assert code == "jwks.url"
    assert "its host, 0x7f.1, is an address in an odd spelling" in why


def test_the_longest_url_has_2048_characters() -> None:
    start = "https://keys.example/"
    longest = start + "a" * (2048 - len(start))
    assert check(longest).path.endswith("a")
    assert "more than 2048 characters" in refused(longest + "a")[1]


@pytest.mark.parametrize(
    "url",
    [
        *(HTTPS, "https:///jwks.json", "https://[::1", "https://[1.2.3.4]/", "https://[v1.x]/"),
        *("https://keys\\.example/", "https://-keys.example/", "https://keys.example:0/"),
        *("https://[::1%25lo]/", "https://[fe80::zz]/", "https://keys..example/"),
    ],
)
def test_what_has_no_sound_host_is_refused(url: str) -> None:
    for allow_private in (False, True):
        assert refused(url, allow_private=allow_private)[0] == "jwks.url"


@pytest.mark.parametrize("odd", ["\\", " ", "\x7f", "ä"])
def test_a_character_that_no_url_has_is_refused_wherever_it_stands(odd: str) -> None:
    assert "characters that no URL has" in refused(f"https://keys.example/{odd}")[1]


def test_the_host_is_not_said_twice() -> None:
    assert "it is a loopback address" in not_public("::1", "::1 is a loopback address").symptom
    other = not_public("keys.example", "10.0.0.1 is a private address")
    assert ": 10.0.0.1 is a private address" in other.symptom
