"""What a file of an app is for, by its name: production, development, tests, or to be kept.

Must never: guess from what is in a file, or from the folder that it lies in.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Stage = Literal["", "development", "production", "tests", "spare"]
"""Empty where the name says nothing. ``spare``: a copy that somebody kept."""

_WORDS: Final = re.compile(r"[^a-z]+")
_SPARE: Final = frozenset({"old", "orig", "backup", "bak", "save", "copy"})
_STAGES: Final[dict[str, Stage]] = {
    **dict.fromkeys(("prod", "production", "live", "release"), "production"),
    **dict.fromkeys(("dev", "development", "debug"), "development"),
    **dict.fromkeys(("test", "tests", "testing", "ci"), "tests"),
}


def stage_of(file: str) -> Stage:
    """Give it for names such as ``.env.production``, ``Debug.xcconfig`` or ``.env.old``."""
    name = PurePosixPath(file).name.lower()
    words = _WORDS.split(name)
    if name.endswith("~") or not _SPARE.isdisjoint(words):
        return "spare"
    known: Iterator[Stage] = (_STAGES[word] for word in words if word in _STAGES)
    return next(known, "")
