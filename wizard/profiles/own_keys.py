"""Whether a key set is the user's own: by where it comes from, and by the thumbprints of its keys.

Knows: the local sandbox's mock keys, and keys that are published as examples.
Must never: take a set for one's own because nobody could look at it; that is for the caller to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from wizard.identity.examples import PUBLISHED, thumbprints
from wizard.sandbox.mock_keys import mock_thumbprints
from wizard.sandbox.running import JWKS_PATH

if TYPE_CHECKING:
    from wizard.identity.jwks import KeySet
    from wizard.profiles.home import Home

NO_SET = {
    "mock": "it is the mock key set, made for testing only",
    "hosted": "the UserPool is Anon-hosted, and has none of yours",
    "url": "no address was named",
}
"""Why there is no own key set, by the answer that is no address."""


def why_not_own(home: Home, jwks: str, key_set: KeySet | None = None) -> str:
    """Say why a key set is not the user's own, in words that follow a colon; empty: it may be.

    ``jwks`` is the answer of that name: “mock”, “hosted”, or a URL; ``key_set`` is what that gives.
    """
    if jwks in NO_SET:
        return NO_SET[jwks]
    if urlsplit(jwks).path == JWKS_PATH:
        return NO_SET["mock"]
    return _borrowed(home, key_set) if key_set else ""


def _borrowed(home: Home, key_set: KeySet) -> str:
    mock = mock_thumbprints(home.sandbox())
    for thumbprint, name in thumbprints(key_set).items():
        if thumbprint in mock:
            return f"its key {name} is one of the local sandbox's mock keys"
        if thumbprint in PUBLISHED:
            return f"its key {name} is printed in {PUBLISHED[thumbprint]}, private half and all"
    return ""
