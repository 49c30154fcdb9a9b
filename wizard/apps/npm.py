"""Where npm looks for Anon's packages, and with which token (docs.npmjs.com, npmrc).

Must never: keep or show a token; whether there is one, and where it comes from, is all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.apps.packages import Package
    from wizard.apps.tree import App

PUBLIC_REGISTRY: Final = "registry.npmjs.org"
_TOKEN: Final = re.compile(r"//(?P<host>[^\s=]+?)/?:_auth(?:Token)?\s*=\s*(?P<value>\S+)")
_SCOPE: Final = re.compile(r"@anon:registry\s*=\s*(?P<url>\S+)")
_VARIABLE: Final = re.compile(r"\$\{(?P<name>\w+)\??\}")


@dataclass(frozen=True, slots=True)
class NpmSettings:
    """What the ``.npmrc`` files above a package say about Anon's scope.

    ``file`` is the nearest one, empty for none. ``registry`` is the scope's host and path, empty
    where none is named; ``has_token``: a token is given for it. ``variable`` is the one that the
    token is taken from; ``literal``: it stands in the file itself.
    """

    file: str
    registry: str
    has_token: bool
    variable: str
    literal: bool


def npm_settings(app: App, package: Package, user_file: str = "") -> NpmSettings:
    """Read the settings that hold for a package. ``user_file``: the text of ``~/.npmrc``."""
    files = list(_files_above(app, package))
    texts = [app.text(file) or "" for file in files] + [user_file]
    text = "\n".join(line for each in texts for line in _lines(each))
    scope = _SCOPE.search(text)
    registry = _host(scope["url"]) if scope else ""
    token = _token_for(text, registry or PUBLIC_REGISTRY)
    variable = _VARIABLE.fullmatch(token.strip("\"'")) if token else None
    return NpmSettings(
        file=files[0] if files else "",
        registry=registry,
        has_token=bool(token),
        variable=variable["name"] if variable else "",
        literal=bool(token) and variable is None,
    )


def _files_above(app: App, package: Package) -> Iterator[str]:
    """Give the package's own ``.npmrc``, then those of the folders above, nearest first."""
    files = set(app.named(".npmrc"))
    folder = package.folder
    while True:
        if f"{folder}.npmrc" in files:
            yield f"{folder}.npmrc"
        if not folder:
            return
        folder = folder[: folder.rstrip("/").rfind("/") + 1]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()[:1] not in {"#", ";"}]


def _host(url: str) -> str:
    parts = urlsplit(url.strip("\"'"))
    return f"{parts.netloc}{parts.path}".rstrip("/")


def _token_for(text: str, registry: str) -> str:
    """Give the token whose address is the registry's, or one above it (npm does the same)."""
    for found in _TOKEN.finditer(text):
        if f"{registry}/".startswith(f"{found['host'].rstrip('/')}/"):
            return found["value"]
    return ""
