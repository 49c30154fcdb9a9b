"""Reading a state file that another process may be writing: how an attacher learns the keys."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from wizard.sandbox import state_file
from wizard.sandbox.records import seed
from wizard.sandbox.store import meta

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Seen:
    """What a state file tells: the port (0: none yet), and ``seed.Facts`` as a mapping."""

    port: int
    facts: Mapping[str, Any]


def peek(path: Path) -> Seen | None:
    """Look into a state file without changing it; None if there is none, or it is being made.

    Raises ``sandbox.state`` for a file that is not ours or no state.
    """
    if not os.path.lexists(path):
        return None
    state_file.inspect(path)
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as db:
            facts = seed.facts(db)
            return Seen(int(meta(db, "port") or 0), asdict(facts)) if facts.instance else None
    except sqlite3.OperationalError:
        return None  # no tables yet
    except sqlite3.DatabaseError:
        raise state_file.unusable(path, "It is not a state of the sandbox, or damaged.") from None
