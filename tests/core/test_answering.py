"""Who answers a question, and that the user hears of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wizard.answering import Sources, announce, collect, read_answers
from wizard.earlier import completed, from_profile
from wizard.model import Client, Field, Pool, ProblemError, Profile, Secret

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = Field("user", "The user", "", flag="--user", env="ANON_APP_USER_ID")
KEY = Field("api_key", "API key", "", flag="--api-key-file", env="ANON_API_KEY", secret=True)
FIELDS = (PLAIN, KEY)
EVERYWHERE = {"user": "by flag"}


def test_a_flag_beats_the_environment_beats_the_file_beats_an_earlier_run() -> None:
    sources = [
        Sources(EVERYWHERE, {"ANON_APP_USER_ID": "by environ"}, {"user": "file"}),
        Sources({}, {"ANON_APP_USER_ID": "by environ"}, {"user": "file"}),
        Sources({}, {}, {"user": "file"}),
        Sources(),
    ]
    found = [completed(collect(FIELDS, each), {"user": "old"})["user"] for each in sources]
    assert [answer.source for answer in found] == [
        "flag",
        "environment",
        "answers file",
        "profile",
    ]
    assert [answer.value for answer in found] == ["by flag", "by environ", "file", "old"]


def test_nobody_answers_for_a_question_nobody_knows() -> None:
    assert not collect(FIELDS, Sources())


def test_a_secrets_flag_names_a_file_and_newlines_around_it_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text("\nanon_key\r\n")
    answers = collect(FIELDS, Sources({"api_key": str(path)}))
    assert answers.secret("api_key") == Secret("anon_key")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as stopped:
        collect(FIELDS, Sources({"api_key": str(tmp_path / "none")}))
    assert "none" in stopped.value.problem.symptom


def test_variables_that_decide_are_announced_and_secrets_only_named() -> None:
    heard: list[str] = []
    environ = {"ANON_APP_USER_ID": "ada", "ANON_API_KEY": "anon_canary"}
    announce(FIELDS, collect(FIELDS, Sources({}, environ)), heard.append)
    assert heard == [
        "ANON_APP_USER_ID from the environment decides “The user”: ada",
        "ANON_API_KEY from the environment decides “API key”: set",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("user = 3", "not a text in quotes"),
        ('other = "x"', "no answer named “other”"),
        ('api_key = "anon_x"', "is a secret"),
        ("user", "Expected"),
        ("user = '\x00'", "invalid character"),
    ],
)
def test_an_answers_file_that_is_wrong_says_why(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "answers.toml"
    path.write_text(content)
    with pytest.raises(ProblemError) as stopped:
        read_answers(str(path), FIELDS)
    assert stopped.value.problem.code == "usage.answers"
    assert said in stopped.value.problem.cause


def test_a_saved_profile_answers_what_made_it() -> None:
    profile = Profile(
        "acme",
        "sandbox",
        "https://svc.sandbox.anon.com",
        pools=(Pool("p1", "acme users", "url", "https://acme.example/jwks.json", "email"),),
        clients=(Client("c1", "w", "webapp", "p1"),),
        pool_id="p1",
        user_id="ada",
        app="uber",
    )
    answers = from_profile(profile)
    assert answers["jwks"] == "https://acme.example/jwks.json"
    assert (answers["id_claim"], answers["user"], answers["app"]) == ("email", "ada", "uber")
