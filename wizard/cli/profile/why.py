"""``profile why``: which profile is in use here, and what decided it, in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.cli.command import Result
from wizard.profiles.resolution import required
from wizard.profiles.store import ProfileStore

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from wizard.cli.command import Call


def arguments(_parser: ArgumentParser) -> None:
    """Take nothing but the global flags."""


def run(call: Call) -> Result:
    """Explain."""
    resolved = required(call.home, call.environ, call.options.profile)
    saved = ProfileStore(call.home).exists(resolved.name)
    text = resolved.why() if saved else f"{resolved.why()} (no such profile is saved)"
    data = {
        "profile": resolved.name,
        "by": resolved.by,
        "folder": resolved.folder or None,
        "worktreeOf": resolved.worktree_of or None,
        "saved": saved,
        "text": text,
    }
    return Result(data=data, text=text)
