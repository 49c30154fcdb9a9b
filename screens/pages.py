"""Which page shows which step: the generic form, unless a step needs more.

Knows: the order of the pages. A page of a step's own is a file and a line here.
Must never: import a page before it is made.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

from wizard.steps import STEPS, TITLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from screens.base import BasePage
    from screens.signs import Signs
    from wizard.model import Step

_OWN: Final = {
    "environment": "screens.environment",
    "key": "screens.key",
    "pool": "screens.pool",
    "clients": "screens.clients",
    "user": "screens.user",
    "link": "screens.link",
    "save": "screens.save",
}
"""Step → module that offers ``Page``; imported when the page is made."""

PAGES: Final = (*TITLES, "done")
"""Ids of all pages, in their order."""


def page(page_id: str, signs: Signs) -> BasePage:
    """Make the page of that id."""
    if page_id == "done":
        from screens.done import Page

        return Page(signs)
    module = import_module(_OWN.get(page_id, "screens.base"))
    step = STEPS[PAGES.index(page_id)]
    return cast("Callable[[Step, Signs], BasePage]", module.Page)(step, signs)
