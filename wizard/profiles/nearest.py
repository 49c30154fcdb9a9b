"""Which of the bindings holds in a folder.

Knows: the longest match wins; a path that leads through the user's own symbolic links counts where
the real one is not bound; a linked git worktree counts as its main checkout where it is not bound
itself.
Must never: be loaded where no folder is bound at all: the shell prompt waits.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from wizard.model import Record
from wizard.profiles.worktree import worktree_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.paths import AnyPath


class Bound(Record):
    """The binding that holds for a folder. ``worktree_of``: it was found by that main checkout."""

    profile: str
    folder: str
    worktree_of: str = ""


def nearest(known: Mapping[str, str], folder: AnyPath, logical: str = "") -> Bound | None:
    """Give the binding (``known``: folder → profile) that holds in ``folder``; None: none does.

    ``logical`` is the shell's idea of the same place (``PWD``), which may lead through symbolic
    links; it is believed only where it is the same place.
    """
    real = Path(folder).resolve()
    return _by_repository(known, real) or _longest(known, _alias(real, logical) or real)


def _by_repository(known: Mapping[str, str], real: Path) -> Bound | None:
    """Find the binding by real paths: in the repository, by its main checkout, then above it."""
    own = _longest(known, real)
    tree = worktree_of(real)
    if tree is None or (own and Path(own.folder).is_relative_to(tree.root)):
        return own
    main = _longest(known, tree.main / real.relative_to(tree.root))
    if main is None or (own and not Path(main.folder).is_relative_to(tree.main)):
        return own
    return Bound(main.profile, main.folder, str(tree.main))


def _longest(known: Mapping[str, str], place: Path) -> Bound | None:
    for folder in map(str, (place, *place.parents)):
        if folder in known:
            return Bound(known[folder], folder)
    return None


def _alias(real: Path, logical: str) -> Path | None:
    try:
        same = logical.startswith("/") and Path(logical).samefile(real)
    except OSError:
        return None
    return Path(os.path.normpath(logical)) if same else None
