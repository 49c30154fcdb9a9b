"""Which page shows which step: the generic form, unless a step needs more.

Adding a page is a file and a line here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

from wizard.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from screens.base import StepPage
    from screens.signs import Signs
    from wizard.model import Step

_OWN: Final[dict[str, str]] = {}
"""Step → module that offers ``Page``; imported when the page is made."""


def page(page_id: str, signs: Signs) -> StepPage:
    """Make the page of the step of that id."""
    module = import_module(_OWN.get(page_id, "screens.base"))
    step = next(step for step in STEPS if step.id == page_id)
    return cast("Callable[[Step, Signs], StepPage]", module.Page)(step, signs)
