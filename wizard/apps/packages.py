"""The npm packages of an app: which framework, which kind of modules, which Node.

Knows: package.json (docs.npmjs.com, package.json), and by which dependency a framework is told.
Must never: run anything of the app's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from wizard.profiles.frameworks import FRAMEWORKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wizard.apps.tree import App
    from wizard.profiles.frameworks import Framework

_TOLD_BY: Final = {
    "plasmo": "plasmo",
    "next": "next",
    "react-scripts": "react",
    "@craco/craco": "react",
    "vite": "vite",
}
"""The dependency that tells a framework; the first that is there counts."""

_BUNDLERS: Final = frozenset(
    {
        *("webpack", "rollup", "esbuild", "parcel", "tsup", "@babel/node", "@babel/register"),
        *("tsx", "esm", "bun", "@swc-node/register", "nuxt", "gatsby", "expo", "react-native"),
    }
)
_SERVERS: Final = frozenset(
    {
        *("next", "express", "fastify", "koa", "hono", "@hapi/hapi", "@nestjs/core", "h3", "nitro"),
        *("@remix-run/node", "@remix-run/serve", "@react-router/node", "@sveltejs/kit", "astro"),
        *("vike", "@tanstack/react-start", "@solidjs/start", "@builder.io/qwik-city"),
    }
)
"""What makes a package that is built for browsers run on a server, too."""

_DEPENDENCIES: Final = ("dependencies", "devDependencies", "peerDependencies")


@dataclass(frozen=True, slots=True)
class Package:
    """One ``package.json``. ``file`` is relative to the app, and so is ``folder``.

    ``trouble`` says why it cannot be read; then all else is empty.
    """

    file: str
    document: Mapping[str, Any] = field(default_factory=dict)
    trouble: str = ""

    @property
    def folder(self) -> str:
        """Where it lies: empty, or ending in “/”."""
        return self.file.removesuffix("package.json")

    @property
    def dependencies(self) -> frozenset[str]:
        """The packages that it names, of whatever sort."""
        groups = (self.document.get(group) for group in _DEPENDENCIES)
        return frozenset(name for group in groups if isinstance(group, dict) for name in group)

    @property
    def anon_packages(self) -> tuple[str, ...]:
        """The packages of Anon's that it needs."""
        return tuple(sorted(name for name in self.dependencies if name.startswith("@anon/")))

    @property
    def framework(self) -> Framework:
        """The framework that it is built with; Node where none is told."""
        told = (name for package, name in _TOLD_BY.items() if package in self.dependencies)
        return FRAMEWORKS[next(told, "node")]

    @property
    def is_bundled(self) -> bool:
        """Whether a tool rewrites its modules before Node or a browser sees them."""
        return bool(self.framework.prefix) or bool(_BUNDLERS & self.dependencies)

    @property
    def serves(self) -> bool:
        """Whether some of it runs on a server, whatever its framework hands to browsers."""
        return bool(_SERVERS & self.dependencies)

    @property
    def is_esm(self) -> bool:
        """Whether Node takes its ``.js`` files for ES modules (nodejs.org, Packages, “type”)."""
        return self.document.get("type") == "module"

    @property
    def scripts(self) -> str:
        """All its scripts in one text."""
        scripts = self.document.get("scripts")
        return "\n".join(map(str, scripts.values())) if isinstance(scripts, dict) else ""

    @property
    def node_wanted(self) -> str:
        """The range of Node releases that it wants, as it is written."""
        engines = self.document.get("engines")
        wanted = engines.get("node") if isinstance(engines, dict) else None
        return wanted if isinstance(wanted, str) else ""


def packages(app: App) -> tuple[Package, ...]:
    """Give every package of the app; the outermost come first."""
    files = sorted(app.named("package.json"), key=lambda file: file.count("/"))
    return tuple(_read(app, file) for file in files)


def nearest(found: Iterable[Package], file: str) -> Package | None:
    """Give the package that a file belongs to: the one in its folder, or the next above it."""
    above = [package for package in found if file.startswith(package.folder)]
    return max(above, key=lambda package: len(package.folder), default=None)


def _read(app: App, file: str) -> Package:
    text = app.text(file)
    if text is None:
        return Package(file, trouble="It is larger than 1 MiB, or no text.")
    try:
        document = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as wrong:
        line = getattr(wrong, "lineno", 0)
        return Package(file, trouble=f"Line {line} is not JSON." if line else "It is not JSON.")
    if not isinstance(document, dict):
        return Package(file, trouble="It is not a JSON object.")
    return Package(file, document)
