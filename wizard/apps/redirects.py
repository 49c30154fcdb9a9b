"""The redirect URLs in an app: where the browser comes back to after a link.

Knows: the names that code and settings give them; computed ones are not seen.
Must never: follow one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.apps.env_files import env_sources
from wizard.apps.sources import code_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.apps.tree import App

_NAME: Final = re.compile(r"redirect_?ur[li]s?", re.IGNORECASE)
_IN_CODE: Final = re.compile(
    r"""redirect_?ur[li]s?\w*["']?\s*[:=(,]\s*\[?\s*["'`](?P<url>[a-z][a-z0-9+.-]*://[^"'`\s]*)""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Redirect:
    """One redirect URL, and where it stands."""

    file: str
    number: int
    url: str

    @property
    def place(self) -> str:
        """File and line, as editors open them."""
        return f"{self.file}:{self.number}"


def redirects(app: App) -> tuple[Redirect, ...]:
    """Give every redirect URL that is written down, in code and in files of variables."""
    return (*_in_code(app), *_in_settings(app))


def _in_code(app: App) -> Iterator[Redirect]:
    for file, number, line in code_lines(app, "edirect", "EDIRECT"):
        hit = _IN_CODE.search(line)
        if hit:
            yield Redirect(file, number, hit["url"])


def _in_settings(app: App) -> Iterator[Redirect]:
    for source in env_sources(app):
        for setting in source.settings:
            if _NAME.search(setting.name) and "://" in setting.value:
                yield Redirect(setting.file, setting.number, setting.value)
