"""A home whose path has the same length in every run: it stands on the screen."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wizard.profiles.home import Home

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def home() -> Iterator[Home]:
    """Give an empty home, gone at the end of the test; so is the sandbox over its state."""
    folder = tempfile.mkdtemp(prefix="aw-", dir="/tmp")
    home = Home.find({"ANON_WIZARD_HOME": folder})
    yield home
    from wizard.sandbox import starting

    running = starting._held.pop(Path(home.sandbox()), None)
    if running:
        running.close()
    shutil.rmtree(folder, ignore_errors=True)
