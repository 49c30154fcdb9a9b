"""Deciding about a request whose answer was lost, as flags (threats, Creating things)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.context import Decisions

if TYPE_CHECKING:
    from argparse import Namespace, _ActionsContainer

OBJECTS: Final = ("userPool", "webapp", "service")


def add_decisions(parser: _ActionsContainer) -> None:
    """Let ``parser`` take ``--adopt`` and ``--create-another``."""
    parser.add_argument("--adopt", metavar="KIND=ID", action="append", default=[], type=_adoption,
        help="take this object for the one whose answer was lost")  # fmt: skip
    parser.add_argument("--create-another", metavar="KIND", action="append", default=[],
        choices=OBJECTS, help="create a new one though an earlier answer was lost")  # fmt: skip


def decisions_of(options: Namespace) -> Decisions:
    """Give what the flags decided."""
    return Decisions(dict(options.adopt), frozenset(options.create_another))


def _adoption(text: str) -> tuple[str, str]:
    kind, separator, object_id = text.partition("=")
    if kind not in OBJECTS or not separator or not object_id:
        raise ValueError(text)
    return kind, object_id
