"""The profile's name as an argument."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from argparse import Action, ArgumentParser


def add_name(
    parser: ArgumentParser, told: str, *, word: str = "name", optional: bool = False
) -> None:
    """Let ``parser`` take a profile's name, which the shell can complete."""
    nargs = {"nargs": "?"} if optional else {}
    completes_names(
        parser.add_argument(word, metavar=word.upper(), help=told, **nargs)  # type: ignore[arg-type]  # argparse's own stubs want each keyword spelled out
    )


def completes_names(argument: Action) -> None:
    """Let the shell complete the names of profiles for an argument or a flag."""
    argument.completer = live_names  # type: ignore[attr-defined]  # argcomplete looks for it there


def live_names(**_context: Any) -> tuple[str, ...]:
    """Give the names of all saved profiles, as they are now; none where they can't be read."""
    import os

    from wizard.model import ProblemError
    from wizard.profiles.home import Home
    from wizard.profiles.store import ProfileStore

    try:
        return ProfileStore(Home.find(os.environ)).names()
    except ProblemError:
        return ()
