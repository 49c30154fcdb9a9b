"""Where the measured programs run: homes of their own, and nothing of the caller's settings.

Knows: how the wizard is started as a user starts it, by the script that pip writes.
Must never: touch the real home.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wizard.resources import ROOT

PROGRAMS: Final = Path(__file__).parent / "programs"

_SCRIPT: Final = """#!{python}
# -*- coding: utf-8 -*-
import re
import sys
from wizard.cli import program
if __name__ == '__main__':
    sys.argv[0] = re.sub(r'(-script\\.pyw|\\.exe)?$', '', sys.argv[0])
    sys.exit(program())
"""
"""What pip 23 installs as ``anon-wizard``; later ones leave ``re`` out."""

_FOREIGN: Final = ("ANON_", "PYTHON", "XDG_", "TEXTUAL", "COLUMNS", "LINES", "NO_COLOR")


@dataclass(frozen=True, slots=True)
class Room:
    """A folder that is thrown away, with the wizard's command in it."""

    folder: Path

    @classmethod
    def furnished(cls, folder: Path) -> Room:
        """Put the command in."""
        room = cls(folder)
        room.script.write_text(_SCRIPT.format(python=sys.executable), encoding="utf-8")
        room.script.chmod(0o755)
        return room

    @property
    def script(self) -> Path:
        """The installed command."""
        return self.folder / "anon-wizard"

    def home(self) -> Path:
        """Make an empty home."""
        return Path(tempfile.mkdtemp(prefix="home-", dir=self.folder))

    def environ(self, home: Path, **more: str) -> dict[str, str]:
        """Give the environment of a run in this home; compiled modules are kept, as installed."""
        clean = {name: text for name, text in os.environ.items() if not name.startswith(_FOREIGN)}
        own = {"HOME": str(home), "ANON_WIZARD_HOME": str(home / "wizard"), "PYTHONPATH": str(ROOT)}
        return {**clean, **own, **more}

    def wizard(self, *arguments: str) -> list[str]:
        """Give the words that start the wizard."""
        return [str(self.script), *arguments]


def python(*arguments: str) -> list[str]:
    """Give the words that start the interpreter all of this runs on."""
    return [sys.executable, *arguments]


def program(name: str, *arguments: str) -> list[str]:
    """Give the words that start one of the bench's own programs."""
    return python(str(PROGRAMS / f"{name}.py"), *arguments)
