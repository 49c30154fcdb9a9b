"""What a profile's way to production has left behind: people's words, key sets seen, its promotion.

Knows: one JSON file a profile, beside its proofs.
Must never: hold a secret, or overwrite a file that it can't read: a person's word is not made anew.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles.shape import ShapeError, plain, shaped

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from wizard.profiles.home import Home

VERSION: Final = 1
_KEPT_SIGHTINGS: Final = 200


@dataclass(frozen=True, slots=True)
class Word:
    """What a person says about one item of the checklist. ``at`` in Unix seconds."""

    item: str
    by: str
    note: str
    at: int


@dataclass(frozen=True, slots=True)
class Sighting:
    """A key set as it was seen: the kids that could verify. ``at`` in Unix seconds."""

    jwks_uri: str
    kids: tuple[str, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Handoff:
    """One profile's record. ``folders`` are the apps' that were looked at last (absolute paths).

    ``promoted_from`` and ``promoted_to`` name the profiles before and after it on the way to
    production; empty where there is none.
    """

    version: int = VERSION
    words: tuple[Word, ...] = ()
    seen: tuple[Sighting, ...] = ()
    folders: tuple[str, ...] = ()
    promoted_from: str = ""
    promoted_to: str = ""

    def word(self, item: str) -> Word | None:
        """Give what was said about an item, or None."""
        return next((word for word in self.words if word.item == item), None)

    def with_word(self, word: Word) -> Handoff:
        """Give the record with this word in place of an earlier one about the same item."""
        return replace(self, words=(*self.without_word(word.item).words, word))

    def without_word(self, item: str) -> Handoff:
        """Give the record without what was said about an item."""
        return replace(self, words=tuple(word for word in self.words if word.item != item))

    def with_sighting(self, sighting: Sighting) -> Handoff:
        """Give the record with a key set's sighting, unless it looked the same the last time."""
        last = next((s for s in reversed(self.seen) if s.jwks_uri == sighting.jwks_uri), None)
        if last and set(last.kids) == set(sighting.kids):
            return self
        return replace(self, seen=(*self.seen, sighting)[-_KEPT_SIGHTINGS:])


def read(home: Home, profile: str) -> Handoff:
    """Give the record of ``profile``; an empty one where there is none.

    Raises ``store.corrupt`` and what ``read_private`` raises.
    """
    from wizard.profiles.json_files import read_object

    path = home.handoff(profile)
    content = read_object(path)
    if content is None:
        return Handoff()
    try:
        record = shaped(Handoff, content)
    except ShapeError as wrong:
        raise ProblemError(problem("store.corrupt", path=path, reason=wrong.reason)) from None
    if record.version != VERSION:
        reason = "It was written by another version of anon-wizard."
        raise ProblemError(problem("store.corrupt", path=path, reason=reason))
    return record


def update(home: Home, profile: str, change: Callable[[Handoff], Handoff]) -> Handoff:
    """Save what ``change`` makes of the record as it is now, and give it.

    Raises what ``read``, ``write_private`` and ``locked`` raise.
    """
    from wizard.profiles.files import locked, sweep_beside
    from wizard.profiles.json_files import write_object

    path = home.handoff(profile)
    with locked(home.state_lock()):
        sweep_beside(path)
        before = read(home, profile)
        after = change(before)
        if after != before:
            content: dict[str, Any] = plain(after)
            write_object(path, content)
    return after


def saw(home: Home, profile: str, sighting: Sighting) -> None:
    """Remember how a key set looked; that it can't be remembered stops nobody's work."""
    with suppress(ProblemError):
        update(home, profile, lambda record: record.with_sighting(sighting))


def rename_profile(home: Home, profile: str, new: str) -> None:
    """Let the profiles before and after ``profile`` find it by its new name.

    The record itself moves with the profile's other belongings.
    """
    record = read(home, new)
    if record.promoted_from:
        update(home, record.promoted_from, lambda other: _pointing(other, profile, new))
    if record.promoted_to:
        update(home, record.promoted_to, lambda other: _pointing(other, profile, new))


def part(home: Home, copied: str) -> None:
    """Let a copy stand for itself: it was neither promoted, nor is it the promotion of another."""
    update(home, copied, lambda record: replace(record, promoted_from="", promoted_to=""))


def _pointing(record: Handoff, profile: str, new: str) -> Handoff:
    return replace(
        record,
        promoted_from=new if record.promoted_from == profile else record.promoted_from,
        promoted_to=new if record.promoted_to == profile else record.promoted_to,
    )
