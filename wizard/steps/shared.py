"""What several steps say in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.model import Field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.context import Context
    from wizard.environments import Environment
    from wizard.model import Draft, Problem


def imported(name: str, label: str, *, secret: bool = False) -> Field:
    """Give a field that nobody is asked for: a bundle answers it (or an answers file)."""
    told = "It comes with the credentials that Anon hands over."
    return Field(name, label, told, secret=secret, optional=True, shown=lambda _a, _d: False)


def local_organization(context: Context, place: Environment) -> str:
    """Give the organization's id where the local sandbox tells it; empty elsewhere."""
    return context.sandbox().organizations[place.name] if place.local else ""


def with_note(draft: Draft, note: Problem) -> Draft:
    """Give the draft with one more thing that must be told, once."""
    return draft if note in draft.notes else draft._replace(notes=(*draft.notes, note))


def with_organization(draft: Draft, body: Mapping[str, object]) -> dict[str, object]:
    """Give a create body as the credential's API generation wants it (contract, Endpoints)."""
    named = {"organizationId": draft.organization_id} if draft.generation == 1 else {}
    return {**body, **named}


def described(draft: Draft, what: str, nth: int = 1) -> str:
    """Give the description an object carries at Anon, so that people there know it again.

    ``nth`` parts a second such object from the first: the ledger goes by the whole request.
    """
    further = f" (no. {nth})" if nth > 1 else ""
    return f"Made by anon-wizard for the profile {draft.profile}: {what}{further}"
