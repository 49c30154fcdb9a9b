"""Files of variables, changed in place: byte for byte, nothing else moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.profiles.dotenv import Reader
from wizard.profiles.envfile import edited, parse


def change(before: str | bytes, **values: str) -> bytes:
    raw = before.encode() if isinstance(before, str) else before
    return edited(parse(raw), values, (), Reader.DOTENV)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A=1\n", "A=new\n"),
        ("A=1", "A=new"),
        ("A=\n", "A=new\n"),
        ("  A = 1  \n", "  A = new  \n"),
        ("A = \n", "A =new \n"),
        ("export A=1\n", "export A=new\n"),
        ("export\tA='1'\n", "export\tA='new'\n"),
        ('A="1"\n', 'A="new"\n'),
        ("A='1' # why\n", "A='new' # why\n"),
        ("A=1 # why\n", "A=new # why\n"),
        ("A= # why\n", "A=new # why\n"),
        ("A=#why\n", "A=new #why\n"),
        ("A=a#b\n", "A=new\n"),
        ('A="#1" # two\n', 'A="new" # two\n'),
        ("A=1\r\nB=2\r\n", "A=new\r\nB=2\r\n"),
        ("\ufeffA=1\n", "\ufeffA=new\n"),
        ("# A=0\nA=1\n#A=2\n", "# A=0\nA=new\n#A=2\n"),
        ("A=1\nA=2\n", "A=new\nA=new\n"),
        ("AA=1\nA=2\nA_=3\n", "AA=1\nA=new\nA_=3\n"),
        ("A='one\ntwo'\nB=2\n", "A='new'\nB=2\n"),
        ('A="say \\"hi\\""\n', 'A="new"\n'),
        ("A='it'\\''s'\n", "A='new'\n"),
        ("A='open\nB=2\n", "A='new'\nB=2\n"),
        ("A=Bob's\nB='x'\n", "A=new\nB='x'\n"),
        ("A=My Company\n", "A=new\n"),
        ("no assignment\n\n\n  \nA=1\n", "no assignment\n\n\n  \nA=new\n"),
        ("A:1\nA=1\n", "A:1\nA=new\n"),
        ("B=A=1\n", "B=A=1\n"),
    ],
)
def test_only_the_value_changes(before: str, after: str) -> None:
    assert change(before, A="new") == after.encode()


def test_bytes_that_are_no_text_survive() -> None:
    assert change(b"# caf\xe9\nA=1\n# \xff\xfe\n", A="2") == b"# caf\xe9\nA=2\n# \xff\xfe\n"


def test_a_line_that_says_it_already_is_not_rewritten() -> None:
    text = "A=\"v\"\nB=`v`\nC = v # c\nD='v'\n"
    assert change(text, A="v", B="v", C="v", D="v") == text.encode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "N=v\n"),
        ("A=1\n", "A=1\nN=v\n"),
        ("A=1", "A=1\nN=v\n"),
        ("A=1\r\nB=2\r\n", "A=1\r\nB=2\r\nN=v\r\n"),
        ("export A=1\nexport B=2\n", "export A=1\nexport B=2\nexport N=v\n"),
        ("export A=1\nB=2\n", "export A=1\nB=2\nN=v\n"),
        ("\ufeff", "\ufeffN=v\n"),
        ("# only a comment", "# only a comment\nN=v\n"),
    ],
)
def test_what_is_new_goes_to_the_end_in_the_files_own_manner(before: str, after: str) -> None:
    assert edited(parse(before.encode()), {}, [("N", "v")], Reader.DOTENV) == after.encode()


def test_xcode_files_have_comments_of_their_own() -> None:
    before = b"// Tokens\nANON_CLIENT_ID= // the id\nURL = https:/$()/a // where\n"
    after = edited(
        parse(before, Reader.XCCONFIG),
        {"ANON_CLIENT_ID": "web-1", "URL": "http://b"},
        (),
        Reader.XCCONFIG,
    )
    assert after == b"// Tokens\nANON_CLIENT_ID=web-1 // the id\nURL = http:/$()/b // where\n"


LINE = st.one_of(
    st.sampled_from(["A=1", "export B='2'", "# note", "", "C=$A", 'D="x # y"', "E=`z` # e", "F="]),
    st.text(st.characters(exclude_characters="\r\n", codec="utf-8"), max_size=20),
)


@given(st.lists(LINE, max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_a_file_taken_apart_and_put_together_is_the_same_file(lines: list[str], end: str) -> None:
    raw = end.join(lines).encode()
    assert edited(parse(raw), {}, (), Reader.DOTENV) == raw


@given(st.binary(max_size=200))
def test_any_bytes_are_taken_apart_and_given_back(raw: bytes) -> None:
    file = parse(raw)
    assert edited(file, {}, (), Reader.DOTENV) == raw
    assert all(file.text[line.start : line.end] == line.written for line in file.lines)
