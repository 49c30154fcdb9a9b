"""How a profile of an older format becomes one of the present.

Adding format N+1 is one function that changes a format-N table in place, appended to
``MIGRATIONS``. It gets plain dicts when a profile is read, and tomlkit's when it is saved.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any, Final, TypeAlias

Migration: TypeAlias = Callable[[MutableMapping[str, Any]], None]

MIGRATIONS: Final[tuple[Migration, ...]] = ()
"""The first entry makes format 2 of format 1, and so on."""


def present_version() -> int:
    """Give the format this program writes."""
    return len(MIGRATIONS) + 1


def migrate(table: MutableMapping[str, Any], version: int) -> None:
    """Bring a table of format ``version`` to the present one, in place."""
    for step in MIGRATIONS[version - 1 :]:
        step(table)
    if version < present_version():
        table["version"] = present_version()
