"""The edits that the doctor knows: pure functions from what a file says to what it shall say.

Must never: change a byte that it was not asked to change, or read or write a file.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from wizard.checks.remedies import Edit
from wizard.profiles.envfile import edited, parse
from wizard.profiles.gitignore import with_line

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.profiles.dotenv import Reader

_TYPE: Final = re.compile(r'"type"\s*:\s*"commonjs"')
_AFTER: Final = re.compile(r'"(?:version|name)"\s*:\s*"(?:[^"\\]|\\.)*",(?=(?P<space>\s*))')
_FIRST: Final = re.compile(r"\{(?P<space>\s*)")


def set_variable(path: Path, reader: Reader, name: str, value: str) -> Edit:
    """Give a line that is there another value; the rest of the file stays, byte for byte."""
    return Edit(path, lambda before: edited(parse(before, reader), {name: value}, (), reader))


def add_variable(path: Path, reader: Reader, name: str, value: str) -> Edit:
    """Add a line at the end, unless there is one of that name."""

    def change(before: bytes) -> bytes:
        file = parse(before, reader)
        return before if name in file.values() else edited(file, {}, [(name, value)], reader)

    return Edit(path, change)


def ignore_in_git(path: Path) -> Edit:
    """Add a file to the ``.gitignore`` beside it."""
    return Edit(path.parent / ".gitignore", lambda before: with_line(before, path.name))


def make_module(path: Path) -> Edit:
    """Say ``"type": "module"`` in a package.json."""
    return Edit(path, module_typed)


def module_typed(before: bytes) -> bytes:
    """Give a package.json that says ``"type": "module"``; unchanged where that cannot be written.

    The new member goes behind the name or the version, indented as they are.
    """
    text = before.decode("utf-8", "surrogateescape")
    document = _document(text)
    if document.get("type") == "module":
        return before
    wanted = {**document, "type": "module"}
    for written in _candidates(text):
        if _document(written) == wanted:
            return written.encode("utf-8", "surrogateescape")
    return before


def _candidates(text: str) -> list[str]:
    """Give the places where it may stand, the best one first; whoever asks checks what it means."""
    replaced = [_put(text, found, '"type": "module"') for found in _TYPE.finditer(text)]
    behind = [
        text[: found.end()] + found["space"] + '"type": "module",' + text[found.end() :]
        for found in reversed(list(_AFTER.finditer(text)))
    ]
    first = _FIRST.search(text)
    member = f'"type": "module"{"," if _document(text) else ""}'
    begun = [_put(text, first, f"{{{first['space']}{member}{first['space']}")] if first else []
    return [*replaced, *behind, *begun]


def _put(text: str, found: re.Match[str], written: str) -> str:
    return text[: found.start()] + written + text[found.end() :]


def _document(text: str) -> dict[str, object]:
    try:
        document = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}
