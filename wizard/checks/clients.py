"""The two SdkClients: which kind each really is, and whose pool it belongs to.

Knows: the FAQ's “CORS issue”: the service client's id in the webapp client's place.
Must never: believe the profile about a client: Anon is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.checks.asking import api_with, client, pool
from wizard.checks.chain import wrong_client
from wizard.checks.registry import Check
from wizard.checks.row import Outcome, not_proven, passed, skipped
from wizard.model import Client, Pool, ProblemError
from wizard.problems import problem
from wizard.steps.clients import service_key_name
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.checks.case import Case


def _webapp_fits(case: Case) -> Outcome:
    found = client(case, "webapp")
    ours, theirs = Client(found.id, found.name, found.kind, found.pool_id), pool(case)
    wrong = wrong_client(ours, Pool(theirs.id, theirs.name, "url"))
    if wrong:
        raise ProblemError(wrong)
    return passed(f"{printable(found.id)} is an application client of this pool")


def _service_fits(case: Case) -> Outcome:
    if not case.profile.service_id:
        return skipped("The profile has none: no back end uses it yet")
    found = client(case, "service")
    if found.kind != "service":
        wanted = {"id": found.id, "actual": found.kind, "wanted": "service"}
        raise ProblemError(problem("client.wrong_kind", **wanted))
    return passed(f"{printable(found.id)} is a service client")


def _service_key_is_accepted(case: Case) -> Outcome:
    name = service_key_name(case.profile.service_id)
    if name not in case.secrets:
        return skipped("Its key is not stored here (Anon shows it once)")
    try:
        with api_with(case, case.secrets[name]) as spoken:
            proven = spoken.prove_key()
    except ProblemError as refusal:
        if refusal.problem.code != "key.refused":
            raise
        told = {"id": case.profile.service_id, "profile": case.name}
        raise ProblemError(problem("client.key_refused", **told)) from None
    if proven == "not proven":
        return not_proven(problem("key.not_proven"))
    return passed("Anon accepts it: back ends may use it")


CHECKS: Final[tuple[Check[Case], ...]] = (
    Check("client.webapp", "Webapp client", "clients", _webapp_fits, ("pool.exists",)),
    Check("client.service", "Service client", "clients", _service_fits, ("key.accepted",)),
    Check(
        "client.service_key",
        "Service client's key",
        "clients",
        _service_key_is_accepted,
        ("client.service",),
    ),
)
