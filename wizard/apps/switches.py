"""Every place in an app's code that decides, for good, which of Anon's environments it talks to.

Knows: how each SDK is told (contract, Hosts and Linking): a rule a kind of place.
Must never: take a variable for a value: what a variable decides changes with the variable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from wizard.apps.sources import code_lines, is_for_tests, language_of
from wizard.apps.stages import stage_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.apps.tree import App

_STAGE: Final = r"(?P<named>sandbox|prod|staging|local)"
_SPEAKS_OF_ANON: Final = re.compile(r"anon(?!y)|:4010", re.IGNORECASE)
"""Not merely of “anonymous”: other services have a sandbox and an “environment” too."""
_CLOSE_BY: Final = re.compile(r"anon(?!y|[-_ ]?key)|appUserId|user_id_token", re.IGNORECASE)
_LINES_AROUND: Final = 10
"""Where a bare “environment” must find Anon spoken of: elsewhere in the file, it is another's."""
_DEPLOYED: Final = re.compile(rf"""\b\w*ANON_ENV["']?\s*[:=]\s*["']?{_STAGE}\b""")
_NAME: Final = r"(?:environment|anon_?env(?:ironment)?)"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of place. ``suffixes`` empty: in all code.

    ``pattern`` has a group ``named``, the environment, unless each hit ``means`` the same one.
    ``two_lines``: name and value may stand below each other. ``for_deployment``: it is set where
    the app is deployed, not in its code. ``is_fallback``: it counts where no variable is set.
    """

    kind: str
    pattern: re.Pattern[str]
    suffixes: frozenset[str] = frozenset()
    means: str = ""
    two_lines: bool = False
    for_deployment: bool = False
    is_fallback: bool = False

    def reads(self, file: str) -> bool:
        """Tell whether a file may hold such a place."""
        return not self.suffixes or language_of(file) in self.suffixes


RULES: Final = (
    Rule("link origin", re.compile(rf"\blink\.svc\.{_STAGE}\.anon\.com\b")),
    Rule("base URL", re.compile(rf"(?<!link\.)\bsvc\.{_STAGE}\.anon\.com\b")),
    Rule(
        "extension",
        re.compile(rf"\*\.(?:svc\.)?{_STAGE}\.anon\.com\b"),
        frozenset({".json", ".js", ".ts", ".mjs"}),
    ),
    Rule(
        "deployment",
        _DEPLOYED,
        frozenset({".yml", ".yaml", ".toml", ".tf", ".sh", ""}),
        for_deployment=True,
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
        is_fallback=True,
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
        two_lines=True,
    ),
    Rule(
        "deployment",
        re.compile(rf"""\bname:\s*["']?\w*ANON_ENV["']?\s+value:\s*["']?{_STAGE}\b"""),
        frozenset({".yml", ".yaml"}),
        two_lines=True,
        for_deployment=True,
    ),
    Rule("script", _DEPLOYED, frozenset({".json"}), for_deployment=True),
    Rule(
        "local sandbox",
        re.compile(r"\bhttps?://(?:127\.0\.0\.1|localhost):4010\b"),
        means="local",
    ),
)


@dataclass(frozen=True, slots=True)
class Switch:
    """One place: ``value`` stands there, and means ``environment``."""

    file: str
    number: int
    rule: Rule
    value: str
    environment: str

    @property
    def place(self) -> str:
        """File and line, as editors open them."""
        return f"{self.file}:{self.number}"

    @property
    def kind(self) -> str:
        """What kind of place it is, in words."""
        return self.rule.kind

    @property
    def is_shipped(self) -> bool:
        """Whether users get it: no test, nothing for developers alone, no deployment's setting."""
        development = stage_of(self.file) in {"development", "tests", "spare"}
        return not (self.rule.for_deployment or is_for_tests(self.file) or development)

    def is_against(self, environment: str) -> bool:
        """Tell whether an app for ``environment`` speaks to another one because of it."""
        elsewhere = stage_of(self.file) == "production" and environment != "prod"
        return self.environment != environment and not (elsewhere or self.rule.is_fallback)


def switches(app: App) -> tuple[Switch, ...]:
    """Give every such place, production's among them, in the order of the files."""
    return tuple(_found(app))


def _found(app: App) -> Iterator[Switch]:
    lines = code_lines(app, "anon", "Anon", "ANON", ":4010")
    for file, numbered in groupby(lines, key=lambda line: line[0]):
        if _SPEAKS_OF_ANON.search(app.text(file) or ""):
            yield from _in_file(file, [(number, text) for _, number, text in numbered])


def _in_file(file: str, lines: list[tuple[int, str]]) -> Iterator[Switch]:
    rules = [rule for rule in RULES if rule.reads(file)]
    before = ""
    for place, (number, line) in enumerate(lines):
        for rule in rules:
            hit = _hit(rule, before, line)
            if hit and _is_anons(hit[0], lines, place):
                yield Switch(file, number, rule, hit[0], rule.means or hit["named"].lower())
                break
        before = line.strip()


def _hit(rule: Rule, before: str, line: str) -> re.Match[str] | None:
    """Find what ends in this line; where it may, it begins in the one before."""
    if not rule.two_lines:
        return rule.pattern.search(line)
    hits = rule.pattern.finditer(f"{before} {line}")
    return next((hit for hit in hits if hit.end() > len(before) + 1), None)


def _is_anons(value: str, lines: list[tuple[int, str]], place: int) -> bool:
    """Tell an “environment” of Anon's from another service's in the same file."""
    if not value.lower().startswith("environment"):
        return True
    near = lines[max(0, place - _LINES_AROUND) : place + _LINES_AROUND + 1]
    return any(_CLOSE_BY.search(line) for _, line in near)
