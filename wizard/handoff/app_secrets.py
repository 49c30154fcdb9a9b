"""No secret of yours leaves with the app: not to browsers, not into git.

Must never: show a value; a place is enough to find it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.apps import env_sources, key_mentions, looks_like_a_key
from wizard.handoff.apps import in_each_app
from wizard.handoff.item import Item
from wizard.problems import problem
from wizard.profiles.frameworks import PUBLIC_PREFIXES, is_public, publishes_private
from wizard.profiles.gitignore import state_of
from wizard.steps.user import TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.apps import App, EnvSource, Setting
    from wizard.handoff.look import Look
    from wizard.model import Problem


def _published(look: Look, app: App) -> Iterator[Problem]:
    """Find secrets under names that a build tool copies into the browser."""
    known = _keys(look)
    for source in env_sources(app):
        for setting in source.settings:
            if not setting.is_empty and _publishes(setting, known):
                yield problem(
                    "app.public_secret",
                    place=setting.place,
                    name=setting.name,
                    prefix=next(each for each in PUBLIC_PREFIXES if setting.name.startswith(each)),
                    framework=source.framework.label,
                )


def _publishes(setting: Setting, known: frozenset[str]) -> bool:
    if not is_public(setting.name):
        return False
    holds = setting.value in known or looks_like_a_key(setting.value)
    return holds or publishes_private(setting.name)


def _keys(look: Look) -> frozenset[str]:
    """Give the keys of both profiles; the test user's token is meant for the browser."""
    cases = [each for each in (look.tested, look.promoted) if each]
    named = [(name, secret) for case in cases for name, secret in case.secrets.items()]
    return frozenset(secret.reveal() for name, secret in named if name != TOKEN)


def _committed(_look: Look, app: App) -> Iterator[Problem]:
    """Find secrets that git keeps: tracked files with values, and keys in the code."""
    for source, setting in _with_secrets(app):
        if state_of(app.path(source.file)) == "tracked":
            yield problem("app.secret_in_git", path=source.file, name=setting.name)
    for mention in key_mentions(app):
        yield problem("app.secret_in_source", place=mention.place)


def _exposed(_look: Look, app: App) -> Iterator[Problem]:
    """Find files with secrets that the next “git add .” would take."""
    for source, setting in _with_secrets(app):
        if state_of(app.path(source.file)) == "exposed":
            yield problem("app.not_ignored", path=source.file, name=setting.name)


def _with_secrets(app: App) -> Iterator[tuple[EnvSource, Setting]]:
    """Give each file of variables that holds a secret, with the first one."""
    for source in env_sources(app):
        secret = next((each for each in source.settings if _is_secret(each)), None)
        if secret:
            yield source, secret


def _is_secret(setting: Setting) -> bool:
    private = setting.variable is not None and setting.variable.private
    return not setting.is_empty and (private or looks_like_a_key(setting.value))


ITEMS: Final = (
    Item(
        "app.public_secret",
        "No secret stands under a public prefix",
        "app",
        in_each_app(_published),
        certainty="documented",
    ),
    Item(
        "app.secret_in_git",
        "No secret is in git, or in the code",
        "app",
        in_each_app(_committed),
        certainty="documented",
    ),
    Item("app.env_ignored", "Git ignores the files with secrets", "app", in_each_app(_exposed)),
)
