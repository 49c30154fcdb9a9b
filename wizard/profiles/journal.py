"""The journal of one profile's creating requests: one JSON object a line, only ever appended to.

Knows: what a line says, and what a crash can leave of the last one.
Must never: hold a secret, change a line, or write to a file that it does not understand.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from wizard.model import ObjectKind, ProblemError
from wizard.problems import problem
from wizard.profiles.files import append_private, read_private, write_private
from wizard.profiles.shape import ShapeError, plain, shaped

if TYPE_CHECKING:
    from wizard.paths import AnyPath

State = Literal["pending", "done", "unknown", "refused", "adopted", "left over", "gone"]
"""``pending``: about to be sent. ``unknown``: the answer was lost. ``left over``: perhaps made, and
not used. ``gone``: the server has it no longer. A pending one whose writer is dead is unknown."""

LIMIT: Final = 1 << 24
"""Bytes in a journal: some thirty thousand requests."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One creating request as it stands.

    ``key``: 8 hex digits that all lines of one request share. ``hash``: of the request without its
    name. ``at``: when it was sent, UTC, ISO 8601. ``id``: what it made, empty until that is known.
    """

    key: str
    kind: ObjectKind
    name: str
    environment: str
    base_url: str
    profile: str
    hash: str
    state: State
    at: str
    id: str = ""


class Journal:
    """The journal at ``path``. Appending wants its writer's lock; reading wants none."""

    def __init__(self, path: AnyPath) -> None:
        self._path = path

    def entries(self) -> tuple[Entry, ...]:
        """Give each request as its last line tells it, oldest first.

        A last line that a crash tore is passed over. Raises ``journal.corrupt`` for any other line
        that makes no sense, and what ``read_private`` raises.
        """
        latest: dict[str, Entry] = {}
        for entry in self._read(_whole(self._raw())):
            latest[entry.key] = entry
        return tuple(latest.values())

    def append(self, entry: Entry) -> None:
        """Append one line, durably; a torn last line goes first.

        Raises ``journal.corrupt``, and what ``append_private`` raises.
        """
        raw = self._raw()
        whole = _whole(raw)
        self._read(whole)
        if raw != whole:
            write_private(self._path, whole)
        line = json.dumps({"version": 1, **plain(entry)}, ensure_ascii=True)
        append_private(self._path, f"{line}\n".encode("ascii"))

    def _raw(self) -> bytes:
        return read_private(self._path, LIMIT) or b""

    def _read(self, whole: bytes) -> list[Entry]:
        entries = []
        for number, line in enumerate(whole.split(b"\n"), start=1):
            if line.strip():
                entry = _parsed(line)
                if entry is None:
                    raise ProblemError(problem("journal.corrupt", path=self._path, line=number))
                entries.append(entry)
        return entries


def _whole(raw: bytes) -> bytes:
    """Give the whole lines; a last one that lacks only its line end is whole, too."""
    head, newline, tail = raw.rpartition(b"\n")
    if not tail:
        return raw
    return raw + b"\n" if _parsed(tail) else head + newline


def _parsed(line: bytes) -> Entry | None:
    try:
        return shaped(Entry, json.loads(line))
    except (ValueError, RecursionError, ShapeError):
        return None
