"""The catalogue of problems: code → symptom, cause, fix, where to read.

One file per area, each a tuple of entries; ``problem()`` fills one in. Data, no logic.
Must never: print, let a stranger's text through unescaped, or be read where nothing went wrong
(``CATALOGUE`` is made when it is first asked for).
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.model import Problem
    from wizard.problems.entry import Entry

    CATALOGUE: Mapping[str, Entry]

_AREAS: Final = (
    "setup",
    "network",
    "api",
    "hosting",
    "jwks",
    "jwk",
    "token",
    "signing",
    "chain",
    "link",
    "profiles",
    "sandbox",
    "session",
    "switching",
    "env",
    "bundle",
    "app",
    "doctor",
    "faq",
    "handoff",
)


@cache
def _catalogue() -> Mapping[str, Entry]:
    areas = (import_module(f"{__name__}.{area}") for area in _AREAS)
    return MappingProxyType({entry.code: entry for area in areas for entry in area.ENTRIES})


def __getattr__(name: str) -> Any:
    if name == "CATALOGUE":
        return _catalogue()
    raise AttributeError(name)


def problem(code: str, **details: object) -> Problem:
    """Give the catalogue's entry as a problem, its ``{names}`` filled with printable details."""
    from wizard.model import Problem
    from wizard.problems.filling import filled

    entry = _catalogue()[code]
    shown = {name: printable(value, 400) for name, value in details.items()}
    return Problem(
        code=code,
        symptom=filled(entry.symptom, shown),
        cause=filled(entry.cause, shown),
        fix=filled(entry.fix, shown),
        see=entry.see,
        certainty=entry.certainty,
        exit_code=entry.exit_code,
        kind=shown.get("kind", ""),
        undecided=entry.undecided,
    )
