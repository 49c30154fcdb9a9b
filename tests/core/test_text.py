"""Strangers' text never reaches a terminal raw."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from wizard.text import cells, command, mask, padded, printable

HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(st.text(st.characters(codec=None)))
def test_no_hidden_character_survives(text: str) -> None:
    assert not [c for c in printable(text) if unicodedata.category(c) in HIDDEN]


def test_an_escape_sequence_is_shown_as_words() -> None:
    assert printable("\x1b]52;c;aGk=\x07red\x1b[31m") == r"\x1b]52;c;aGk=\x07red\x1b[31m"


def test_bidi_and_zero_width_characters_are_shown() -> None:
    assert printable("a\u202eb\u200bc\u2066d") == r"a\u202eb\u200bc\u2066d"


def test_one_value_stays_one_line() -> None:
    assert printable("two\nlines\r\n") == r"two\nlines\r\n"


def test_letters_of_any_script_stay_as_they_are() -> None:
    assert printable("Grüße, 世界, e\u0301") == "Grüße, 世界, e\u0301"


def test_a_tower_of_combining_marks_is_cut_down() -> None:
    shown = printable("e" + "\u0301" * 50)
    assert shown.count("\u0301") == 4


def test_a_long_text_says_how_long_it_was() -> None:
    assert printable("x" * 10_000, limit=20) == "x" * 20 + "… (10000 characters)"


def test_a_lone_surrogate_does_not_crash() -> None:
    assert printable("\ud800") == r"\ud800"


def test_a_masked_key_is_recognised_and_not_usable() -> None:
    assert mask("anon_c29tZXRoaW5nLXNlY3JldC05ZjJj") == "anon_…ZjJj"
    assert mask("short-key") == "…"
    assert mask("") == "…"


def test_a_column_is_as_wide_as_the_terminal_draws_it() -> None:
    assert {text: cells(text) for text in ("acme", "日本語", "e\u0301", "Müller")} == {
        "acme": 4,
        "日本語": 6,
        "e\u0301": 1,
        "Müller": 6,
    }
    assert padded("日本", 6) == "日本  "


def test_a_command_is_quoted_as_a_shell_needs_it() -> None:
    assert command("anon-wizard", "--profile", "it's a $(test)") == (
        "anon-wizard --profile 'it'\"'\"'s a $(test)'"
    )
    assert command("x", "\x1b[2J") == "x '\\x1b[2J'"
