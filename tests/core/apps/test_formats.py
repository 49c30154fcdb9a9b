"""Values as shells read them: the same bytes arrive, whatever is in them."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.profiles.formats import FORMATS
from wizard.profiles.quoting import powershell_word

if TYPE_CHECKING:
    from pathlib import Path

NASTY = (
    "plain",
    "",
    " spaces at both ends ",
    "it's",
    'say "no"',
    "$HOME ${HOME} $(id) `id` $((1+1))",
    "back\\slash \\n \\' \\\\ end\\",
    "two\nlines\n",
    "tab\tcarriage\rreturn",
    "!history !! #comment ; & | > < * ? [a] {a,b} ~ %",
    "-n",
    "ünïcödé ✓ 日本",
    "\x1b[31mred\x07",
    "\x9b31m \u202eleft to right\u202c \u2028",
    "'\"'\"'`$`'",
    "anon_ab/cd+ef==",
    "\u2018typographic\u2019 \u201cquotes\u201d",
    "a=b",
    "\\x41 \\101 \\u0041",
)

SHELLS = {
    "bash": ("bash", ("bash", "--norc", "-c")),
    "zsh": ("bash", ("zsh", "-f", "-c")),
    "fish": ("fish", ("fish", "--no-config", "-c")),
}
"""Each shell: the format it reads, and the words that make it run a script."""

EVALUATE = {
    "bash": 'eval "$(cat {file})"',
    "zsh": 'eval "$(cat {file})"',
    "fish": "cat {file} | source",
}


def read_back(shell: str, values: dict[str, str], tmp_path: Path) -> dict[str, bytes]:
    """Let the real shell evaluate the export, and give what a child of it sees."""
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"there is no {shell} on this machine")
    form, words = SHELLS[shell]
    file = tmp_path / "export"
    file.write_bytes((FORMATS[form](values.items()) + "\n").encode())
    script = f"{EVALUATE[shell].format(file=file)}; env -0"
    done = subprocess.run(
        [*words, script],
        capture_output=True,
        check=True,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)},
    )
    pairs = (each.split(b"=", 1) for each in done.stdout.split(b"\0") if each)
    return {name.decode(): value for name, value in pairs if name.startswith(b"V_")}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_real_shell_reads_the_same_bytes(shell: str, tmp_path: Path) -> None:
    values = {f"V_{number}": value for number, value in enumerate(NASTY)}
    expected = {name: value.encode() for name, value in values.items()}
    assert read_back(shell, values, tmp_path) == expected


TEXT = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=30)


@pytest.mark.parametrize("shell", SHELLS)
@settings(max_examples=5, deadline=None)
@given(values=st.lists(TEXT, min_size=50, max_size=50))
def test_whatever_the_text_is(
    shell: str, values: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    named = {f"V_{number}": value for number, value in enumerate(values)}
    expected = {name: value.encode() for name, value in named.items()}
    assert read_back(shell, named, tmp_path_factory.mktemp("shell")) == expected


@pytest.mark.parametrize("form", ["bash", "fish", "powershell", "json"])
def test_each_variable_is_one_line_and_no_control_character_is_printed(form: str) -> None:
    printed = FORMATS[form]({"A": "one\ntwo\x1b[31m\r\x9b\u202e", "B": "b"}.items())
    assert len(printed.splitlines()) == (4 if form == "json" else 2)
    assert printed.replace("\n", "").isprintable()


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("plain", "'plain'"),
        ("", "''"),
        ("it's", "'it''s'"),
        ("\u2018a\u2019 \u201ab\u201b", "'\u2018\u2018a\u2019\u2019 \u201a\u201ab\u201b\u201b'"),
        ('$HOME `n "x"', "'$HOME `n \"x\"'"),
        ("a\nb", "('' + 'a' + [char]10 + 'b')"),
        ("\r\n", "('' + [char]13 + [char]10)"),
        ("it's\n", "('' + 'it''s' + [char]10)"),
    ],
)
def test_powershell_quotes_by_its_rules(value: str, written: str) -> None:
    assert powershell_word(value) == written


def test_powershell_sets_the_environment() -> None:
    assert FORMATS["powershell"]([("A", "1")]) == "$env:A = '1'"


def test_json_is_the_plain_object() -> None:
    values = {f"V{number}": value for number, value in enumerate(NASTY)}
    assert json.loads(FORMATS["json"](values.items())) == values
