"""The one place that finds ``assets/``: in an installed wheel, or in a bare checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent
ROOT = PACKAGE.parent
"""The folder that holds the packages: put it on ``sys.path`` to start a child of this program."""


@cache
def assets() -> Path:
    """Give the folder of the data files (wheel: inside the package; checkout: beside it)."""
    installed = PACKAGE / "assets"
    return installed if installed.is_dir() else ROOT / "assets"


def read_text(name: str) -> str:
    """Give one data file as text; ``name`` is relative to ``assets/``."""
    return (assets() / name).read_text(encoding="utf-8")
