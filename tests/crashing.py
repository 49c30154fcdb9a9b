"""The program with a mistake in it: ``crashing.py WHERE ARGUMENTS…`` runs it until there.

``WHERE`` is ``step:ID`` (the step's own work fails, with the key in hand) or ``page:ID`` (drawing
its page does). The program itself has no such way in: what is patched here is patched from outside.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable


def crash_in_step(step_id: str) -> None:
    """Let the step fail with the key in its locals, its message and its cause."""
    module: Any = import_module(f"wizard.steps.{step_id}")

    def run(_context: Any, draft: Any, answers: Any) -> NoReturn:
        fail(draft.api_key or answers.secret("api_key"))

    module.STEP = module.STEP._replace(run=run)


def crash_on_page(page_id: str) -> None:
    """Let the page fail on the event loop, once it has been shown."""
    from screens import base

    shown: Callable[..., None] = base.StepPage.arrive

    def arrive(self: Any, progress: Any) -> None:
        shown(self, progress)
        if self.step.id == page_id:
            fail(progress.draft.api_key or progress.answers.secret("api_key"))

    base.StepPage.arrive = arrive  # type: ignore[method-assign]


def fail(secret: Any) -> NoReturn:
    """Raise what a careless line might raise."""
    key = secret.reveal() if secret else os.environ.get("ANON_API_KEY", "nothing yet")
    raise RuntimeError(f"failed with {key}") from ValueError(key)


if __name__ == "__main__":
    kind, _, place = sys.argv[1].partition(":")
    {"step": crash_in_step, "page": crash_on_page}[kind](place)
    from wizard.cli import main

    sys.exit(main(sys.argv[2:]))
