"""A bundle read as a whole: what was found, what was passed over, and what is mixed up in it.

Knows: how values speak against each other (FAQ: “the webapp SdkClient, not the service
SdkClient”).
Must never: keep two values for one question without saying which one counts.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.model import ProblemError, Secret
from wizard.paths import named_path
from wizard.problems import problem
from wizard.profiles.bundle.entries import Entry, entries, entries_of
from wizard.profiles.bundle.recognise import LABELS, Found, Kind, recognised
from wizard.text import mask, printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.model import Problem

__all__ = ["Bundle", "Found", "Kind", "read", "read_pasted"]

_REFERENCE: Final = "op://"
PASTED: Final = "What you pasted"


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a bundle holds, one value of a kind. ``passed_over`` names what was not understood.

    ``notes`` are problems that do not stop an import, and must be told.
    """

    found: tuple[Found, ...]
    passed_over: tuple[str, ...]
    notes: tuple[Problem, ...]

    def value(self, kind: Kind) -> str:
        """Give a value that is no secret; empty where there is none."""
        found = self._one(kind)
        return found.value if found and isinstance(found.value, str) else ""

    def secret(self, kind: Kind) -> Secret | None:
        """Give a secret; None where there is none."""
        found = self._one(kind)
        return found.value if found and isinstance(found.value, Secret) else None

    def rows(self) -> tuple[tuple[str, str, str], ...]:
        """Give label, value (a secret masked) and place of each, to be shown for a yes."""
        return tuple(
            (LABELS[each.kind], _shown(each), printable(each.where)) for each in self.found
        )

    def _one(self, kind: Kind) -> Found | None:
        return next((each for each in self.found if each.kind == kind), None)


def read(place: str) -> Bundle:
    """Read a file, a folder, or a 1Password item (``op://vault/item``).

    Raises ``bundle.unreadable``, ``bundle.empty``, and ``op.…``.
    """
    if place.startswith(_REFERENCE):
        from wizard.profiles.bundle.onepassword_item import item_entries

        return understood(item_entries(place), place)
    path = named_path(place)
    if not os.path.lexists(path):
        raise ProblemError(problem("bundle.unreadable", path=path, reason="There is no such file."))
    return understood(entries(path), place)


def read_pasted(text: str) -> Bundle:
    """Read what was pasted: a ``.env``, JSON, or a 1Password item. Raises as ``read`` does."""
    return understood(entries_of(text), PASTED)


def understood(held: tuple[Entry, ...], place: str) -> Bundle:
    """Recognise each entry, and sort out what speaks against each other."""
    pairs = [(entry, recognised(entry)) for entry in held]
    found = [each for _, several in pairs for each in several]
    if not found:
        raise ProblemError(problem("bundle.empty", path=place))
    passed_over = tuple(entry.where for entry, several in pairs if not several)
    misnamed = tuple(_misnamed(pairs))
    kept, confused = _without_service_as_webapp(found)
    chosen, doubled = _one_of_a_kind(kept)
    return Bundle(tuple(chosen), passed_over, (*misnamed, *confused, *doubled))


def _misnamed(pairs: list[tuple[Entry, tuple[Found, ...]]]) -> Iterator[Problem]:
    """Find client documents that are called what they are not."""
    for entry, several in pairs:
        name, kinds = entry.name.lower(), {each.kind for each in several}
        if "webapp" in name and "service_id" in kinds:
            yield problem("bundle.misnamed", where=entry.where, actual="service", wanted="webapp")
        if "service" in name and "webapp_id" in kinds:
            yield problem("bundle.misnamed", where=entry.where, actual="webapp", wanted="service")


def _without_service_as_webapp(found: list[Found]) -> tuple[list[Found], list[Problem]]:
    """Drop a webapp client id that is the service client's: the trap of early templates."""
    services = {each.value for each in found if each.kind == "service_id"}
    wrong = [each for each in found if each.kind == "webapp_id" and each.value in services]
    notes = [
        problem("client.wrong_kind", id=each.value, actual="service", wanted="webapp")
        for each in wrong
    ]
    return [each for each in found if each not in wrong], notes


def _one_of_a_kind(found: list[Found]) -> tuple[list[Found], list[Problem]]:
    chosen: dict[Kind, Found] = {}
    notes = []
    for each in found:
        first = chosen.setdefault(each.kind, each)
        if first.value != each.value:
            label = LABELS[each.kind]
            details = {"first": first.where, "second": each.where}
            notes.append(problem("bundle.doubled", label=label, **details))
    return list(chosen.values()), notes


def _shown(found: Found) -> str:
    return mask(found.value.reveal()) if isinstance(found.value, Secret) else printable(found.value)
