"""What the checklist looks at: a tested profile, its apps, and its production once there is one.

Knows: how each is reached, and that each question is put once a look.
Must never: send anything but GET and OPTIONS, or write a file but what is remembered of a key set.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from wizard.checks.asking import profile_now
from wizard.checks.case import Memory
from wizard.http.wire import look_up
from wizard.profiles.handoffs import Handoff, Sighting, saw

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.apps import App
    from wizard.checks.case import Case
    from wizard.http.wire import Resolve
    from wizard.identity.fetch import Fetched
    from wizard.identity.jwks import KeySet
    from wizard.model import Pool, Secret


@dataclass(frozen=True)
class Look:
    """One look. ``promoted`` None: there is no prod profile yet. ``folders``: the apps'.

    ``sample`` is a token of the user's identity provider, given for this look alone.
    """

    tested: Case
    promoted: Case | None = None
    record: Handoff = field(default_factory=Handoff)
    folders: tuple[Path, ...] = ()
    sample: Secret | None = field(default=None, repr=False)
    resolve: Resolve = look_up
    memory: Memory = field(default_factory=Memory, repr=False)

    @property
    def rehearsal(self) -> bool:
        """Tell whether all this happens on this machine, where nothing is public."""
        return self.tested.place.local

    @property
    def pool(self) -> Pool:
        """The tested profile's UserPool; raises ``profile.incomplete``."""
        return self.tested.pool

    def fetched(self, case: Case | None = None) -> Fetched:
        """Give what the key set's address answers; raises why it cannot be fetched.

        It is the tested pool's, unless another case is given.
        """
        from wizard.identity.fetch import fetch

        of = case or self.tested
        uri = (profile_now(of).pool() or of.pool).jwks_uri
        return self.memory.once(
            f"at {uri}",
            lambda: fetch(
                uri,
                allow_private=self.rehearsal,
                resolve=self.resolve,
                cancelled=self.tested.cancelled,
            ),
        )

    def key_set(self, case: Case | None = None) -> KeySet:
        """Give the pool's key set as it is served now; raises why it cannot be fetched."""
        from wizard.identity.jwks import lint

        return lint(self.fetched(case).body)

    def sighting(self) -> Sighting:
        """Give how the key set looks now; raises why it cannot be fetched."""
        return Sighting(self.pool.jwks_uri, self.key_set().kids, int(self.tested.now()))

    def sightings(self) -> tuple[Sighting, ...]:
        """Give each change of the key set that was ever seen, oldest first, now included."""
        seen = self.record.with_sighting(self.sighting()).seen
        return tuple(each for each in seen if each.jwks_uri == self.pool.jwks_uri)

    def remember_sighting(self) -> None:
        """Keep how the key set looks now, for a later look to compare with."""
        saw(self.tested.home, self.tested.name, self.sighting())

    def apps(self) -> tuple[App, ...]:
        """Give the apps' folders, walked once. Raises ``app.no_folder``."""
        from wizard.apps import scan

        return self.memory.once("apps", lambda: tuple(scan(folder) for folder in self.folders))

    def in_app(self, app: App, place: str) -> str:
        """Give a place in an app as people find it: with the app's folder where there are more."""
        if len(self.folders) < 2:
            return place
        folders = [each.folder for each in self.apps()]
        return (app.folder.relative_to(os.path.commonpath(folders)) / place).as_posix()

    def in_apps(self) -> tuple[Case, ...]:
        """Give the tested profile's case in each app; it knows the promoted one's secrets, too."""
        return self.memory.once("in apps", lambda: tuple(map(self._in_app, self.apps())))

    def _in_app(self, app: App) -> Case:
        later = self.promoted.secrets if self.promoted else {}
        secrets = {**self.tested.secrets, **{f"{name}.promoted": it for name, it in later.items()}}
        return replace(self.tested, app=app, secrets=secrets, memory=Memory())
