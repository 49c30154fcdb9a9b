"""The page of the API key: on the local sandbox there is nothing to type, and it says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.base import StepPage
from wizard.environments import environment

if TYPE_CHECKING:
    from wizard.flow import Progress


class Page(StepPage):
    """The key."""

    go = "Check the key"
    doing = "Checking the key"

    def note(self, progress: Progress) -> str:
        """Say where the key of the local sandbox comes from."""
        if not environment(progress.draft.environment).local:
            return ""
        return (
            "The local sandbox made a key of its own when it started, so there is nothing to type. "
            "Anon's own environments ask for the one Anon gave you."
        )
