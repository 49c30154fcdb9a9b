"""A room that fills apps' files: each is shown as a diff, and written after a yes.

Must never: write what was not shown, or show a secret in a diff.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.widgets import Static

from screens.plain import lines, plain
from screens.problem import ProblemPanel
from screens.room import RoomScreen, Task
from screens.sheet import Sheet, SheetScreen, diff_style

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from wizard.model import Problem
    from wizard.profiles.app_files import Foreseen
    from wizard.profiles.effects import Effect
    from wizard.profiles.filling import Filling
    from wizard.profiles.frameworks import Framework
    from wizard.profiles.variables import Values

_MASKED = "Secrets are masked here, not in the file. Only you will be able to read it."


class FillingScreen(RoomScreen):
    """What rooms have in common that fill files; ``.told`` is where they say how it went."""

    _said: tuple[str, ...] = ()

    def say(self, *rows: str) -> None:
        """Say how something went."""
        self._said = rows
        told = self.query_one(".told", Static)
        told.update(lines(plain(row) for row in rows))
        told.display = bool(rows)

    def values(self, _task: Task) -> Values:
        """Give the profile's values as they are now, its secrets resolved; call it in a thread."""
        from wizard.profiles.secrets import open_secrets
        from wizard.profiles.store import ProfileStore
        from wizard.profiles.variables import values_of

        profile = ProfileStore(self.home).load(self.profile)
        return values_of(profile, open_secrets(profile.secret_store, self.home))

    # --- one file ---

    def look_at(self, name: str, framework: Framework) -> None:
        """Work out what filling the file of that name would do, and offer it."""
        from wizard.profiles.app_files import place_of

        work = partial(self._foresee, place_of(name), framework)
        self.start("Looking at the file", work, partial(self._offer, framework))

    def _foresee(self, path: Path, framework: Framework, task: Task) -> Foreseen:
        from wizard.profiles.app_files import foreseen

        return foreseen(path, self.values(task), framework)

    async def _offer(self, framework: Framework, found: Foreseen) -> None:
        if found.filling.does_nothing:
            self.say(f"{found.filling.path} says all that already.")
            return
        ignored = "git does not ignore this file yet: a line in .gitignore comes first. "
        sheet = Sheet(
            "This would be written",
            _previews((found.filling,)),
            (ignored if found.exposed else "") + _MASKED,
            "Ignore it and write" if found.exposed else "Write",
            "Leave it",
            diff_style,
        )
        await self.app.push_screen(SheetScreen(sheet), partial(self._answer, framework, found))

    def _answer(self, framework: Framework, found: Foreseen, yes: bool | None) -> None:
        if yes:
            self.start("Writing", partial(self._write, framework, found), self.written)
        else:
            self.say("Nothing was written.")

    def _write(self, framework: Framework, found: Foreseen, task: Task) -> str:
        from wizard.profiles.app_files import fill
        from wizard.profiles.gitignore import ignore

        path = found.filling.path
        if found.exposed:
            ignore(path)
        done = fill(self.home, self.profile, self.values(task), framework, path)
        kept = f" As it was before: {done.backup}" if done.backup else ""
        return f"Written to {path}.{kept}"

    def written(self, words: str) -> None:
        """Say that it was written, and where."""
        self.say(words)

    # --- the files that were filled before ---

    def action_apps(self) -> None:
        """Look at every file that was filled from this profile."""
        if not self.busy:
            self.start("Looking at your apps' files", self._look_at_apps, self._looked)

    def _look_at_apps(self, _task: Task) -> Effect:
        from wizard.profiles.effects import effect, stored_values
        from wizard.profiles.store import ProfileStore

        profile = ProfileStore(self.home).load(self.profile)
        return effect(self.home, stored_values(self.home, profile), profile)

    async def _looked(self, found: Effect) -> None:
        if found.stale:
            self.say()
            await self.offer_apps(found)
        else:
            self.say("No file that was filled from this profile says anything else.")

    async def offer_apps(self, found: Effect) -> None:
        """Show what would change in which file, where something would."""
        if not found.stale:
            return
        sheet = Sheet(
            "These files of your apps say something else",
            _previews(each.filling for each in found.stale),
            _MASKED.replace("the file", "the files").replace("it.", "them."),
            "Write it",
            "Leave them",
            diff_style,
        )
        await self.app.push_screen(SheetScreen(sheet), partial(self._answer_apps, found))

    def _answer_apps(self, found: Effect, yes: bool | None) -> None:
        if yes:
            self.start("Writing", partial(self._bring, found), self._brought)
        else:
            self.say(*self._said, "No file was changed.")

    def _bring(self, found: Effect, _task: Task) -> tuple[frozenset[Path], tuple[Problem, ...]]:
        from wizard.profiles.app_files import fill_stale

        return fill_stale(self.home, self.profile, found.values, found.stale)

    def _brought(self, done: tuple[frozenset[Path], tuple[Problem, ...]]) -> None:
        written, problems = done
        self.say(*self._said, *(f"Written to {path}" for path in sorted(written)))
        if problems:
            self.query_one(".failed", ProblemPanel).tell(problems[0])


def _previews(fillings: Iterable[Filling]) -> str:
    from wizard.apps.previews import preview

    return "\n".join(preview(each.path, each.before, each.after) for each in fillings)
