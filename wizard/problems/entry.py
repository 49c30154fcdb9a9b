"""The shape of a catalogue entry."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from wizard.model import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.model import Certainty


class Entry(Record):
    """One thing that goes wrong. ``{names}`` in the texts are filled in where it happens.

    ``see`` says where to read more. ``exit_code`` is the program's when this ends it: 1 refused or
    failed, 2 wrong usage, 3 network or service, 4 profile or secret store. ``heard`` holds what
    others print when this happens, word for word; ``…`` in it stands for whatever lies between.
    ``unsaid`` gives what stands for a ``{name}`` where nobody told it (``wizard.problems.unsaid``).
    ``undecided``: it says that something is not proven, not that it failed.
    """

    code: str
    symptom: str
    cause: str
    fix: str
    see: str
    certainty: Certainty = "ours"
    exit_code: int = 1
    heard: tuple[str, ...] = ()
    unsaid: Mapping[str, str] = MappingProxyType({})
    undecided: bool = False
