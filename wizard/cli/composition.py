"""Putting the parts together: the one place that decides which ledger, store and sandbox.

Knows: every part's constructor.
Must never: hold logic of its own; load a heavy part before it is used.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

from wizard.context import Context
from wizard.earlier import saved_profile

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.api import AnonApi
    from wizard.context import LinkGuide
    from wizard.ledger import Ledger
    from wizard.model import Draft, Secret
    from wizard.profiles.home import Home
    from wizard.profiles.secrets import SecretStore
    from wizard.sandbox import Running


def context(
    home: Home,
    guide: LinkGuide,
    *,
    say: Callable[[str], None] = lambda _line: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Context:
    """Give the world in which the steps work."""

    @cache
    def secrets_of(kind: str) -> SecretStore:
        from wizard.profiles.secrets import open_secrets

        return open_secrets(kind, home)

    def sandbox() -> Running:
        from wizard.sandbox import ensure

        return ensure(home.sandbox())

    @cache
    def api_at(base_url: str, key: Secret | None, environment: str) -> AnonApi:
        from wizard.api import AnonApi
        from wizard.profiles.targets import refuse_other_target

        return AnonApi(
            base_url,
            key,
            environment=environment,
            cancelled=cancelled,
            say=say,
            before_change=lambda: refuse_other_target(home, environment, base_url, key),
        )

    def ledger(draft: Draft) -> Ledger:
        from wizard.ledger import Ledger

        return Ledger(home, draft.profile, draft.environment, draft.base_url)

    return Context(
        home=home,
        api=lambda draft: api_at(draft.base_url, draft.api_key, draft.environment),
        ledger=ledger,
        secrets=lambda draft: secrets_of(draft.secret_store),
        sandbox=sandbox,
        saved=partial(saved_profile, home),
        guide=guide,
        say=say,
        cancelled=cancelled,
    )


def planning(world: Context) -> Context:
    """Give the same world, in which the local sandbox is only looked at, never started."""
    from wizard.sandbox import foreseen

    return replace(world, sandbox=lambda: foreseen(world.home.sandbox()))
