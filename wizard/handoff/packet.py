"""The packet for whoever gives out the prod key: one document, from which every form is made.

Knows: what goes in, and that all of it is cleaned of secrets before anything is rendered.
Must never: hold a secret, or a value that nobody looked at for one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wizard import __version__
from wizard.handoff.checklist import counted, ready
from wizard.handoff.cleaning import cleaned
from wizard.handoff.links import planned_apps
from wizard.handoff.messages import messages
from wizard.handoff.objects import left_over
from wizard.handoff.people import CONTACT
from wizard.identity.examples import thumbprints
from wizard.identity.words import date
from wizard.model import ProblemError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.checks.case import Case
    from wizard.handoff.item import Result
    from wizard.handoff.look import Look

VERSION: Final = 1


Document = dict[str, Any]


def packet(look: Look, results: Sequence[Result]) -> Document:
    """Give the packet as plain values, cleaned of every secret that is known or looks like one.

    Raises ``profile.…`` where there is no profile to tell of, and ``journal.corrupt``.
    """
    tested, promoted = look.tested, look.promoted
    document: Document = {
        "version": VERSION,
        "program": f"anon-wizard {__version__}",
        "made": date(look.tested.now()),
        "rehearsal": look.rehearsal,
        "profile": tested.name,
        **_objects(tested),
        "keys": _keys(look),
        "plannedApps": list(planned_apps(look.record, tested)),
        "contact": _contact(look),
        "production": None
        if promoted is None
        else {"profile": promoted.name, **_objects(promoted)},
        "ready": ready(results),
        "counts": counted(results),
        "checks": [result.as_json() for result in results],
        "leftOver": [each.as_json() for each in left_over(look)],
    }
    clean: Document = cleaned(look, document)
    return {**clean, "messages": messages(clean)}


def _objects(case: Case) -> Document:
    profile, pool = case.profile, case.profile.pool()
    return {
        "environment": profile.environment,
        "organizationId": profile.organization_id or None,
        "userPoolId": profile.pool_id or None,
        "webappClientId": profile.webapp_id or None,
        "serviceClientId": profile.service_id or None,
        "jwksUri": pool.jwks_uri or None if pool else None,
        "idClaim": pool.id_claim if pool else None,
    }


def _keys(look: Look) -> list[Document]:
    """Give each usable key by name and thumbprint; none where the set cannot be fetched now."""
    try:
        prints = thumbprints(look.key_set())
    except ProblemError:
        return []
    return [{"key": name, "thumbprint": thumbprint} for thumbprint, name in prints.items()]


def _contact(look: Look) -> str | None:
    word = look.record.word(CONTACT)
    return word.note if word else None
