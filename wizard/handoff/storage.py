"""Where the secrets lie on this machine.

Must never: show one, or mend anything (the doctor does).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.handoff.item import Item, found, wrong
from wizard.model import ProblemError
from wizard.problems import problem
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.checks.row import Outcome
    from wizard.handoff.look import Look

_PLACES: Final = {
    "keyring": "in the system's keyring",
    "file": "in a file that only you can read; it is not encrypted",
}


def _lie_safely(look: Look) -> Outcome:
    case = look.tested
    if case.no_secrets:
        raise ProblemError(case.no_secrets)
    if case.open_files:
        told = [f"{printable(path)}: {mode:04o}" for path, mode in case.open_files]
        path, mode = case.open_files[0]
        return wrong(problem("store.open_to_others", path=path, mode=f"{mode:04o}"), *told)
    count = len(case.secrets)
    where = _PLACES.get(case.profile.secret_store, case.profile.secret_store)
    return found(f"{count} secret{'' if count == 1 else 's'}, {where}")


ITEMS: Final = (
    Item(
        "secrets.stored",
        "Secrets lie where only you can read them",
        "profile",
        _lie_safely,
        certainty="documented",
    ),
)
