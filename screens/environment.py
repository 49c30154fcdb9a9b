"""The page of the environment: it says when the profile's name is taken, and what that means."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from screens.base import StepPage
from wizard import flow

if TYPE_CHECKING:
    from screens.app import WizardApp
    from wizard.flow import Progress


class Page(StepPage):
    """The environment and the profile's name."""

    doing = "Looking at the environment"

    def note(self, progress: Progress) -> str:
        """Say that a profile of this name is there, or was begun."""
        name = flow.settled(self.step, progress).text("profile")
        app = cast("WizardApp", self.app)
        if app.is_saved(name):
            return (
                f"A profile “{name}” is saved already. Going on proves it again; what it made is "
                "used, and nothing is made twice. Another name makes another profile."
            )
        ours = progress.ground.draft.profile if progress.ground else ""
        if app.is_interrupted(name) and name != ours:
            return (
                f"A setup of “{name}” was interrupted. Going on takes up its answers; what it made "
                "is used, and nothing is made twice. Another name makes another profile."
            )
        return ""
