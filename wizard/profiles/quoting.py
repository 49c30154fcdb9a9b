"""One value as one word: how each shell quotes, so that any text arrives as the same bytes.

Knows: bash (and zsh), fish and PowerShell.
Must never: let a value be read as code, or let a control character reach a terminal.
"""

from __future__ import annotations

import re
from typing import Final

_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What would move a terminal's cursor or turn its text around: control and bidi characters."""

_SINGLE_QUOTES: Final = re.compile("['\u2018\u2019\u201a\u201b]")


def bash_word(value: str) -> str:
    """Quote for bash and zsh: ``'…'``, or ``$'…'`` where there are control characters."""
    if not _CONTROL.search(value):
        escaped = value.replace("'", "'\\''")
        return f"'{escaped}'"
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"$'{_CONTROL.sub(_octal, escaped)}'"


def _octal(found: re.Match[str]) -> str:
    return "".join(f"\\{byte:03o}" for byte in found[0].encode())


def fish_word(value: str) -> str:
    r"""Quote for fish: ``'…'``; control characters stand outside the quotes, as ``\x0a``."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{_CONTROL.sub(_fish_escape, escaped)}'"


def _fish_escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"'\\x{code:02x}'" if code < 0x80 else f"'\\u{code:04x}'"


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
