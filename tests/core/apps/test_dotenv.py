"""Values in dotenv files: Node and a shell that sources the file read what was meant."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.core.apps.test_formats import NASTY
from wizard.model import ProblemError
from wizard.profiles.dotenv import Reader, quoted, unquoted
from wizard.profiles.formats import dotenv

if TYPE_CHECKING:
    from pathlib import Path

READ_BY_NODE = "console.log(JSON.stringify(util.parseEnv(fs.readFileSync(process.argv[1],'utf8'))))"


def can(value: str, reader: Reader = Reader.DOTENV) -> bool:
    try:
        quoted("V", value, reader)
    except ProblemError:
        return False
    return True


WRITTEN = {f"V_{number}": value for number, value in enumerate(NASTY) if can(value)}


def test_node_reads_what_was_written(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no Node on this machine")
    file = tmp_path / ".env"
    file.write_text(dotenv(WRITTEN.items()) + "\n", encoding="utf-8", newline="")
    done = subprocess.run(
        [node, "--no-warnings", "-e", READ_BY_NODE, str(file)], capture_output=True, check=False
    )
    if b"parseEnv is not a function" in done.stderr:
        pytest.skip("this Node is too old to read .env files")
    assert json.loads(done.stdout) == WRITTEN


def test_a_shell_that_sources_the_file_reads_the_same(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(dotenv(WRITTEN.items()) + "\n", encoding="utf-8", newline="")
    done = subprocess.run(
        ["bash", "--norc", "-c", f"set -a; . {file}; env -0"], capture_output=True, check=True
    )
    pairs = (each.split(b"=", 1) for each in done.stdout.split(b"\0") if each)
    read = {name.decode(): value.decode() for name, value in pairs if name.startswith(b"V_")}
    assert read == WRITTEN


@pytest.mark.parametrize(
    ("reader", "value", "written"),
    [
        (Reader.DOTENV, "plain/value+x=", "plain/value+x="),
        (Reader.DOTENV, "", ""),
        (Reader.DOTENV, "two words", "'two words'"),
        (Reader.DOTENV, "#no comment", "'#no comment'"),
        (Reader.DOTENV, "it's", '"it\'s"'),
        (Reader.DOTENV, "$dollar", "'$dollar'"),
        (Reader.EXPANDING, "$dollar", '"\\$dollar"'),
        (Reader.EXPANDING, "two words", "'two words'"),
        (Reader.SHELL, "it's $5", "'it'\\''s $5'"),
        (Reader.XCCONFIG, "http://127.0.0.1", "http:/$()/127.0.0.1"),
    ],
)
def test_each_reader_has_its_way(reader: Reader, value: str, written: str) -> None:
    assert quoted("V", value, reader) == written


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        (Reader.DOTENV, "it's $5"),
        (Reader.DOTENV, "a\r"),
        (Reader.DOTENV, "ends in \\"),
        (Reader.EXPANDING, 'it\'s "$5"'),
        (Reader.XCCONFIG, "two\nlines"),
    ],
)
def test_what_readers_would_take_differently_is_refused(reader: Reader, value: str) -> None:
    with pytest.raises(ProblemError, match=r"env\.not_representable"):
        quoted("V", value, reader)


@pytest.mark.parametrize(
    ("like", "written"), [("'", "'v'"), ('"', '"v"'), ("`", "`v`"), ("", "v"), ("?", "v")]
)
def test_the_quotes_that_are_there_are_kept(like: str, written: str) -> None:
    assert quoted("V", "v", Reader.DOTENV, like) == written


def test_quotes_that_cannot_hold_the_value_give_way() -> None:
    assert quoted("V", "it's", Reader.DOTENV, "'") == '"it\'s"'


@pytest.mark.parametrize(
    ("written", "value"),
    [("v", "v"), ("'a\\n'", "a\\n"), ('"a\\n\\"b\\""', 'a\n"b"'), ("`a'b`", "a'b"), ("'", "'")],
)
def test_a_written_value_is_read_back(written: str, value: str) -> None:
    assert unquoted(written) == value
