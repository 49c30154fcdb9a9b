"""The words of the trade: above all, a secret that cannot show itself."""

from __future__ import annotations

import json
import logging
import pickle
import re
import string

import pytest

from wizard.model import Answers, Draft, Made, Secret
from wizard.problems import CATALOGUE, problem
from wizard.steps import STEPS

CANARY = "anon_canary_never_seen"


def test_a_secret_is_masked_however_it_is_shown(caplog: pytest.LogCaptureFixture) -> None:
    secret = Secret(CANARY)
    logging.getLogger("test").warning("%s %r", secret, secret)
    shown = [repr(secret), str(secret), f"{secret}", f"{secret:>9}", f"{Draft(api_key=secret)}"]
    assert not [text for text in (*shown, caplog.text) if CANARY in text]


def test_a_secret_is_not_pickled() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Secret(CANARY))


def test_a_draft_as_data_still_holds_a_secret_not_its_value() -> None:
    assert CANARY not in json.dumps(Draft(api_key=Secret(CANARY))._asdict(), default=str)


def test_two_secrets_are_equal_by_value() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"


def test_answers_grow_without_changing() -> None:
    before = Answers()
    after = before.put("user", "ada", "flag").put("api_key", Secret(CANARY))
    assert "user" not in before
    assert after["user"].source == "flag"
    assert after.text("api_key") == ""
    assert after.secret("api_key") == Secret(CANARY)
    assert CANARY not in repr(after)


def test_what_was_created_is_not_also_reported_as_reused() -> None:
    made = Made("userPool", "p1")
    draft = Draft().with_made(made, new=True).with_made(made, new=False)
    assert (draft.created, draft.reused) == ((made,), ())
    assert draft._replace(created=()).with_made(made, new=False).reused == (made,)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_a_name_in_a_command_is_quoted_for_the_shell(code: str) -> None:
    assert not re.search(r"--(profile|from) \{\w+\}", CATALOGUE[code].fix)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_entry_of_the_catalogue_is_whole(code: str) -> None:
    entry = CATALOGUE[code]
    texts = (entry.symptom, entry.cause, entry.fix, entry.see)
    assert all(text.strip() == text and text for text in texts), entry
    assert entry.exit_code in {1, 2, 3, 4}
    assert "." in code


ANSWERED_BY = {field.flag for step in STEPS for field in step.fields if field.flag} | {
    "--adopt",
    "--create-another",
    "--link-timeout",
}
"""Flags that stand for something on a page of the setup."""


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_a_fix_says_in_words_what_a_flag_stands_for(code: str) -> None:
    aside = r"\([^()]*\)|anon-wizard [^.;]*"  # behind the words, or in a command to be typed
    said = re.sub(aside, "", CATALOGUE[code].fix)
    assert not ANSWERED_BY & set(re.findall(r"--[a-z-]+", said)), said


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_every_entry_can_be_filled_in_and_hides_nothing_raw(code: str) -> None:
    entry = CATALOGUE[code]
    texts = (entry.symptom, entry.cause, entry.fix)
    names = {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}
    made = problem(code, **dict.fromkeys(names, "\x1b[31m[/foo]{braces}"))
    shown = made.symptom + made.cause + made.fix
    assert "\x1b" not in shown
    assert set(made.as_json()) == {"code", "symptom", "cause", "fix", "see", "certainty"}
