"""What stands in an entry's text where nobody told it: for ``explain``, and for guides.

Knows: a word for each ``{name}`` that the catalogue uses. What is to be filled in by whoever reads
is in capitals, as in a command's help; all else is told in words. An entry's own ``unsaid`` goes
first.
Must never: claim something about a case that nobody described.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from wizard.problems.entry import Entry

_WORDS: Final = {
    "ago": "some time ago",
    "ahead": "some time",
    "alg": "ALGORITHM",
    "app_user": "ANOTHER USER",
    "at": "TIME",
    "exp": "NUMBER",
    "base_url": "URL",
    "count": "several",
    "detail": "here stands the place",
    "difference": "(here stands what differs)",
    "expected": "another size",
    "fitting": "RS256 for RSA, ES256 for P-256, EdDSA for Ed25519",
    "jwks_uri": "URL",
    "key": "KID",
    "key_alg": "ANOTHER ALGORITHM",
    "kids": "other ones",
    "label": "ANSWER",
    "limit": "the limit",
    "members": "private members",
    "minutes": "some",
    "mode": "0644, for instance",
    "ours": "this one",
    "part": "header, payload or signature",
    "parts": "another number of parts",
    "path": "FILE",
    "place": "FILE:LINE",
    "pool": "ID",
    "reason": "(here stands the reason)",
    "reference": "op://VAULT/ITEM/FIELD",
    "seconds": "some",
    "span": "the time given",
    "target": "ADDRESS",
    "theirs": "another environment",
    "user": "USER",
    "what": "something else",
    "words": "(here stand its own words)",
}
"""A word by name; any other name stands for itself, in capitals."""


def unsaid(entry: Entry, name: str) -> str:
    """Give what stands for ``{name}`` in that entry, where nobody told it."""
    return entry.unsaid.get(name) or _WORDS.get(name) or name.upper()
