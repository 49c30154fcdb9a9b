"""From what somebody pasted to the entry of the catalogue that it means.

Knows: how an error looks once a terminal, a log or a browser has printed it.
Must never: guess without saying so, or take time that grows faster than the text.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from math import log
from typing import TYPE_CHECKING, Final

from wizard.heard import Heard, fields_of, folded, phrase, plain, template
from wizard.problems import CATALOGUE, problem
from wizard.problems.unsaid import unsaid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.model import Problem
    from wizard.problems.entry import Entry

LONGEST: Final = 1 << 20
"""Characters of a text that are looked at: its end, where logs have the error."""

_NEAREST: Final = 3
_OURS: Final = 1_000  # the score of a code that stands where this program itself prints it
_ANSI: Final = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?)")
_CODE: Final = re.compile(
    r"(?P<ours>\bmore |\"code\": \"?)?(?<![a-z0-9_])(?P<code>[a-z0-9_]{2,20}\.[a-z0-9_]{2,40})"
)
_LIKE_A_CODE: Final = re.compile(r"[a-z0-9_.-]{1,60}")
_WORD: Final = re.compile(r"[a-z0-9_]{3,}")


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a text means.

    ``problem`` is the entry that fits best, filled in with what the text tells, and in words where
    it doesn't; None where nothing fits. ``also``: codes of other entries that were heard in it.
    ``nearest``: where nothing fits, the codes whose words are most alike; empty when none are.
    """

    problem: Problem | None
    also: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Hit:
    code: str
    score: int
    told: dict[str, str]


def explain(text: str) -> Explanation:
    """Find the entry for a code, or for an error message anywhere in ``text``. Never raises."""
    code = text.strip().lower()
    if code in CATALOGUE:
        return Explanation(described(code))
    shown = plain(html.unescape(_ANSI.sub("", text[-LONGEST:])))
    hits = sorted(_hits(shown), key=lambda hit: -hit.score)
    if not hits:
        return Explanation(None, nearest=_nearest(code, shown))
    best = hits[0].code
    told = {name: value for hit in hits if hit.code == best for name, value in hit.told.items()}
    others = dict.fromkeys(hit.code for hit in hits if hit.code != best)
    return Explanation(described(best, told), also=tuple(others))


def described(code: str, told: dict[str, str] | None = None) -> Problem:
    """Give an entry as a problem; for what nobody ``told`` stands what is always so."""
    entry = CATALOGUE[code]
    names = fields_of(f"{entry.symptom} {entry.cause} {entry.fix}")
    return problem(code, **({name: unsaid(entry, name) for name in names} | (told or {})))


def _hits(shown: str) -> Iterator[_Hit]:
    low = folded(shown)
    for code, heard in _all_heard():
        found = heard.find(low, shown)
        if found is not None:
            yield _Hit(code, heard.score, found)
    for match in _CODE.finditer(low):
        if match["code"] in CATALOGUE:
            yield _Hit(match["code"], _OURS if match["ours"] else len(match["code"]), {})


@cache
def _all_heard() -> tuple[tuple[str, Heard], ...]:
    return tuple(
        (entry.code, heard)
        for entry in CATALOGUE.values()
        for heard in (template(entry.symptom), *map(phrase, entry.heard))
        if heard.tells
    )


# --- when nothing fits ----------------------------------------------------------------------------


def _nearest(code: str, shown: str) -> tuple[str, ...]:
    if _LIKE_A_CODE.fullmatch(code):
        family = tuple(known for known in CATALOGUE if known.split(".")[0] == code)
        alike = family or tuple(get_close_matches(code, CATALOGUE, n=_NEAREST))
        if alike:
            return alike
    return _alike_in_words(set(_WORD.findall(folded(shown))))


def _alike_in_words(words: set[str]) -> tuple[str, ...]:
    """Rank entries by the words they share with the text; rare words count most."""
    weights = _weights()
    scores = {
        code: sum(weights[word] * theirs[word] for word in words & theirs.keys())
        for code, theirs in _words().items()
    }
    best = sorted(scores, key=lambda code: -scores[code])[:_NEAREST]
    return tuple(code for code in best if scores[code] > 0)


@cache
def _words() -> dict[str, dict[str, int]]:
    """Give each entry's words: 3 where they name what is seen, 1 where they explain it."""
    return {code: _ranked(entry) for code, entry in CATALOGUE.items()}


def _ranked(entry: Entry) -> dict[str, int]:
    explaining = _WORD.findall(folded(plain(f"{entry.cause} {entry.fix}")))
    seen = _WORD.findall(folded(plain(" ".join((entry.symptom, *entry.heard)))))
    return dict.fromkeys(explaining, 1) | dict.fromkeys(seen, 3)


@cache
def _weights() -> dict[str, float]:
    """Give each word's weight: 0 for one that every entry has (inverse document frequency)."""
    counts = Counter(word for words in _words().values() for word in words)
    return {word: log(len(CATALOGUE) / count) for word, count in counts.items()}
