"""How the screen shall look, remembered from one start to the next.

Must never: stop the wizard; a file that can't be read or written is passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.themes import THEMES
from wizard.model import ProblemError
from wizard.paths import is_file

if TYPE_CHECKING:
    from wizard.profiles.home import Home


def remembered_theme(home: Home) -> str:
    """Give the name of the theme that was chosen last, else the default's."""
    if not is_file(home.looks()):
        return THEMES[0].name
    from wizard.profiles.json_files import read_object

    try:
        name = (read_object(home.looks()) or {}).get("theme")
    except ProblemError:
        name = None
    return name if name in {theme.name for theme in THEMES} else THEMES[0].name


def remember_theme(home: Home, name: str) -> None:
    """Keep the name of the theme."""
    from wizard.profiles.json_files import write_object

    try:
        write_object(home.looks(), {"theme": name})
    except ProblemError:
        return
