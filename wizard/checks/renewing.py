"""A new test token, where one can be had without a key that only the user has.

Must never: get one while only looking: the remedy is a promise until somebody says yes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.checks.asking import api, sandbox
from wizard.checks.remedies import Renewal
from wizard.identity.tokens import inspect
from wizard.profiles import proofs
from wizard.profiles.secrets import open_secrets
from wizard.steps.user_token import TOKEN
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.checks.case import Case
    from wizard.model import Secret


def renewal(case: Case) -> tuple[Renewal, ...]:
    """Give the remedy for an outdated test token; empty where the signing key is the user's own."""
    if not _can_be_issued(case):
        return ()
    user = printable(case.profile.user_id)
    what = f"Get a new token for the test user {user}, and store it with the profile's secrets"
    return (Renewal(what, lambda: _renew(case)),)


def _can_be_issued(case: Case) -> bool:
    source = case.pool.source
    return source == "hosted" or (source == "mock" and case.place.local)


def _renew(case: Case) -> None:
    token = _issued(case)
    open_secrets(case.profile.secret_store, case.home).put(case.name, {TOKEN: token})
    ends = inspect(token.reveal()).expires_at
    proofs.update(case.home, case.name, token_expires_at=ends)


def _issued(case: Case) -> Secret:
    user, pool = case.profile.user_id, case.pool
    if pool.source == "hosted":
        return api(case).create_app_user_id_token(user, pool.id)
    return sandbox(case).issue_token(user, id_claim=pool.id_claim)
