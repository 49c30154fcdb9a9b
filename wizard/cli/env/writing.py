"""``env --write FILE``: an app's file, filled in place.

Must never: write before git was asked whether it would publish the file, or show a value.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wizard.cli.asking import agreed, interactive
from wizard.cli.command import Result
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles import filled
from wizard.profiles.filling import backup_of, foresee, write
from wizard.profiles.gitignore import ignore, state_of
from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.cli.command import Call
    from wizard.model import Profile
    from wizard.profiles.filling import Filling
    from wizard.profiles.frameworks import Framework
    from wizard.profiles.variables import Values


def written(call: Call, profile: Profile, values: Values, framework: Framework) -> Result:
    """Fill the file that ``--write`` names."""
    if call.options.format not in {None, "dotenv", "bash"}:
        raise ProblemError(problem("env.write_format", format=call.options.format))
    path = _absolute(call.options.write)
    filling, backup = fill(call, profile, values, framework, path)
    data = {
        "path": str(path),
        "changed": list(filling.changed),
        "added": list(filling.added),
        "kept": list(filling.kept),
        "created": filling.before is None,
        "backup": str(backup) if backup else None,
    }
    return Result(data=data, text="\n".join(_lines(filling, backup)))


def fill(
    call: Call, profile: Profile, values: Values, framework: Framework, path: Path
) -> tuple[Filling, Path | None]:
    """Fill one file, after git was asked; give what was done, and the backup that was made.

    Raises ``env.…`` and ``store.…``; then nothing was written.
    """
    filling = foresee(path, values, framework)
    if not filling.does_nothing:
        _keep_out_of_git(call, path)
    backup = write(filling, backup_of(call.home, path))
    filled.remember(call.home, profile.name, filled.Filled(str(path), framework.name))
    return filling, backup


def _absolute(name: str) -> Path:
    """Give the file's path without following a symbolic link that it may be itself."""
    path = Path(name).expanduser().absolute()
    return path.parent.resolve() / path.name


def _keep_out_of_git(call: Call, path: Path) -> None:
    state = state_of(path)
    if state == "tracked":
        raise ProblemError(problem("env.tracked", path=path))
    if state == "unknown":
        call.say(f"git could not be asked whether it ignores {printable(path)}")
    if state != "exposed":
        return
    asked = f"git does not ignore {printable(path)}, and it will hold secrets. Ignore it?"
    if not (call.options.gitignore or (interactive() and agreed(asked))):
        raise ProblemError(problem("env.not_ignored", path=path))
    call.say(f"Ignored from now on, by {printable(ignore(path))}")


def _lines(filling: Filling, backup: Path | None) -> Iterator[str]:
    path = printable(filling.path)
    if filling.does_nothing:
        yield f"{path} says all that already."
        return
    yield f"{'Created' if filling.before is None else 'Filled'} {path} (only you can read it)"
    for word, names in (
        ("changed", filling.changed),
        ("added", filling.added),
        ("left as it is", filling.kept),
    ):
        if names:
            yield f"  {word}: {', '.join(names)}"
    if backup:
        yield f"  as it was before: {printable(backup)}"
