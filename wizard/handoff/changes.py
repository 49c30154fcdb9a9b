"""What must change in the apps when a profile is promoted: foreseen, shown, then written.

Knows: which files hold our variables (those that were filled, and those in the apps' folders).
Must never: change a line that is not ours, add one, or write a secret where git would take it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.apps import env_sources, scan
from wizard.model import ProblemError, Secret
from wizard.problems import problem
from wizard.profiles.envfile import parse
from wizard.profiles.filled import Filled, filled, remember
from wizard.profiles.filling import backup_of, foresee, reader_of, write
from wizard.profiles.frameworks import FRAMEWORKS, PLAIN, Framework, variable_called
from wizard.profiles.gitignore import state_of
from wizard.profiles.guard import named
from wizard.profiles.secrets import open_secrets
from wizard.profiles.variables import as_text, values_of
from wizard.text import mask

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.model import Problem, Profile
    from wizard.profiles.filling import Filling
    from wizard.profiles.home import Home
    from wizard.profiles.variables import Values

_OTHER_STAGES: Final = frozenset({"development", "tests", "spare"})
"""Files that stay as they are: their name says that they are not production's."""


@dataclass(frozen=True, slots=True)
class Line:
    """One variable that must change. ``before`` and ``after`` are masked where they are secret.

    ``after`` None: production has no such value, and the line is to be removed by hand.
    """

    name: str
    before: str
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What must change in one file. ``trouble``: why it will not be written."""

    path: Path
    framework: Framework
    lines: tuple[Line, ...]
    filling: Filling | None = None
    trouble: Problem | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The variables that must change."""
        return tuple(line.name for line in self.lines)


def changes(
    home: Home, folders: Iterable[Path], tested: Profile, promoted: Profile
) -> tuple[Change, ...]:
    """Say what must change, file by file; nothing is written.

    ``folders`` are the apps'. Raises ``app.no_folder``, and what the secret store raises.
    """
    before = values_of(tested, open_secrets(tested.secret_store, home))
    after = values_of(promoted, open_secrets(promoted.secret_store, home))
    files = dict([*_in_folders(folders), *_filled_before(home, (tested, promoted))])
    found = (_change(path, framework, before, after) for path, framework in sorted(files.items()))
    return tuple(change for change in found if change.lines or change.trouble)


def _in_folders(folders: Iterable[Path]) -> Iterator[tuple[Path, Framework]]:
    for folder in folders:
        app = scan(folder)
        for source in env_sources(app):
            if source.stage not in _OTHER_STAGES and _has_ours(source.names()):
                yield app.path(source.file), source.framework


def _has_ours(names: Iterable[str]) -> bool:
    return any(variable_called(name) for name in names)


def _filled_before(home: Home, profiles: Iterable[Profile]) -> Iterator[tuple[Path, Framework]]:
    for profile in profiles:
        for file in filled(home, profile.name):
            yield Path(file.path), FRAMEWORKS.get(file.framework, PLAIN)


def _change(path: Path, framework: Framework, before: Values, after: Values) -> Change:
    """Foresee one file; lines that are there are changed, none is added."""
    try:
        filling = foresee(path, after, _adding_nothing(framework))
    except ProblemError as refusal:
        return Change(path, framework, (), trouble=refusal.problem)
    lines = tuple(_lines(path, framework, filling, before, after))
    secret = any(_is_secret(name, after) for name in filling.changed)
    return Change(path, framework, lines, filling, _kept_out(path) if secret else None)


def _adding_nothing(framework: Framework) -> Framework:
    """Give the framework as one that wants no variable that is not there."""
    its = framework
    return Framework(its.name, its.label, (), its.prefix, its.names, its.expands)


def _kept_out(path: Path) -> Problem | None:
    """Say why a file that holds secrets is not written: git would take it."""
    codes = {"tracked": "env.tracked", "exposed": "env.not_ignored"}
    state = state_of(path)
    return problem(codes[state], path=path) if state in codes else None


def _lines(
    path: Path, framework: Framework, filling: Filling, before: Values, after: Values
) -> Iterator[Line]:
    reader = reader_of(path, framework)
    now = parse(filling.before or b"", reader).values()
    then = parse(filling.after, reader).values()
    for name, value in now.items():
        if name in filling.changed:
            yield Line(name, _shown(name, value, after), _shown(name, then[name], after))
        elif _is_left_behind(name, value, before, after):
            yield Line(name, _shown(name, value, before), None)


def _is_left_behind(name: str, value: str, before: Values, after: Values) -> bool:
    """Tell a value of the tested profile's that production has none for."""
    variable = variable_called(name)
    if variable is None or not value:
        return False
    return value == as_text(before.of(variable)) and not after.of(variable)


def _shown(name: str, value: str, values: Values) -> str:
    return mask(value) if value and _is_secret(name, values) else value


def _is_secret(name: str, values: Values) -> bool:
    variable = variable_called(name)
    if variable is None:
        return False
    return variable.private or isinstance(values.of(variable), Secret)


# --- writing --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Written:
    """One file as it was left. ``backup`` is what stood there before, where it was kept just now.

    ``trouble``: why it was not written.
    """

    change: Change
    backup: Path | None = None
    trouble: Problem | None = None


def apply(home: Home, promoted: Profile, change: Change) -> Written:
    """Write one file, and remember that it holds the promoted profile's values.

    A file that is not as it was when its changes were shown is left alone.
    """
    filling = change.filling
    if change.trouble or filling is None:
        return Written(change, trouble=change.trouble)
    try:
        _refuse_changed(filling)
        backup = write(filling, backup_of(home, change.path))
        remember(home, promoted.name, Filled(str(change.path), change.framework.name))
    except ProblemError as refusal:
        return Written(change, trouble=refusal.problem)
    return Written(change, backup)


def _refuse_changed(filling: Filling) -> None:
    path = filling.path
    with named("store.cannot_read", path):
        now = path.read_bytes() if path.is_file() else None
    if now != filling.before:
        raise ProblemError(problem("promotion.changed_meanwhile", path=path))
