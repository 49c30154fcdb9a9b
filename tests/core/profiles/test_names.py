from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.profiles.names import check_name, decode, encode

VISIBLE = st.characters(exclude_categories=["C", "Z"], include_characters=" ")
NAMES = st.text(VISIBLE, min_size=1, max_size=64).filter(lambda name: check_name(name) is None)


@given(st.text(max_size=64))
def test_every_name_comes_back_from_its_file_name(name: str) -> None:
    assert decode(encode(name)) == name


@given(st.text(min_size=1, max_size=64))
def test_a_file_name_fits_every_file_system_with_any_ending_of_ours(name: str) -> None:
    file_name = encode(name)
    assert len(f"{file_name}.jsonl".encode()) <= 255
    assert file_name == file_name.lower()
    assert file_name.isascii()
    assert "/" not in file_name
    assert not file_name.startswith(".")


@given(NAMES, NAMES)
def test_two_names_never_share_a_file_even_where_case_is_ignored(one: str, other: str) -> None:
    assert (encode(one).casefold() == encode(other).casefold()) == (one == other)


@pytest.mark.parametrize("name", ["\U0010fffd" * 64, "😀" * 64, "日本" * 32, "." * 64, "Z" * 64])
def test_the_longest_names_of_every_script_fit(name: str) -> None:
    assert decode(encode(name)) == name
    assert len(encode(name)) <= 247


@given(st.text(max_size=80))
def test_a_file_that_is_not_ours_has_no_name(file_name: str) -> None:
    name = decode(file_name)
    assert name is None or encode(name) == file_name


@pytest.mark.parametrize(
    "file_name", ["Acme", "a b", ".hidden", "%41", "%2E", "=", "%", "%zz", "é"]
)
def test_only_the_one_spelling_counts(file_name: str) -> None:
    assert (decode(file_name) is None) == (file_name != "%41")


@pytest.mark.parametrize(
    "name", ["acme-dev", "Acme Dev", "käse", "日本語", "..", "a.b", "%41", "=a"]
)
def test_names_in_any_script_are_fine(name: str) -> None:
    assert check_name(name) is None


@pytest.mark.parametrize(
    "name",
    ["", " ", " a", "a ", "a" * 65, "a\nb", "a\x1b[2Jb", "a\u200bb", "a\u202eb", "a\x00", "\ud800"],
)
def test_names_that_cannot_be_seen_whole_are_refused(name: str) -> None:
    wrong = check_name(name)
    assert wrong is not None
    assert wrong.code == "profile.name"
    assert "\x1b" not in wrong.symptom
