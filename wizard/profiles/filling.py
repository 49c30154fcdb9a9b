"""Filling an app's file with a profile's values: foreseen as a whole, then written as a whole.

Knows: which lines are ours, which are the user's, and what must not stand in such a file.
Must never: write a key where a build tool would publish it, or change a line that is not ours.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles.dotenv import Reader
from wizard.profiles.envfile import EnvFile, Line, edited, parse
from wizard.profiles.files import replace_whole, write_private
from wizard.profiles.frameworks import (
    assignments,
    is_public,
    publishes_private,
    variable_called,
)
from wizard.profiles.gitignore import state_of
from wizard.profiles.guard import is_there, named
from wizard.profiles.variables import VARIABLES, as_text

if TYPE_CHECKING:
    from wizard.profiles.frameworks import Framework
    from wizard.profiles.home import Home
    from wizard.profiles.variables import Values, Variable

LIMIT: Final = 1 << 20
"""Bytes in a file of variables that is changed; more is no such file."""

_SHELL_FILES: Final = (".envrc", ".sh", ".bash", ".zsh")


@dataclass(frozen=True, slots=True)
class Filling:
    """What writing would do. ``before`` None: there is no such file yet.

    ``changed`` and ``added`` are names; ``kept`` are ours too, and left as they are: references to
    another line of the file, and values that users choose.
    """

    path: Path
    before: bytes | None
    after: bytes
    changed: tuple[str, ...]
    added: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def does_nothing(self) -> bool:
        """Tell whether the file says all that already."""
        return self.before == self.after


def foresee(path: Path, values: Values, framework: Framework) -> Filling:
    """Say how the file would change; nothing is written.

    Raises ``env.public_key``, ``env.not_text``, ``env.not_representable``, and ``store.…`` for what
    can't be read or is no plain file.
    """
    before = _read(path)
    reader = reader_of(path, framework)
    file = parse(before or b"", reader)
    _refuse_published_keys(path, file, values)
    ours = {line.name: variable for line in file.lines if (variable := variable_called(line.name))}
    wanted = {name: as_text(values.of(variable)) for name, variable in ours.items()}
    kept = {line.name for line in file.lines if line.name in ours and _stays(line, ours, wanted)}
    wanted = {name: text for name, text in wanted.items() if text and name not in kept}
    present = {line.name for line in file.lines}
    added = [each for each in assignments(values, framework) if each.name not in present]
    after = edited(file, wanted, [(each.name, each.text) for each in added], reader)
    stale = {line.name for line in file.lines if line.value != wanted.get(line.name, line.value)}
    return Filling(
        path=path,
        before=before,
        after=after,
        changed=tuple(name for name in wanted if name in stale),
        added=tuple(each.name for each in added),
        kept=tuple(sorted(kept)),
    )


def reader_of(path: Path, framework: Framework) -> Reader:
    """Tell by a file's name, and by the framework, who reads it."""
    if path.suffix == ".xcconfig":
        return Reader.XCCONFIG
    if path.name.endswith(_SHELL_FILES):
        return Reader.SHELL
    return Reader.EXPANDING if framework.expands else Reader.DOTENV


def _stays(line: Line, ours: dict[str, Variable], wanted: dict[str, str]) -> bool:
    """Tell whether a line of ours is left alone: it points at its value, or the user chose it."""
    points = ours.get(line.reference) == ours[line.name]
    chosen = ours[line.name].suggested and bool(line.value)
    return points or (chosen and line.value != wanted[line.name])


def _refuse_published_keys(path: Path, file: EnvFile, values: Values) -> None:
    private = {as_text(values.of(variable)) for variable in VARIABLES if variable.private} - {""}
    for line in file.lines:
        if line.value and _publishes(line, private):
            raise ProblemError(problem("env.public_key", name=line.name, path=path))


def _publishes(line: Line, private: set[str]) -> bool:
    if publishes_private(line.name):
        return True
    behind = variable_called(line.reference)
    return is_public(line.name) and (line.value in private or bool(behind and behind.private))


def _read(path: Path) -> bytes | None:
    if not is_there(path):
        with named("store.cannot_write", path):
            path.parent.stat()
        return None
    with named("store.cannot_read", path), path.open("rb") as file:
        raw = file.read(LIMIT + 1)
    if len(raw) > LIMIT or b"\0" in raw:
        raise ProblemError(problem("env.not_text", path=path))
    return raw


# --- writing --------------------------------------------------------------------------------------


def write(filling: Filling, backup: Path) -> Path | None:
    """Write the file (0600), whole or not at all. Give the backup, if one was made just now.

    What stood in the file before the first time is kept at ``backup``; one that is there stays.
    Raises ``store.…``.
    """
    if filling.does_nothing:
        return None
    made = filling.before is not None and _keep(backup, filling.before, filling.path)
    replace_whole(filling.path, filling.after)
    return backup if made else None


def backup_beside(path: Path) -> Path:
    """Give the place of the backup beside a file."""
    return path.with_name(f"{path.name}.anon-wizard.bak")


def backup_of(home: Home, path: Path) -> Path:
    """Give the place of a file's backup: beside it, unless git would take it from there."""
    beside = backup_beside(path)
    if state_of(beside) in {"no repository", "ignored"}:
        return beside
    place = hashlib.sha256(str(path).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return Path(home.backups(), f"{place}{path.suffix or path.name}.bak")


def _keep(backup: Path, before: bytes, path: Path) -> bool:
    if os.path.lexists(backup):
        return False
    save = replace_whole if backup.parent == path.parent else write_private
    save(backup, before)
    return True
