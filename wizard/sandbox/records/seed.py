"""What a new state begins with: two organizations that do not mix, and their credentials.

Knows: the facts a starter or an attacher needs (`Facts`), and that they lie in the state file.
Must never: be printed; the values are worthless, and still nobody's business.
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.sandbox.records import organizations
from wizard.sandbox.records.organizations import Caller, CredentialKind, Member, Role
from wizard.sandbox.store import meta, remember, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from sqlite3 import Connection

ENVIRONMENTS: Final = ("local", "local-prod")
_NAMES: Final = {"local": "Local company", "local-prod": "Local company, production rehearsal"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What one needs to use a state: by environment the organization's id and its credentials."""

    instance: str
    password: str
    organizations: Mapping[str, str]
    credentials: Mapping[str, Mapping[str, str]]
    """``api-key``, ``session-token`` and ``read-only`` → environment → value."""


def plant(db: Connection) -> None:
    """Make the two organizations, unless the state has them already."""
    if meta(db, "instance"):
        return
    password = secrets.token_urlsafe(12)
    hashed = organizations.hash_password(password)
    with transaction(db):
        remember(db, "instance", uuid.uuid4().hex)
        remember(db, "password", password)
        for environment in ENVIRONMENTS:
            _plant_organization(db, environment, hashed)


def _plant_organization(db: Connection, environment: str, password: bytes) -> None:
    made = organizations.add(db, _NAMES[environment], environment)
    for role in ("Admin", "ReadOnly"):
        email = f"{role.lower()}@{environment}.example"
        person = Member(str(uuid.uuid4()), made.id, f"{role} of {environment}", email, role)
        organizations.add_member(db, person, password)
        remember(db, email, person.id)
    for name, kind, role in _credentials():
        value = organizations.grant(db, Caller(made.id, role, kind))
        remember(db, f"{name}:{environment}", value)


def _credentials() -> Iterator[tuple[str, CredentialKind, Role]]:
    yield "api-key", "api-key", "Admin"
    yield "session-token", "session-token", "Admin"
    yield "read-only", "api-key", "ReadOnly"


def facts(db: Connection) -> Facts:
    """Read them back."""
    mine = {one.environment: one.id for one in organizations.everyone(db) if one.environment}
    return Facts(
        instance=meta(db, "instance"),
        password=meta(db, "password"),
        organizations=mine,
        credentials={
            name: {place: meta(db, f"{name}:{place}") for place in mine}
            for name, _kind, _role in _credentials()
        },
    )


def blank() -> Facts:
    """Give the facts of a state that does not exist yet: everything is empty."""
    nothing = dict.fromkeys(ENVIRONMENTS, "")
    return Facts("", "", nothing, {name: nothing for name, _kind, _role in _credentials()})


_CLEARING: Final = (
    "DELETE FROM pool",
    "DELETE FROM client",
    "DELETE FROM session",
    "DELETE FROM link",
    "DELETE FROM integration",
    "DELETE FROM credential WHERE value NOT IN (SELECT value FROM meta)",
    "DELETE FROM member WHERE id NOT IN (SELECT value FROM meta)",
    "DELETE FROM organization WHERE environment IS NULL",
)


def clear(db: Connection) -> None:
    """Forget everything that was made since: the two organizations and their credentials stay."""
    with transaction(db):
        for statement in _CLEARING:
            db.execute(statement)
