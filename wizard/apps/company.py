"""What an app tells its users in Link about the company: its name and its logo.

Knows: the variables (contract, variable names) and the members of the web SDK's config.
Must never: load the logo; whether it can be loaded is for others to ask.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from wizard.apps.env_files import env_sources
from wizard.apps.sources import code_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.apps.tree import App

Part = Literal["name", "logo"]

_VARIABLES: Final[dict[str, Part]] = {"ANON_COMPANY_NAME": "name", "ANON_COMPANY_LOGO": "logo"}
_IN_CODE: Final = re.compile(
    r"""\bcompany(?P<what>Name|Logo|LogoUrl|)["']?\s*[:=]\s*(?P<quote>["'`])(?P<value>[^"'`$]*)(?P=quote)"""
)


@dataclass(frozen=True, slots=True)
class Said:
    """One place that says it. ``file`` and ``number`` as editors count."""

    part: Part
    file: str
    number: int
    value: str

    @property
    def place(self) -> str:
        """File and line, as editors open them."""
        return f"{self.file}:{self.number}"


def company(app: App) -> tuple[Said, ...]:
    """Give every place that says the company's name or logo, empty values too."""
    return (*_in_settings(app), *_in_code(app))


def _in_settings(app: App) -> Iterator[Said]:
    for source in env_sources(app):
        for setting in source.settings:
            part = _VARIABLES.get(setting.variable.name) if setting.variable else None
            if part and not setting.refers:
                yield Said(part, setting.file, setting.number, setting.value)


def _in_code(app: App) -> Iterator[Said]:
    """Look only where Anon is spoken of: many programs have a company."""
    for file, number, line in code_lines(app, "@anon/", "AnonLink", "appUserIdToken"):
        hit = _IN_CODE.search(line)
        if hit:
            part: Part = "logo" if hit["what"].startswith("Logo") else "name"
            yield Said(part, file, number, hit["value"])
