"""Which keys the local sandbox's mock identity provider has ever had, by thumbprint.

Knows: that such a key's kid is its thumbprint (``identity.keys.generate``).
Must never: read a private key, or change the state.
"""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote

from wizard.paths import is_file

if TYPE_CHECKING:
    from wizard.paths import AnyPath


def mock_thumbprints(state: AnyPath) -> frozenset[str]:
    """Give the thumbprints in a state file, withdrawn keys' too; empty where there is no state."""
    if not is_file(state):
        return frozenset()
    import sqlite3

    try:
        with closing(sqlite3.connect(f"file:{quote(os.fspath(state))}?mode=ro", uri=True)) as db:
            return frozenset(str(row[0]) for row in db.execute("SELECT kid FROM signing_key"))
    except sqlite3.DatabaseError:
        return frozenset()
