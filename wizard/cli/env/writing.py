"""``env --write FILE``: an app's file, filled in place.

Must never: write before git was asked whether it would publish the file, or show a value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wizard.cli.asking import agreed, interactive
from wizard.cli.command import Result
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles.app_files import fill, place_of
from wizard.profiles.filling import foresee
from wizard.profiles.gitignore import ignore, state_of
from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wizard.cli.command import Call
    from wizard.model import Profile
    from wizard.profiles.app_files import Written
    from wizard.profiles.filling import Filling
    from wizard.profiles.frameworks import Framework
    from wizard.profiles.variables import Values


def written(call: Call, profile: Profile, values: Values, framework: Framework) -> Result:
    """Fill the file that ``--write`` names."""
    if call.options.format not in {None, "dotenv", "bash"}:
        raise ProblemError(problem("env.write_format", format=call.options.format))
    path = place_of(call.options.write)
    foresee(path, values, framework)  # what is wrong with the file is said before git is changed
    _let_git_ignore(call, path)
    done = fill(call.home, profile.name, values, framework, path)
    if done.unasked:
        call.say(f"git could not be asked whether it ignores {printable(path)}")
    return Result(data=_as_json(done), text="\n".join(_lines(done.filling, done.backup)))


def _as_json(done: Written) -> dict[str, Any]:
    filling = done.filling
    return {
        "path": str(filling.path),
        "changed": list(filling.changed),
        "added": list(filling.added),
        "kept": list(filling.kept),
        "created": filling.before is None,
        "backup": str(done.backup) if done.backup else None,
    }


def _let_git_ignore(call: Call, path: Path) -> None:
    """Add the file to ``.gitignore`` where that is wanted; else filling it will be refused."""
    if state_of(path) != "exposed":
        return
    asked = f"git does not ignore {printable(path)}, and it will hold secrets. Ignore it?"
    if call.options.gitignore or (interactive() and agreed(asked)):
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
