"""Filled in with the judge."""

from typing import Final

from wizard.problems.entry import Entry

ENTRIES: Final[tuple[Entry, ...]] = ()
