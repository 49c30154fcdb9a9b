"""The key set on the way to production: where it is published, whose it is, and what is in it.

Knows: what Anon documents (one's own set, public), and what follows from it (https, a rotation).
Must never: fetch from where nobody on the internet could, except in a rehearsal, which says so.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from wizard.checks.row import Outcome, skipped
from wizard.handoff.item import Item, asked, found, rehearsed, remarked, wrong
from wizard.identity.examples import thumbprints
from wizard.identity.urls import check
from wizard.identity.words import date, listed
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles.own_keys import why_not_own
from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.handoff.look import Look
    from wizard.identity.jwks import KeySet
    from wizard.model import Problem
    from wizard.profiles.handoffs import Sighting

_NAMELESS: Final = frozenset({"jwks.no_kid", "jwks.kid_not_text"})
_HERE: Final = "the key set is on this machine; production wants it on https, in public"
_HOSTED: Final = "The pool is Anon-hosted: there is no address of yours"


def _is_on_https(look: Look) -> Outcome:
    uri = look.pool.jwks_uri
    if not uri:
        return skipped(_HOSTED)
    if look.rehearsal:
        return rehearsed(_HERE)
    if urlsplit(uri).scheme != "https":
        check(uri, allow_private=True)
        raise ProblemError(problem("jwks.not_https"))
    return found(printable(uri))


def _is_public(look: Look) -> Outcome:
    if not look.pool.jwks_uri:
        return skipped(_HOSTED)
    fetched = look.fetched()
    if look.rehearsal:
        return rehearsed(_HERE)
    kind = printable(fetched.content_type or "without a content type", 80)
    return found(f"{urlsplit(fetched.url).hostname} answers without a login", kind)


def _is_your_own(look: Look) -> Outcome:
    pool = look.pool
    jwks = pool.jwks_uri if pool.source == "url" else pool.source
    key_set = look.key_set() if pool.source == "url" else None
    reason = why_not_own(look.tested.home, jwks, key_set)
    if reason:
        name = look.tested.name
        raise ProblemError(problem("handoff.not_own_keys", reason=reason, profile=name))
    return found("No mock key and no published example is in it", *_prints(key_set))


def _prints(key_set: KeySet | None) -> list[str]:
    prints = thumbprints(key_set) if key_set else {}
    return [f"{name}: thumbprint {thumbprint}" for thumbprint, name in prints.items()]


def _is_sound(look: Look) -> Outcome:
    """Lint the set; keys without a name are the next item's."""
    if not look.pool.jwks_uri:
        return skipped(_HOSTED)
    key_set = look.key_set()
    nameless = any(row.code in _NAMELESS for row in key_set.rows)
    aside = _NAMELESS | ({"jwks.no_usable_key"} if nameless else set())
    rest = [each for each in key_set.problems if each.code not in aside]
    if not rest:
        return found(f"{len(key_set.kids)} of {len(key_set.rows)} keys can verify tokens")
    return (wrong if _broken(key_set, rest[0]) else remarked)(rest[0])


def _broken(key_set: KeySet, first: Problem) -> bool:
    rows = [row for row in key_set.rows if row.problem == first]
    return not rows or any(row.verdict == "fail" for row in rows)


def _has_names(look: Look) -> Outcome:
    if not look.pool.jwks_uri:
        return skipped(_HOSTED)
    rows = look.key_set().rows
    nameless = [row.problem for row in rows if row.code in _NAMELESS and row.problem]
    if nameless:
        return wrong(nameless[0], *(each.symptom for each in nameless))
    return found(listed(printable(row.kid or "", 80) for row in rows))


def _was_rotated(look: Look) -> Outcome:
    if not look.pool.jwks_uri:
        return skipped(_HOSTED)
    seen = look.sightings()
    evidence = _told(seen)
    turn = next((pair for pair in reversed(list(pairwise(seen))) if _adds(*pair)), None)
    if turn is None:
        return asked(ROTATION.ask, *evidence)
    before, after = turn
    if not set(before.kids) & set(after.kids):
        return wrong(problem("handoff.no_overlap", date=date(after.at)), *evidence)
    return found(f"A new key came beside the old one, seen {date(after.at)}", *evidence)


def _adds(before: Sighting, after: Sighting) -> bool:
    return bool(set(after.kids) - set(before.kids))


def _told(seen: Iterable[Sighting]) -> list[str]:
    return [f"{date(each.at)}: {listed(printable(kid, 80) for kid in each.kids)}" for each in seen]


ROTATION: Final = Item(
    "jwks.rotation",
    "The rotation of your keys was rehearsed",
    "jwks",
    _was_rotated,
    ("jwks.public",),
    ask="Nobody has seen your keys rotate yet. Rehearse it (anon-wizard jwks rotate), look again "
    "here after each step; or say when you rehearsed it, and how.",
    certainty="inferred",
)

ITEMS: Final = (
    Item("jwks.https", "The key set is on https", "jwks", _is_on_https, certainty="inferred"),
    Item(
        "jwks.public",
        "Anon's servers can fetch the key set",
        "jwks",
        _is_public,
        ("jwks.https",),
        certainty="documented",
    ),
    Item(
        "jwks.own",
        "The key set is your own",
        "jwks",
        _is_your_own,
        ("jwks.public",),
        certainty="documented",
    ),
    Item("jwks.sound", "Every key in it is sound", "jwks", _is_sound, ("jwks.public",)),
    Item(
        "jwks.kid",
        "Every key has a kid",
        "jwks",
        _has_names,
        ("jwks.public",),
        certainty="documented",
    ),
    ROTATION,
)
