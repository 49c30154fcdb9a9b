"""What often changes about a profile: when it was made and proven, how its link stood last.

Knows: a JSON object of plain values a profile, beside the TOML that people edit.
Must never: hold a secret, or stop anybody's work: a broken file reads as empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wizard.model import ProblemError
from wizard.profiles.files import locked, sweep_beside
from wizard.profiles.json_files import read_object, write_object

if TYPE_CHECKING:
    from wizard.profiles.home import Home


def read(home: Home, profile: str) -> dict[str, Any]:
    """Give what is remembered about ``profile``; empty where nothing is, or it can't be read."""
    try:
        return read_object(home.proofs(profile)) or {}
    except ProblemError:
        return {}


def update(home: Home, profile: str, **values: str | float | bool | None) -> None:
    """Remember ``values`` about ``profile``, beside what is remembered already; None forgets one.

    Raises what ``write_private`` and ``locked`` raise.
    """
    path = home.proofs(profile)
    with locked(home.state_lock()):
        sweep_beside(path)
        known = {**read(home, profile), **values}
        write_object(path, {name: value for name, value in known.items() if value is not None})
