r"""Variables as shells and programs read them.

Knows: how bash (and zsh), fish, PowerShell, dotenv and JSON quote, so that any value arrives as
the same bytes. A new format is one function and one line in ``FORMATS``.
Must never: let a value be read as code.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from wizard.profiles.dotenv import Reader, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What would move a terminal's cursor or turn its text around: control and bidi characters."""

_SINGLE_QUOTES: Final = re.compile("['\u2018\u2019\u201a\u201b]")


def dotenv(pairs: Iterable[tuple[str, str]]) -> str:
    """Give ``NAME=value`` lines. Raises ``env.not_representable``."""
    return "\n".join(f"{name}={quoted(name, value, Reader.DOTENV)}" for name, value in pairs)


def bash(pairs: Iterable[tuple[str, str]]) -> str:
    """Give ``export NAME='value'`` lines, for bash and zsh: ``eval "$(…)"``."""
    return "\n".join(f"export {name}={bash_word(value)}" for name, value in pairs)


def bash_word(value: str) -> str:
    """Quote for bash and zsh: ``'…'``, or ``$'…'`` where there are control characters."""
    if not _CONTROL.search(value):
        escaped = value.replace("'", "'\\''")
        return f"'{escaped}'"
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"$'{_CONTROL.sub(_octal, escaped)}'"


def _octal(found: re.Match[str]) -> str:
    return "".join(f"\\{byte:03o}" for byte in found[0].encode())


def fish(pairs: Iterable[tuple[str, str]]) -> str:
    """Give ``set -gx NAME 'value'`` lines, for ``… | source``."""
    return "\n".join(f"set -gx {name} {fish_word(value)}" for name, value in pairs)


def fish_word(value: str) -> str:
    r"""Quote for fish: ``'…'``; control characters stand outside the quotes, as ``\x0a``."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{_CONTROL.sub(_fish_escape, escaped)}'"


def _fish_escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"'\\x{code:02x}'" if code < 0x80 else f"'\\u{code:04x}'"


def powershell(pairs: Iterable[tuple[str, str]]) -> str:
    """Give ``$env:NAME = 'value'`` lines, for ``… | Invoke-Expression``."""
    return "\n".join(f"$env:{name} = {powershell_word(value)}" for name, value in pairs)


def powershell_word(value: str) -> str:
    """Quote for PowerShell, to which typographic single quotes are quotes, too.

    That is in about_Quoting_Rules. Control characters become ``[char]``: a pipe goes by lines.
    """
    parts = [
        f"[char]{ord(part)}" if _CONTROL.match(part) else f"'{_doubled(part)}'"
        for part in re.split(f"({_CONTROL.pattern})", value)
        if part
    ]
    if not parts:
        return "''"
    return parts[0] if len(parts) == 1 and parts[0][0] == "'" else f"('' + {' + '.join(parts)})"


def _doubled(text: str) -> str:
    return _SINGLE_QUOTES.sub(lambda found: found[0] * 2, text)


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
