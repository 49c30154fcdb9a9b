from __future__ import annotations

import base64
import contextlib
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.identity import base64url


@given(st.binary(max_size=99))
def test_what_is_encoded_decodes_to_itself(data: bytes) -> None:
    assert base64url.decode(base64url.encode(data)) == data


@given(st.text(alphabet="ABCDwxyz0189-_+/= \n.é", max_size=9))
def test_only_the_one_spelling_of_a_value_is_taken(text: str) -> None:
    try:
        data = base64url.decode(text)
    except base64url.Base64Error:
        return
    assert base64.urlsafe_b64encode(data).rstrip(b"=").decode() == text


@pytest.mark.parametrize("begun", ["A", "AA", "AAA"])
def test_of_all_last_characters_those_without_spare_bits_are_taken(begun: str) -> None:
    taken = []
    for last in string.ascii_letters + string.digits + "-_":
        with contextlib.suppress(base64url.Base64Error):
            taken.append(base64url.decode(begun + last)[-1])
    assert len(taken) == len(set(taken)) == {"A": 4, "AA": 16, "AAA": 64}[begun]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("AQ==", "padded"),
        ("+/+/", "standard base64"),
        ("AA A", "white space"),
        ("AAAA\n", "white space"),
        ("A", "length"),
        ("AAAAA", "length"),
        ("AB", "last character"),
        ("AE", "last character"),
        ("AAB", "last character"),
        ("A?AA", "outside the alphabet"),
        ("ÄÄÄÄ", "not ASCII"),
        ("\ud800AAA", "not ASCII"),
    ],
)
def test_each_fault_is_named_without_the_value(text: str, reason: str) -> None:
    with pytest.raises(base64url.Base64Error, match=reason):
        base64url.decode(text)
