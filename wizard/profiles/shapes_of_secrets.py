"""What a secret looks like, wherever it lies: keys, tokens, private keys.

Knows: the prefixes of Anon's keys (contract, Two generations), and the forms that JOSE, PEM and npm
give theirs.
Must never: be taken as proof: an unknown key matches nothing here.
"""

from __future__ import annotations

import re
from typing import Final

API_KEY: Final = re.compile(r"(?:anon|ory)_[A-Za-z0-9+/=_.~-]{8,}")
NPM_TOKEN: Final = re.compile(r"npm_[A-Za-z0-9]{8,}")
JWT: Final = re.compile(r"eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
PRIVATE_KEY: Final = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----", re.DOTALL
)

_ALL: Final = (PRIVATE_KEY, JWT, API_KEY, NPM_TOKEN)


def without_secrets(text: str, known: tuple[str, ...] = ()) -> tuple[str, int]:
    """Give ``text`` with everything that looks like a secret as “…”, and how many there were.

    ``known`` are secrets whatever they look like.
    """
    count = 0
    for secret in known:
        count += text.count(secret)
        text = text.replace(secret, "…")
    for shape in _ALL:
        text, found = shape.subn("…", text)
        count += found
    return text, count
