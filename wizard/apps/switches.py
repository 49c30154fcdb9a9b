"""Every place in an app's code that decides, for good, which of Anon's environments it talks to.

Knows: how each SDK is told (contract, Hosts and Linking): a rule a kind of place.
Must never: take a variable for a value: what a variable decides changes with the variable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from wizard.apps.sources import code_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.apps.tree import App

_STAGE: Final = r"(?P<named>sandbox|prod|staging|local)"
_SPEAKS_OF_ANON: Final = re.compile(r"anon(?!y)|:4010", re.IGNORECASE)
"""Not merely of “anonymous”: other services have a sandbox and an “environment” too."""
_NAME: Final = r"(?:environment|anon_?env(?:ironment)?)"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of place. ``suffixes`` empty: in all code.

    ``pattern`` has a group ``named``, the environment, unless each hit ``means`` the same one.
    """

    kind: str
    pattern: re.Pattern[str]
    suffixes: frozenset[str] = frozenset()
    means: str = ""

    def reads(self, file: str) -> bool:
        """Tell whether a file may hold such a place."""
        return not self.suffixes or PurePosixPath(file).suffix in self.suffixes


RULES: Final = (
    Rule("link origin", re.compile(rf"\blink\.svc\.{_STAGE}\.anon\.com\b")),
    Rule("base URL", re.compile(rf"(?<!link\.)\bsvc\.{_STAGE}\.anon\.com\b")),
    Rule(
        "extension",
        re.compile(rf"\*\.(?:svc\.)?{_STAGE}\.anon\.com\b"),
        frozenset({".json", ".js", ".ts", ".mjs"}),
    ),
    Rule(
        "SDK environment",
        re.compile(
            rf"""\b{_NAME}["']?\s*[:=]\s*["'`]{_STAGE}["'`](?!\s*\|(?!\|))""", re.IGNORECASE
        ),
    ),
    Rule(
        "fallback of the SDK environment",
        re.compile(rf"""{_NAME}\b.*?(?:\|\||\?\?|\bor\b|,)\s*["'`]{_STAGE}["'`]""", re.IGNORECASE),
    ),
    Rule(
        "iOS environment",
        re.compile(rf"\b{_NAME}\s*[:=]\s*(?:\w+)?\.{_STAGE}\b", re.IGNORECASE),
        frozenset({".swift", ".m"}),
    ),
    Rule(
        "iOS property list",
        re.compile(rf"<key>\w*anon_?env\w*</key>\s*<string>{_STAGE}</string>", re.IGNORECASE),
        frozenset({".plist"}),
    ),
    Rule(
        "local sandbox",
        re.compile(r"\bhttps?://(?:127\.0\.0\.1|localhost):4010\b"),
        means="local",
    ),
)


@dataclass(frozen=True, slots=True)
class Switch:
    """One place: ``value`` stands there, and means ``environment``. ``kind`` is its rule's."""

    file: str
    number: int
    kind: str
    value: str
    environment: str

    @property
    def place(self) -> str:
        """File and line, as editors open them."""
        return f"{self.file}:{self.number}"


def switches(app: App) -> tuple[Switch, ...]:
    """Give every such place, production's among them, in the order of the files."""
    return tuple(_found(app))


def _found(app: App) -> Iterator[Switch]:
    for file, number, text in _passages(app):
        for rule in RULES:
            hit = rule.pattern.search(text) if rule.reads(file) else None
            if hit:
                place = rule.means or hit["named"].lower()
                yield Switch(file, number, rule.kind, hit[0], place)
                break


def _passages(app: App) -> Iterator[tuple[str, int, str]]:
    """Give each line of code; in a property list with the one before, where the name stands."""
    last_file, last_line = "", ""
    for file, number, line in code_lines(app, "anon", "Anon", "ANON", ":4010"):
        if not _SPEAKS_OF_ANON.search(app.text(file) or ""):
            continue
        together = file == last_file and file.endswith(".plist")
        yield file, number, f"{last_line}{line}" if together else line
        last_file, last_line = file, line.strip()
