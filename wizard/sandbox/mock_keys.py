"""Which keys the local sandbox's mock identity provider has ever had, by thumbprint.

Knows: that such a key's kid is its thumbprint (``identity.keys.generate``).
Must never: read a private key, or change the state.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from pathlib import Path


def mock_thumbprints(state: Path) -> frozenset[str]:
    """Give the thumbprints in a state file, withdrawn keys' too; empty where there is no state."""
    if not state.is_file():
        return frozenset()
    import sqlite3

    try:
        with closing(sqlite3.connect(f"file:{quote(str(state))}?mode=ro", uri=True)) as db:
            return frozenset(str(row[0]) for row in db.execute("SELECT kid FROM signing_key"))
    except sqlite3.DatabaseError:
        return frozenset()
