"""Where an app's code names one of Anon's environments for good (contract, Hosts).

Must never: take a variable's name for a value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.apps.sources import code_lines

if TYPE_CHECKING:
    from wizard.apps.tree import App

_HOST: Final = re.compile(r"\b(?:link\.)?svc\.(?P<named>sandbox|prod|staging|local)\.anon\.com\b")
_SWITCH: Final = re.compile(
    r"""\b(?:environment|ANON_ENV|anonEnv)["']?\s*[:=]\s*["'](?P<named>sandbox|prod)["']"""
)
_ANONS: Final = ("anon.com", "@anon/", "ANON_", "AnonLink", "AnonRuntime")
"""Words that tell a file of Anon's from one of another service with a sandbox."""
_LOCAL: Final = re.compile(r"\bhttps?://(?:127\.0\.0\.1|localhost):4010\b")


@dataclass(frozen=True, slots=True)
class HostMention:
    """One place in the code. ``value`` is what stands there; ``environment`` what it means."""

    file: str
    number: int
    value: str
    environment: str

    @property
    def place(self) -> str:
        """File and line, as editors open them."""
        return f"{self.file}:{self.number}"


def host_mentions(app: App) -> tuple[HostMention, ...]:
    """Give every place where a host or an environment of Anon's is written into the code."""
    lines = code_lines(app, *_ANONS, ":4010")
    found = (_mention(file, number, line) for file, number, line in lines)
    return tuple(mention for mention in found if mention)


def _mention(file: str, number: int, line: str) -> HostMention | None:
    hit = _HOST.search(line) or _SWITCH.search(line)
    if hit:
        return HostMention(file, number, hit[0], hit["named"])
    local = _LOCAL.search(line)
    return HostMention(file, number, local[0], "local") if local else None
