"""What lies in a bundle before anything in it is understood: named texts.

Knows: folders, dotenv files, JSON documents, and 1Password items as ``op item get --format json``
prints them.
Must never: follow a link out of the folder, wait for a pipe, or read without a limit.
"""

from __future__ import annotations

import json
import os
import stat
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles.envfile import parse
from wizard.profiles.shapes_of_secrets import API_KEY, JWT, NPM_TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LARGEST: Final = 1 << 18
"""Bytes in one file of a bundle; a key set of a hundred keys has a quarter of it."""

MOST: Final = 200
"""Files in a folder that is a bundle: more is somebody's whole disk."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One named text. ``where`` is told to people: a file, a variable, a field of an item."""

    name: str
    text: str = field(repr=False)
    where: str


def entries(place: Path) -> tuple[Entry, ...]:
    """Give all that lies in a file or folder. Raises ``bundle.unreadable``."""
    if not place.is_dir():
        return tuple(_of_file(place))
    with os.scandir(place) as found:
        names = sorted(each.name for each in found)
    if len(names) > MOST:
        raise _unreadable(place, f"It has more than {MOST} files.")
    files = (place / name for name in names if _is_plain(place / name))
    return tuple(entry for file in files for entry in _of_file(file))


def entries_of(text: str) -> tuple[Entry, ...]:
    """Give all that lies in a text that was pasted. Raises ``bundle.unreadable``."""
    if len(text) > LARGEST:
        raise _unreadable("What you pasted", f"It has more than {LARGEST >> 10} KiB.")
    return tuple(_of_text("pasted", text, "pasted"))


def is_document(text: str) -> bool:
    """Tell a text that holds values from one that says where they are: a path, or ``op://…``."""
    whole = text.strip()
    if len(whole.splitlines()) > 1 or whole[:1] in {"{", "["} or _is_variables("", whole):
        return True
    return any(shape.fullmatch(whole) for shape in (API_KEY, JWT, NPM_TOKEN))


def _is_plain(file: Path) -> bool:
    return stat.S_ISREG(file.lstat().st_mode)


def _of_file(file: Path) -> Iterator[Entry]:
    yield from _of_text(file.name, _text(file), file.name)


def _of_text(name: str, text: str, where: str) -> Iterator[Entry]:
    """Take a text apart into what it holds: named values, variables, or one value."""
    document = _json(text)
    if isinstance(document, dict) and isinstance(document.get("fields"), list):
        yield from item_of(document)
    elif isinstance(document, dict) and _holds_values(document):
        for key, value in document.items():
            written = value.strip() if isinstance(value, str) else json.dumps(value)
            yield Entry(key, written, f"{where}, {key}")
    elif document is None and _is_variables(name, text):
        for line in parse(text.encode()).lines:
            if not line.reference and line.value.strip("."):
                yield Entry(line.name, line.value.strip(), f"{where}, {line.name}")
    else:
        yield Entry(name, text.strip(), where)


def _holds_values(document: Mapping[str, Any]) -> bool:
    """Tell a document of named credentials from one object of Anon's, or a key (set)."""
    return not {"auth", "authorization", "keys", "kty"} & document.keys()


def item_of(item: Mapping[str, Any]) -> tuple[Entry, ...]:
    """Give what the fields of a 1Password item hold.

    The shape is that of developer.1password.com, “Item JSON template”: ``fields`` with ``label``
    and ``value``.
    """
    held: list[Entry] = []
    for each in item["fields"]:
        value = each.get("value") if isinstance(each, dict) else None
        if isinstance(value, str) and value.strip():
            label = str(each.get("label") or each.get("id") or "")
            held += _of_text(label, value, f"1Password, {label}")
    return tuple(held)


def _is_variables(name: str, text: str) -> bool:
    """Tell a file of variables by its name, or by having nothing but assignments in it."""
    lines = [line for line in text.splitlines() if line.strip() and line.strip()[0] != "#"]
    assigned = len(parse(text.encode()).lines)
    return assigned > 0 and (".env" in name or assigned == len(lines))


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _text(file: Path) -> str:
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as opened:
            raw = opened.read(LARGEST + 1)
    except OSError as trouble:
        raise _unreadable(file, f"{trouble.strerror or type(trouble).__name__}.") from None
    if len(raw) > LARGEST:
        raise _unreadable(file, f"It has more than {LARGEST >> 10} KiB.")
    return raw.decode("utf-8-sig", "replace")


def _unreadable(path: Path | str, reason: str) -> ProblemError:
    return ProblemError(problem("bundle.unreadable", path=path, reason=reason))
