"""Keys that stand in an app's code, or in what is handed on with it.

Knows: what Anon's keys look like (contract, Two generations), and private keys in PEM.
Must never: show what it found; a place is enough to find it again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.apps.sources import shared_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.apps.tree import App
    from wizard.model import Secret

_KEY: Final = re.compile(r"(?<![A-Za-z0-9_])(?:anon|ory)_[A-Za-z0-9+/=_-]{24,}")
_PEM: Final = "PRIVATE KEY-----"


@dataclass(frozen=True, slots=True)
class KeyMention:
    """One place; ``what`` says which kind of secret it is."""

    file: str
    number: int
    what: str

    @property
    def place(self) -> str:
        """File and line, as editors open them."""
        return f"{self.file}:{self.number}"


def looks_like_a_key(value: str) -> bool:
    """Tell whether a text holds one of Anon's keys: long, and of letters and digits at random."""
    return any(_is_random(hit[0]) for hit in _KEY.finditer(value))


def _is_random(text: str) -> bool:
    body = text.split("_", 1)[1]
    kinds = (str.isdigit, str.islower, str.isupper)
    return all(any(kind(character) for character in body) for kind in kinds)


def key_mentions(app: App, known: Iterable[Secret] = ()) -> tuple[KeyMention, ...]:
    """Give every place that holds a key, comments too; ``known`` ones, whatever they look like."""
    values = [secret.reveal() for secret in known if len(secret.reveal()) >= 16]
    found = []
    for file, number, line in shared_lines(app, "anon_", "ory_", _PEM, *values):
        if looks_like_a_key(line) or any(value in line for value in values):
            found.append(KeyMention(file, number, "an API key"))
        elif _PEM in line and "BEGIN" in line:
            found.append(KeyMention(file, number, "a private key"))
    return tuple(found)
