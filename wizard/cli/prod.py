"""Production asks for a typed yes before anything there is changed (threats, Prod)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.cli.asking import interactive, typed
from wizard.environments import environment
from wizard.model import CancelledByUserError, ProblemError
from wizard.problems import problem
from wizard.text import printable

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from wizard.cli.command import Call
    from wizard.model import Profile


def add_confirmation(parser: ArgumentParser) -> None:
    """Let ``parser`` take ``--yes`` and ``--confirm-prod``."""
    parser.add_argument("--yes", "-y", action="store_true", help="never ask")
    parser.add_argument(
        "--confirm-prod", metavar="PROFILE", help="change production, by this profile, unasked"
    )


def confirm_prod(call: Call, profile: Profile) -> None:
    """Go on in production only if the profile was named once more, typed or by flag.

    Raises ``prod.unconfirmed``, and ``CancelledByUserError`` for another name.
    """
    if not environment(profile.environment).prod or call.options.confirm_prod == profile.name:
        return
    if call.options.yes or call.options.confirm_prod or not interactive():
        raise ProblemError(problem("prod.unconfirmed", profile=profile.name))
    call.say(f"This changes PRODUCTION ({printable(profile.base_url)}).")
    if typed("Type the profile's name to go on: ") != profile.name:
        raise CancelledByUserError
