"""Run a Textual program, and note what stands when it first paints: ``painting.py FILE PROGRAM …``.

``PROGRAM`` is ``anon-wizard``, or the path of a script; more words are the script's. What stands
when it ends is noted beside ``FILE``, with ``.end`` for its suffix.
"""

from __future__ import annotations

import atexit
import json
import runpy
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.css.stylesheet import Stylesheet

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.dom import DOMNode
    from textual.screen import Screen

_NOTED = Path(sys.argv[1])

_display = App._display
_apply = Stylesheet.apply
_styled = 0


def _noting(app: App[Any], screen: Screen[Any], renderable: RenderableType | None) -> None:
    if renderable is not None and not app._batch_count and not _NOTED.exists():
        painted = {
            "modules": sorted(sys.modules),
            "rules": len(app.stylesheet.rules),
            "widgets": len(list(screen.walk_children())),
            "styled": _styled,
        }
        _NOTED.write_text(json.dumps(painted))
    _display(app, screen, renderable)


def _counting(sheet: Stylesheet, node: DOMNode, **options: Any) -> None:
    global _styled  # noqa: PLW0603 — a counter
    _styled += 1
    _apply(sheet, node, **options)


App._display = _noting  # type: ignore[method-assign, assignment]  # to look at it
Stylesheet.apply = _counting  # type: ignore[method-assign, assignment]  # to look at it


@atexit.register
def _ended() -> None:
    ended = {"modules": sorted(sys.modules), "styled": _styled}
    _NOTED.with_suffix(".end").write_text(json.dumps(ended))


_program, sys.argv[1:] = sys.argv[2], sys.argv[3:]
if _program == "anon-wizard":
    from wizard.cli import program

    program()
else:
    runpy.run_path(_program, run_name="__main__")
