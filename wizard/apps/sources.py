"""The files that people write code in.

Must never: take a lock file, a bundle or a map for somebody's code.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.apps.tree import App

_CODE: Final = frozenset(
    {
        *(".js", ".jsx", ".ts", ".tsx", ".mjs", ".cjs", ".mts", ".cts", ".vue", ".svelte", ".html"),
        *(".swift", ".m", ".plist", ".kt", ".java", ".py", ".rb", ".go", ".php", ".cs", ".rs"),
        *(".json", ".yml", ".yaml", ".toml", ".sh", ".tf"),
    }
)
_NOT_WRITTEN: Final = re.compile(
    r"package-lock\.json|npm-shrinkwrap\.json|.*\.min\.js|.*\.bundle\.js|.*\.map|pnpm-lock\.yaml"
)
_LONGEST_LINE: Final = 5_000
"""Characters; a longer line was written by a program."""


def code_files(app: App) -> Iterator[str]:
    """Give the files of code and of settings."""
    for file in app.files:
        name = PurePosixPath(file)
        if name.suffix in _CODE and not _NOT_WRITTEN.fullmatch(name.name):
            yield file


def code_lines(app: App, *holding: str) -> Iterator[tuple[str, int, str]]:
    """Give file, number and text of each line of code; only of files that hold one of the words."""
    for file in code_files(app):
        text = app.text(file)
        if text and any(word in text for word in holding):
            for number, line in enumerate(text.splitlines(), start=1):
                if len(line) <= _LONGEST_LINE:
                    yield file, number, line
