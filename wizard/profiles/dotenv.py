r"""Values in dotenv files and their kin: how they are quoted, and read back.

Knows: what npm's dotenv, Node's ``--env-file``, python-dotenv and a shell that sources the file
agree on. Where no way of quoting means the same to them, the value is refused.
Must never: write a value that one of its readers would take for something else.

What they agree on: no quotes for plain characters; ``'…'`` is literal, line ends included, unless
it holds ``'``; ``"…"`` where that holds no backslash, backquote, or dollar. Readers that expand
(dotenv-expand) do so whatever the quotes, and take ``\$`` for a dollar; so does a shell in ``"…"``.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Final

from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles.quoting import bash_word

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

QUOTES: Final = "'\"`"

_PLAIN: Final = re.compile(r"[A-Za-z0-9_./:@%+,=-]*")


class Reader(Enum):
    """Who reads the file: dotenv, dotenv that expands ``$NAME``, a shell, or Xcode."""

    DOTENV = "dotenv"
    EXPANDING = "expanding"
    SHELL = "shell"
    XCCONFIG = "xcconfig"


def quoted(name: str, value: str, reader: Reader, like: str = "") -> str:
    """Give ``value`` as it is written after ``NAME=``; ``like`` is the quote to keep if it can be.

    Raises ``env.not_representable``; ``name`` is for that problem alone.
    """
    ways = _WAYS[reader]
    for quote in (like, *(quote for quote in ways if quote != "`")):
        written = ways[quote](value) if quote in ways else None
        if written is not None:
            return written
    raise ProblemError(problem("env.not_representable", name=name, reader=reader.value))


def _bare(value: str) -> str | None:
    return value if _PLAIN.fullmatch(value) else None


def _single(value: str) -> str | None:
    fits = not any(each in value for each in "'\r") and not value.endswith("\\")
    return f"'{value}'" if fits else None


def _single_without_dollar(value: str) -> str | None:
    return None if "$" in value else _single(value)


def _double(value: str) -> str | None:
    return None if any(each in value for each in '"\\`$\r') else f'"{value}"'


def _double_with_dollar(value: str) -> str | None:
    fits = not any(each in value for each in '"\\`\r')
    escaped = value.replace("$", "\\$")
    return f'"{escaped}"' if fits else None


def _back(value: str) -> str | None:
    """Only dotenv reads this; a shell would run it, so it is kept where it is and never begun."""
    return None if any(each in value for each in "`\r") else f"`{value}`"


def _back_without_dollar(value: str) -> str | None:
    return None if "$" in value else _back(value)


def _xcconfig(value: str) -> str | None:
    """Xcode has no quotes, and takes ``//`` for a comment unless something empty parts it."""
    return None if re.search(r"[\x00-\x1f]", value) else value.replace("//", "/$()/")


_WAYS: Final[Mapping[Reader, Mapping[str, Callable[[str], str | None]]]] = {
    Reader.DOTENV: {"": _bare, "'": _single, '"': _double, "`": _back},
    Reader.EXPANDING: {
        "": _bare,
        "'": _single_without_dollar,
        '"': _double_with_dollar,
        "`": _back_without_dollar,
    },
    Reader.SHELL: {"": _bare, "'": _single, '"': _double, "$": bash_word},
    Reader.XCCONFIG: {"": _xcconfig},
}


def unquoted(written: str) -> str:
    """Give what readers make of a written value, comment and spaces around it aside."""
    if len(written) >= 2 and written[0] == written[-1] and written[0] in QUOTES:
        inner = written[1:-1]
        return re.sub(r"\\(.)", _unescaped, inner) if written[0] == '"' else inner
    return written


def _unescaped(found: re.Match[str]) -> str:
    return {"n": "\n", "r": "\r", "t": "\t"}.get(
        found[1], found[1] if found[1] in '"\\$`' else found[0]
    )
