"""The packet's files: three forms of the same document, written so that a crash tears none.

Knows: that the packet holds ids and names of people, so it is its writer's alone (0600, and a
folder that is made for it 0700) until they hand it on.
Must never: change the mode of a folder that was there, or leave half a file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from wizard.handoff.markdown import markdown
from wizard.handoff.page import page
from wizard.model import ProblemError
from wizard.paths import absolute_path
from wizard.problems import problem
from wizard.profiles.files import replace_whole
from wizard.profiles.guard import FOLDER_MODE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

STEM: Final = "anon-handoff"


def write_packet(folder: Path, document: Mapping[str, Any]) -> tuple[Path, ...]:
    """Write the packet into ``folder``, in place of an earlier one; give the files.

    All forms are made before the first is written. Raises ``handoff.packet_folder``, ``store.…``.
    """
    forms = {
        ".json": json.dumps(document, indent=2, ensure_ascii=False) + "\n",
        ".md": markdown(document),
        ".html": page(document),
    }
    place = _made(absolute_path(folder))
    paths = []
    for suffix, text in forms.items():
        path = place / f"{STEM}{suffix}"
        replace_whole(path, text.encode("utf-8", "backslashreplace"))
        paths.append(path)
    return tuple(paths)


def _made(folder: Path) -> Path:
    """Make the folder, its own alone; one that is there stays as it is."""
    try:
        folder.mkdir(FOLDER_MODE, parents=True, exist_ok=True)
    except OSError as refusal:
        reason = f"{refusal.strerror or type(refusal).__name__}."
        raise ProblemError(problem("handoff.packet_folder", path=folder, reason=reason)) from None
    return folder
