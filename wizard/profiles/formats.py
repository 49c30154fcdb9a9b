r"""Variables as shells and programs read them.

Knows: how bash (and zsh), fish, PowerShell, dotenv and JSON quote, so that any value arrives as
the same bytes. A new format is one function and one line in ``FORMATS``.
Must never: let a value be read as code.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from wizard.profiles.dotenv import Reader, quoted
from wizard.profiles.quoting import bash_word, fish_word, powershell_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


def dotenv(pairs: Iterable[tuple[str, str]]) -> str:
    """Give ``NAME=value`` lines. Raises ``env.not_representable``."""
    return "\n".join(f"{name}={quoted(name, value, Reader.DOTENV)}" for name, value in pairs)


def bash(pairs: Iterable[tuple[str, str]]) -> str:
    """Give ``export NAME='value'`` lines, for bash and zsh: ``eval "$(…)"``."""
    return "\n".join(f"export {name}={bash_word(value)}" for name, value in pairs)


def fish(pairs: Iterable[tuple[str, str]]) -> str:
    """Give ``set -gx NAME 'value'`` lines, for ``… | source``."""
    return "\n".join(f"set -gx {name} {fish_word(value)}" for name, value in pairs)


def powershell(pairs: Iterable[tuple[str, str]]) -> str:
    """Give ``$env:NAME = 'value'`` lines, for ``… | Invoke-Expression``."""
    return "\n".join(f"$env:{name} = {powershell_word(value)}" for name, value in pairs)


def json_object(pairs: Iterable[tuple[str, str]]) -> str:
    """Give one JSON object."""
    return json.dumps(dict(pairs), indent=2, ensure_ascii=True)


FORMATS: Final[Mapping[str, Callable[[Iterable[tuple[str, str]]], str]]] = {
    "dotenv": dotenv,
    "bash": bash,
    "fish": fish,
    "powershell": powershell,
    "json": json_object,
}
