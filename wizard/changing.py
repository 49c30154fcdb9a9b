"""What another answer than before costs: the parts of the draft that stand on the first one.

Knows: which parts a field decides, and what they are called.
Must never: do anything about it; a step does, when it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.model import Record

if TYPE_CHECKING:
    from wizard.model import Answers, Draft, Field
    from wizard.model.chain import Part

_IN_WORDS: Final[dict[Part, str]] = {
    "pool": "the UserPool",
    "webapp": "the webapp client",
    "service": "the service client",
    "user": "the test user's token",
    "link": "the link",
}
_STAYS: Final[frozenset[Part]] = frozenset({"pool", "webapp", "service"})


class Ground(Record):
    """What was proven once, and the answers that it stands on."""

    draft: Draft
    answers: Answers

    def holds(self, draft: Draft) -> bool:
        """Tell whether ``draft`` is on the way to the same, as far as it goes."""
        mine, theirs = self._at(draft.base_url), draft
        same_place = (mine.profile, mine.environment) == (theirs.profile, theirs.environment)
        parts = ((getattr(mine, part), getattr(theirs, part)) for part in _IN_WORDS)
        return same_place and all(now in {None, before} for before, now in parts)

    def _at(self, base_url: str) -> Draft:
        pool = self.draft.pool
        return self.draft._replace(pool=pool and pool.moved(self.draft.base_url, base_url))


def lost(ground: Draft, field: Field, before: Answers, now: Answers) -> tuple[Part, ...]:
    """Give the parts of ``ground`` that no longer stand, where ``field`` is answered anew."""
    old, new = before.get(field.name), now.get(field.name)
    if (old and old.value) == (new and new.value):
        return ()
    return tuple(part for part in field.decides if _stands(ground, part))


def _stands(ground: Draft, part: Part) -> bool:
    if part == "link":
        return ground.link is not None and ground.link.status == "active"
    return getattr(ground, part) is not None


def cost(ground: Draft, field: Field, before: Answers, now: Answers) -> str:
    """Say what another answer to ``field`` costs; empty: nothing."""
    parts = lost(ground, field, before, now)
    if not parts:
        return ""
    *others, last = (_IN_WORDS[part] for part in parts)
    named = f"{', '.join(others)} and {last}" if others else last
    told = f"Another answer than before: {named} will be made or proven again."
    stays = " What was made stays there; “anon-wizard undo” lists it."
    return told + (stays if _STAYS & set(parts) else "")
