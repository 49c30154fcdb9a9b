"""A profile's text is read as Python's own TOML reader reads it, whichever of the two reads it."""

from __future__ import annotations

import sys
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.profiles.toml_text import loads

PIECES = [
    *("name", "pools", "a.b", "ключ", "2nd", '"quoted"', "[[pools]]", "[[clients]]", "[[a.b]]"),
    *("[table]", "[[ pools ]]", "[[pools]", "[[]]", "[[pools]] # first", " = ", "=", " =", " "),
    *('"text"', '""', '"', '""""""', '"""', "'literal'", '"tab\tin it"', '"back\\\\slash"'),
    *('"\\q"', '"ü — “x” 🗝"', '"\u202e"', "\x00", "\x7f", "\u2028", "\x85", "\t", "\r", "\ufeff"),
    *("0", "7", "007", "-1", "+1", "1_000", "0x1f", "1.5", "²", "٣", "9" * 19, "true", "inf"),
    *("2026-11-27", "[]", "{}", '["a"]', "#", "# a remark", "# \x01", "\n", "\n", "\n", "\r\n"),
]
"""What profiles are made of, what people write into them, and what is nearly one of these."""

LINES = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
KEYS = st.sampled_from(["a", "b", "pools", "clients"])
VALUES = st.sampled_from(['"text"', '""', "0", "42", '"a = b"', '"[[pools]]"', '"#"', '"\\u0041"'])
PLAIN = st.one_of(
    st.builds("{} = {}".format, KEYS, VALUES),
    st.builds("[[{}]]".format, KEYS),
    st.sampled_from(["", "# a remark", "#"]),
)


def outcome(text: str, *, ours: bool) -> dict[str, Any] | str:
    """Give the table, or the complaint."""
    try:
        return loads(text) if ours else tomllib.loads(text)
    except ValueError as wrong:
        return str(wrong)


@given(LINES)
def test_any_text_is_read_as_pythons_own_reader_reads_it(text: str) -> None:
    assert outcome(text, ours=True) == outcome(text, ours=False)


@given(st.lists(PLAIN, max_size=12).map("\n".join))
def test_so_is_a_text_in_which_each_line_by_itself_is_plain(text: str) -> None:
    assert outcome(text, ours=True) == outcome(text, ours=False)


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ('version = 1\nname = "Ünal"\n', {"version": 1, "name": "Ünal"}),
        ('# ids\n\n[[pools]]\nid = "p"\n[[pools]]\n', {"pools": [{"id": "p"}, {}]}),
        ('a = "x = y"\nb = ""', {"a": "x = y", "b": ""}),
        ("", {}),
    ],
)
def test_what_is_plain_is_read_without_pythons_own_reader(
    text: str, table: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tomllib", None)
    assert loads(text) == table


@pytest.mark.parametrize("line", ["a = 1 # one", "a.b = 1", "[table]", 'a = "\\u0041"', "a=1"])
def test_what_is_less_plain_is_left_to_it(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tomllib", None)
    with pytest.raises(ImportError):
        loads(line)
