"""The doctor: the whole chain of a profile in its order, then the app's folder.

Knows: which checks there are. A new one is a function in its module and a line there.
Must never: change anything anywhere; ``mending`` does that, when it is told to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.checks import (
    app_modules,
    app_names,
    app_secrets,
    app_sources,
    app_users,
    app_values,
    clients,
    key,
    link,
    link_page,
    network,
    pool,
    registry,
    saved,
    tokens,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.checks.case import Case
    from wizard.checks.registry import Check
    from wizard.checks.row import Row

CHAIN: Final[tuple[Check[Case], ...]] = (
    *saved.CHECKS,
    *network.CHECKS,
    *key.CHECKS,
    *pool.CHECKS,
    *clients.CHECKS,
    *tokens.CHECKS,
    *link_page.CHECKS,
    *link.CHECKS,
)
"""The links of the chain, in the order in which the first broken one is the cause."""


APP: Final[tuple[Check[Case], ...]] = (
    *app_names.CHECKS,
    *app_values.CHECKS,
    *app_users.CHECKS,
    *app_secrets.CHECKS,
    *app_modules.CHECKS,
    *app_sources.CHECKS,
)
"""The app's folder, where one is named."""


def checks_for(case: Case) -> tuple[Check[Case], ...]:
    """Give the checks that this case asks for."""
    return (*CHAIN, *APP) if case.app else CHAIN


def examine(
    case: Case, begin: Callable[[Check[Case]], None] = lambda _check: None
) -> Iterator[Row]:
    """Make every check, and give each row as soon as it is known.

    ``begin`` hears of each check before it is made. Raises ``CancelledByUserError`` when the user
    calls it off; whatever else goes wrong is a row.
    """
    for row in registry.examine(checks_for(case), case, begin):
        case.rows[row.id] = row
        yield row
