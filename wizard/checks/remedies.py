"""What can be mended without asking what was meant: three kinds, each shown before it is done.

Must never: touch a file by itself (``mending`` does), or hold what a file says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a file's content. ``change`` turns what is in it into what shall be in it.

    It may be applied to content that earlier edits of the same file have changed, and gives back
    content that needs nothing as it is. A file that is not there begins empty.
    """

    path: Path
    change: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Permissions:
    """A file that becomes its owner's alone (0600)."""

    path: Path


@dataclass(frozen=True, slots=True)
class Renewal:
    """A new test token instead of the expired one; ``renew`` gets and stores it.

    ``what`` says in words what will happen.
    """

    what: str
    renew: Callable[[], None]


Remedy: TypeAlias = Edit | Permissions | Renewal
