"""Taking secrets out of a text: those that are known, and whatever is shaped like one.

Must never: give back a text in which a known secret still stands.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from wizard.profiles.variables import VARIABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.checks.case import Case

OUT: Final = "[redacted]"
_SHORTEST: Final = 6  # a shorter value would take half of every text with it
_NAMED: Final = re.compile(
    r"KEY|TOKEN|SECRET|PASS|CREDENTIAL|AUTH|COOKIE|PRIVATE|SIGNATURE", re.IGNORECASE
)
_SHAPES: Final = (
    re.compile(r"eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){1,4}"),
    re.compile(r"\b(?:anon|ory)_[A-Za-z0-9+/=_-]{20,}"),
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END|\Z)", re.DOTALL),
    re.compile(r"(?i)\bbearer\s+[^\s\"']{6,}"),
    re.compile(r"(?<=://)[^/\s\"'@]+@"),
)
_SHOWN: Final = frozenset(
    variable.name
    for variable in VARIABLES
    if variable.value not in {"token", "service_key", "session_token", "npm_token"}
)


@dataclass(frozen=True)
class Redaction:
    """What must not leave: each secret in every spelling that a text may have it in."""

    spellings: tuple[str, ...]
    home: str = ""

    @classmethod
    def of(cls, case: Case) -> Redaction:
        """Collect the secrets of a case: the profile's, the shell's, and the app's."""
        return cls.of_values(_secrets(case), case.environ.get("HOME", ""))

    @classmethod
    def of_values(cls, values: Iterable[str], home: str = "") -> Redaction:
        """Take these values for secrets, whatever they look like."""
        found = {spelling for value in values for spelling in spelled(value)}
        longest_first = sorted(found, key=lambda spelling: (-len(spelling), spelling))
        return cls(tuple(longest_first), home)

    def clean(self, text: str) -> str:
        """Give the text without them; the user's home folder becomes “~”."""
        for spelling in self.spellings:
            text = text.replace(spelling, OUT)
        for shape in _SHAPES:
            text = shape.sub(OUT, text)
        return text.replace(self.home, "~") if len(self.home) > 1 else text


def _secrets(case: Case) -> Iterator[str]:
    yield from (secret.reveal() for secret in case.secrets.values())
    yield from (value for name, value in case.environ.items() if _NAMED.search(name))
    if case.app is not None:
        yield from _of_env_files(case)
        yield from _of_npmrc(case)


def _of_env_files(case: Case) -> Iterator[str]:
    """Give every value but those that are known to be ids, names and addresses of Anon's."""
    for source in case.env_sources:
        for setting in source.settings:
            plain = setting.variable.name if setting.variable else ""
            if plain not in _SHOWN:
                yield setting.value


def _of_npmrc(case: Case) -> Iterator[str]:
    for file in case.the_app.named(".npmrc"):
        for line in (case.the_app.text(file) or "").splitlines():
            name, _, value = line.partition("=")
            if "auth" in name.lower() or "password" in name.lower():
                yield value.strip()


def spelled(value: str) -> Iterable[str]:
    """Give the ways in which a value may stand in a text; none for one that is too short."""
    value = value.strip()
    if len(value) < _SHORTEST:
        return ()
    raw = value.encode("utf-8", "surrogateescape")
    coded = {base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode()}
    escaped = {json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]}
    quoted = {quote(value, safe=""), quote(value)} if value.isprintable() else set()
    lines = {line.strip() for line in value.splitlines() if len(line.strip()) >= 16}
    return {value, *coded, *(each.rstrip("=") for each in coded), *escaped, *quoted, *lines}
