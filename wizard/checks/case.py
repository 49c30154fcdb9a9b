"""What the doctor looks at: one profile and its surroundings, each asked once.

Knows: how the profile's Anon is spoken to.
Must never: send anything but GET and OPTIONS, or write a file.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

from wizard.environments import environment
from wizard.model import ProblemError, Profile, Secret
from wizard.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from wizard.apps import App, EnvSource, Package
    from wizard.checks.row import Row
    from wizard.environments import Environment
    from wizard.model import Pool, Problem
    from wizard.profiles.home import Home
    from wizard.sandbox import Running

T = TypeVar("T")

WITNESSES: Final = ("https://registry.npmjs.org/", "https://github.com/")
"""Asked, without credentials, only when Anon cannot be reached: has the network failed, or Anon?
Both are places that whoever builds an app needs anyway; one that answers is enough."""


class Memory:
    """Answers by name, refusals too: what was asked once is not asked again."""

    def __init__(self) -> None:
        self._answers: dict[str, Any] = {}
        self._refusals: dict[str, ProblemError] = {}

    def once(self, name: str, ask: Callable[[], T]) -> T:
        """Give the answer to the question called ``name``; raises again what it raised before."""
        if name in self._refusals:
            raise self._refusals[name]
        if name not in self._answers:
            try:
                self._answers[name] = ask()
            except ProblemError as refusal:
                self._refusals[name] = refusal
                raise
        answer: T = self._answers[name]
        return answer


@dataclass(frozen=True)
class Case:
    """One examination. ``saved`` None: ``trouble`` says why there is no profile to look at.

    ``secrets`` are the profile's, by name; ``no_secrets`` says why they cannot be read.
    ``open_files``: files of ours that others can read. ``bound_to``: the environment that the key
    was stored for. ``start_sandbox`` None: there is no state to start it from. ``rows`` is what
    earlier checks found, kept by ``doctor.examine``.
    """

    home: Home
    name: str = ""
    saved: Profile | None = None
    trouble: Problem | None = None
    secrets: Mapping[str, Secret] = field(default_factory=dict, repr=False)
    no_secrets: Problem | None = None
    open_files: tuple[tuple[Path, int], ...] = ()
    bound_to: str | None = None
    app: App | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    start_sandbox: Callable[[], Running] | None = None
    witnesses: tuple[str, ...] = WITNESSES
    now: Callable[[], float] = time.time
    cancelled: Callable[[], bool] = lambda: False
    rows: dict[str, Row] = field(default_factory=dict, repr=False)
    memory: Memory = field(default_factory=Memory, repr=False)

    @property
    def profile(self) -> Profile:
        """The saved profile; raises why there is none."""
        if self.saved is None:
            raise ProblemError(self.trouble or problem("profile.none_active"))
        return self.saved

    @property
    def place(self) -> Environment:
        """Where the profile's Anon is."""
        return environment(self.profile.environment)

    @property
    def pool(self) -> Pool:
        """The profile's selected UserPool; raises ``profile.incomplete``."""
        return self.profile.pool() or self.lacks("UserPool")

    @property
    def the_app(self) -> App:
        """The app's folder; only checks that are made where there is one ask."""
        if self.app is None:
            reason = "None was named."
            raise ProblemError(problem("app.no_folder", path="", reason=reason))
        return self.app

    @property
    def env_sources(self) -> tuple[EnvSource, ...]:
        """The app's files of variables."""
        from wizard.apps import env_sources

        return self.memory.once("env files", lambda: env_sources(self.the_app))

    @property
    def packages(self) -> tuple[Package, ...]:
        """The app's npm packages."""
        from wizard.apps import packages

        return self.memory.once("packages", lambda: packages(self.the_app))

    def secret(self, name: str) -> Secret:
        """Give a stored secret; raises ``secrets.missing``, or why the store cannot be read."""
        if name in self.secrets:
            return self.secrets[name]
        missing = problem("secrets.missing", name=name, profile=self.name)
        raise ProblemError(self.no_secrets or missing)

    def lacks(self, what: str) -> NoReturn:
        """Say that the profile does not name something that the chain needs."""
        raise ProblemError(problem("profile.incomplete", profile=self.name, what=what))
