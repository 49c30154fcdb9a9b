"""The command that goes on with an interrupted setup, exactly as it is to be typed.

Must never: repeat a decision about a lost answer (it holds for one run), or show a secret.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from wizard.steps import STEPS
from wizard.steps.environment import profile_name

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from wizard.model import Answers

_SWITCHES = ("yes", "json", "skip_link", "no_browser")


def full_screen_command(profile: str) -> str:
    """Give the command that goes on in the full screen."""
    return shlex.join(("anon-wizard", "--profile", profile) if profile else ("anon-wizard",))


def setup_command(options: Namespace, answers: Answers) -> str:
    """Give the command that goes on with this ``setup``, said as it was begun.

    ``answers`` are what is known now: the profile may have been named on the way.
    """
    profile = answers.text("profile") or profile_name(answers)
    return shlex.join(("anon-wizard", "setup", "--profile", profile, *_said(options)))


def _said(options: Namespace) -> Iterator[str]:
    for field in (field for step in STEPS for field in step.fields):
        value = getattr(options, field.name, None)
        if field.flag and field.name != "profile" and value is not None:
            yield from (field.flag, value)
    for flag, value in (("--answers", options.answers), ("--import", options.bundle)):
        if value:
            yield from (flag, value)
    for name in _SWITCHES:
        if getattr(options, name):
            yield f"--{name.replace('_', '-')}"
