"""The catalogue of problems: code → symptom, cause, fix, where to read.

One file per area, each a tuple of entries; ``problem()`` fills one in. Data, no logic.
Must never: print, or let a stranger's text through unescaped.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from wizard.model import Problem
from wizard.problems import (
    api,
    app,
    bundle,
    chain,
    doctor,
    env,
    faq,
    handoff,
    hosting,
    jwk,
    jwks,
    link,
    network,
    profiles,
    sandbox,
    session,
    setup,
    signing,
    switching,
    token,
)
from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.problems.entry import Entry

_AREAS: Final = (
    setup,
    network,
    api,
    hosting,
    jwks,
    jwk,
    token,
    signing,
    chain,
    link,
    profiles,
    sandbox,
    session,
    switching,
    env,
    bundle,
    app,
    doctor,
    faq,
    handoff,
)

CATALOGUE: Final[Mapping[str, Entry]] = MappingProxyType(
    {entry.code: entry for area in _AREAS for entry in area.ENTRIES}
)


def problem(code: str, **details: object) -> Problem:
    """Give the catalogue's entry as a problem, its ``{names}`` filled with printable details."""
    entry = CATALOGUE[code]
    shown = {name: printable(value, 400) for name, value in details.items()}
    return Problem(
        code=code,
        symptom=entry.symptom.format(**shown),
        cause=entry.cause.format(**shown),
        fix=entry.fix.format(**shown),
        see=entry.see,
        certainty=entry.certainty,
        exit_code=entry.exit_code,
        kind=shown.get("kind", ""),
    )
