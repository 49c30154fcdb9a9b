"""A file's change as a diff for people, with every value masked that may be a secret.

Must never: show a value that is not surely one of Anon's ids and names.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Final

from wizard.apps.keys import looks_like_a_key
from wizard.profiles.envfile import parse
from wizard.profiles.frameworks import variable_called
from wizard.text import mask, printable

if TYPE_CHECKING:
    from pathlib import Path

_SECRETS: Final = frozenset({"token", "service_key", "session_token", "npm_token"})
_COMMENTED: Final = re.compile(r"^(\s*#[^\n=]*=\s*)(\S[^\r\n]*)", re.MULTILINE)


def preview(path: Path, before: bytes | None, after: bytes, *, holds_values: bool = True) -> str:
    """Give a unified diff. ``holds_values``: it is a file of variables, whose values are masked."""
    old, new = (_lines(content or b"", holds_values=holds_values) for content in (before, after))
    name = printable(path)
    return "\n".join(difflib.unified_diff(old, new, name, name, n=1, lineterm=""))


def _lines(content: bytes, *, holds_values: bool) -> list[str]:
    text = content.decode("utf-8", "surrogateescape")
    if holds_values:
        for line in reversed(parse(content).lines):
            if not _is_harmless(line.name, line.value):
                text = text[: line.start] + mask(line.value) + text[line.end :]
        text = _COMMENTED.sub(lambda found: found[1] + mask(found[2]), text)
    return [printable(line.removesuffix("\r")) for line in text.split("\n")]


def _is_harmless(name: str, value: str) -> bool:
    """Tell one of Anon's ids and names from a secret, and from what only its owner knows."""
    variable = variable_called(name)
    return variable is not None and variable.value not in _SECRETS and not looks_like_a_key(value)
