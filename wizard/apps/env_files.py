"""The files of variables in an app: which they are, and what each line of ours says.

Knows: the names such files go by, and that templates (``.env.example``) hold no values.
Must never: show a value by itself; a line may hold a secret.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.apps.packages import nearest, packages
from wizard.apps.stages import stage_of
from wizard.profiles.envfile import parse
from wizard.profiles.filling import reader_of
from wizard.profiles.frameworks import FRAMEWORKS, variable_called

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.apps.packages import Package
    from wizard.apps.stages import Stage
    from wizard.apps.tree import App
    from wizard.profiles.dotenv import Reader
    from wizard.profiles.frameworks import Framework
    from wizard.profiles.variables import Variable

_NAMES: Final = re.compile(r"\.env(?:\..+)?|.+\.env|\.envrc|.+\.xcconfig")
_SANDBOX: Final = re.compile(r"(?<![a-z])sandbox(?![a-z])[^/]*$", re.IGNORECASE)
_TEMPLATE: Final = re.compile(r"\.(?:example|sample|template|tpl|dist|defaults?|schema|bak)$")
_PLACEHOLDER: Final = re.compile(
    r"<.*>|\[.*\]|\{\{.*\}\}|\.{3}|…|x{3,}|\*+|\?+|your[ _-].*|.*[ _-]here"
    r"|(?:change|fill|replace)[ _-]?(?:me|this|in)|replace[ _-]with.*|(?:paste|insert|enter)[ _-].*"
    r"|placeholder|todo|tbd|undefined|null|none",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One line. ``variable`` is the one of Anon's that it means, by whatever name, or None."""

    file: str
    number: int
    name: str
    value: str = field(repr=False)
    variable: Variable | None
    refers: bool

    @property
    def place(self) -> str:
        """File and line, as editors open them."""
        return f"{self.file}:{self.number}"

    @property
    def suggested(self) -> bool:
        """Whether users choose the value, and may leave it empty."""
        return self.variable is not None and self.variable.suggested

    @property
    def is_empty(self) -> bool:
        """Whether there is no value, or only words that stand where one belongs."""
        return not self.value or _PLACEHOLDER.fullmatch(self.value.strip()) is not None


@dataclass(frozen=True, slots=True)
class EnvSource:
    """One file of variables. ``package`` is the one it belongs to, if any."""

    file: str
    reader: Reader
    framework: Framework
    package: Package | None
    settings: tuple[Setting, ...]

    @property
    def folder(self) -> str:
        """Where it lies: empty, or ending in “/”."""
        return self.file[: self.file.rfind("/") + 1]

    @property
    def stage(self) -> Stage:
        """What its name says it is for; ``.env.sandbox`` is for developers, too."""
        return stage_of(self.file) or ("development" if _SANDBOX.search(self.file) else "")

    def names(self) -> frozenset[str]:
        """Give the names that are set in it."""
        return frozenset(setting.name for setting in self.settings)


def env_sources(app: App) -> tuple[EnvSource, ...]:
    """Give the app's files of variables, templates left out."""
    found = packages(app)
    files = (file for file in app.files if is_env_file(file) and app.text(file) is not None)
    return tuple(_source(app, file, nearest(found, file)) for file in files)


def in_effect(sources: Iterable[EnvSource]) -> Iterator[tuple[EnvSource, Setting]]:
    """Give the lines that count: the last one of a name, unless a file beside it goes before.

    Front ends' build tools let ``.env.local`` go before ``.env`` (Vite, Next.js, Create React App).
    """
    known = tuple(sources)
    by_file = {source.file: source for source in known}
    for source in known:
        local = by_file.get(f"{source.file}.local") if source.framework.prefix else None
        over = local.names() if local else frozenset()
        last = {setting.name: setting for setting in source.settings}
        yield from ((source, each) for each in last.values() if each.name not in over)


def is_env_file(file: str) -> bool:
    """Tell by its name whether a file holds variables, and is no template for one."""
    name = Path(file).name
    return bool(_NAMES.fullmatch(name)) and not _TEMPLATE.search(name)


def _source(app: App, file: str, package: Package | None) -> EnvSource:
    framework = _framework(file, package)
    reader = reader_of(Path(file), framework)
    parsed = parse((app.raw(file) or b""), reader)
    settings = tuple(
        Setting(
            file=file,
            number=parsed.text.count("\n", 0, line.start) + 1,
            name=line.name,
            value=line.value,
            variable=variable_called(line.name),
            refers=bool(line.reference),
        )
        for line in parsed.lines
    )
    return EnvSource(file, reader, framework, package, settings)


def _framework(file: str, package: Package | None) -> Framework:
    if file.endswith(".xcconfig"):
        return FRAMEWORKS["ios"]
    return package.framework if package else FRAMEWORKS["node"]
