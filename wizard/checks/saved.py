"""The profile as it lies on this machine, and the variables around it.

Must never: read a file again, or mend one; what was found when the case was opened counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.checks.registry import Check
from wizard.checks.remedies import Permissions
from wizard.checks.row import Outcome, at, passed, warned
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles.files import only_looking
from wizard.profiles.journal import Journal
from wizard.profiles.variables import VARIABLES, as_text, ids_of
from wizard.steps.clients import service_key_name
from wizard.steps.key import API_KEY
from wizard.steps.user_token import TOKEN
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.checks.case import Case


def _is_saved(case: Case) -> Outcome:
    profile = case.profile
    return passed(f"“{printable(case.name)}”, for {printable(profile.environment)}")


def _is_private(case: Case) -> Outcome:
    if not case.open_files:
        return passed("Only you can read what the wizard keeps")
    path, mode = case.open_files[0]
    remedies = [Permissions(each) for each, _ in case.open_files]
    found = warned(problem("store.open_to_others", path=path, mode=f"{mode:04o}"), *remedies)
    return at((printable(each) for each, _ in case.open_files), found)


def _secrets_can_be_read(case: Case) -> Outcome:
    if case.no_secrets:
        raise ProblemError(case.no_secrets)
    count = len(case.secrets)
    return passed(f"{count} secret{'' if count == 1 else 's'} in the {case.profile.secret_store}")


def _nothing_is_in_doubt(case: Case) -> Outcome:
    with only_looking():
        entries = Journal(case.home.journal(case.name)).entries()
    doubtful = [entry for entry in entries if entry.state in {"pending", "unknown"}]
    if not doubtful:
        return passed("No request whose answer was lost")
    one = doubtful[0]
    return warned(problem("ledger.answer_lost", kind=one.kind, name=one.name, at=one.at))


def _variables_agree(case: Case) -> Outcome:
    values = ids_of(case.profile)
    ids = {each.name: {as_text(values.of(each))} for each in VARIABLES if not each.suggested}
    ours = {name: known - {""} for name, known in {**ids, **_secrets_of(case)}.items()}
    differing = [
        name
        for name, known in ours.items()
        if known and case.environ.get(name) and case.environ[name] not in known
    ]
    if not differing:
        return passed("No ANON_… variable of this shell says otherwise")
    name = differing[0]
    found = problem("environment.variable_differs", name=name, profile=case.name)
    return at(differing, warned(found))


def _secrets_of(case: Case) -> dict[str, set[str]]:
    """Give what each variable of a secret may hold; a key of either kind is the profile's."""
    service = service_key_name(case.profile.service_id)
    fits = {
        "ANON_API_KEY": (API_KEY, service),
        "ANON_SESSION_TOKEN": (API_KEY,),
        "ANON_APP_USER_ID_TOKEN": (TOKEN,),
    }
    return {
        name: {case.secrets[each].reveal() for each in stored if each in case.secrets}
        for name, stored in fits.items()
    }


CHECKS: Final[tuple[Check[Case], ...]] = (
    Check("profile.saved", "Profile", "profile", _is_saved),
    Check("profile.files", "Files", "profile", _is_private),
    Check("profile.secrets", "Secrets", "profile", _secrets_can_be_read, ("profile.saved",)),
    Check("profile.journal", "Journal", "profile", _nothing_is_in_doubt, ("profile.saved",)),
    Check("profile.variables", "Variables", "profile", _variables_agree, ("profile.saved",)),
)
