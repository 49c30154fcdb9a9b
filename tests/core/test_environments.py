"""Where Anon is."""

from __future__ import annotations

import pytest

from wizard.environments import environment
from wizard.model import ProblemError


@pytest.mark.parametrize(
    ("name", "base_url"),
    [("sandbox", "https://svc.sandbox.anon.com"), ("prod", "https://svc.prod.anon.com")],
)
def test_anons_own_environments_have_their_documented_hosts(name: str, base_url: str) -> None:
    assert environment(name).base_url == base_url
    assert environment(base_url).name == name


def test_production_is_production_however_it_is_named() -> None:
    assert environment("https://svc.prod.anon.com/").prod


def test_another_base_url_is_an_environment_of_its_own() -> None:
    place = environment("https://anon.example.com/")
    assert (place.name, place.private, place.local) == ("https://anon.example.com", False, False)


def test_this_machine_may_be_spoken_to_without_tls() -> None:
    assert environment("http://127.0.0.1:4010").private
    assert environment("http://[::1]:4010").private


@pytest.mark.parametrize(
    "value",
    [
        "",
        "staging!",
        "http://anon.example.com",
        "http://127.0.0.1.example.com",
        "https://user:pw@anon.example.com",
        "https://anon.example.com/?key=1",
        "https://anon.example.com/#x",
        "https://anon.example.com:99999",
        "https://exa mple.com",
        "https://example.com\r\nHost: x",
        "ftp://anon.example.com",
        "https://",
        "https://[::1",
    ],
)
def test_what_is_no_environment_is_refused(value: str) -> None:
    with pytest.raises(ProblemError) as stopped:
        environment(value)
    assert stopped.value.problem.code == "environment.not_a_url"
