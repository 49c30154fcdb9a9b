"""Organizations, their members, and the credentials that act for them.

Knows: what a key and a session token look like (contract, Two generations).
Must never: keep a password, only its scrypt hash.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
import uuid
from dataclasses import dataclass
from sqlite3 import Connection, IntegrityError
from typing import Any, Literal

from wizard.sandbox.choices import LOGIN_LIFE

Role = Literal["Admin", "ReadOnly", "Member"]
CredentialKind = Literal["api-key", "session-token"]


@dataclass(frozen=True, slots=True)
class Organization:
    """A customer's company. ``environment`` is set for the sandbox's own two."""

    id: str
    name: str
    environment: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A person in an organization."""

    id: str
    organization_id: str
    name: str
    email: str
    role: Role


@dataclass(frozen=True, slots=True)
class Caller:
    """Who a credential stands for."""

    organization_id: str
    role: Role
    kind: CredentialKind


def add(db: Connection, name: str, environment: str | None = None) -> Organization:
    """Make an organization."""
    made = Organization(str(uuid.uuid4()), name, environment)
    db.execute("INSERT INTO organization VALUES (?, ?, ?)", (made.id, name, environment))
    return made


def get(db: Connection, id_: str) -> Organization | None:
    """Find one by its id."""
    row = db.execute("SELECT * FROM organization WHERE id = ?", (id_,)).fetchone()
    return Organization(*row) if row else None


def everyone(db: Connection) -> list[Organization]:
    """Give all organizations, oldest first."""
    return [Organization(*row) for row in db.execute("SELECT * FROM organization ORDER BY rowid")]


def add_member(db: Connection, member: Member, password: bytes) -> bool:
    """Add a person with the hash of a password; False if the e-mail address is taken."""
    values = (member.id, member.organization_id, member.name, member.email, password, member.role)
    try:
        db.execute("INSERT INTO member VALUES (?, ?, ?, ?, ?, ?)", values)
    except IntegrityError:
        return False
    return True


def member(db: Connection, id_: str) -> Member | None:
    """Find a person by id."""
    row = db.execute(
        "SELECT id, organization_id, name, email, role FROM member WHERE id = ?", (id_,)
    ).fetchone()
    return Member(*row) if row else None


def members(db: Connection, organization_id: str) -> list[Member]:
    """Give the people of an organization, oldest first."""
    query = (
        "SELECT id, organization_id, name, email, role FROM member "
        "WHERE organization_id = ? ORDER BY rowid"
    )
    return [Member(*row) for row in db.execute(query, (organization_id,))]


def login_of(db: Connection, email: str) -> tuple[Member, bytes] | None:
    """Give a person and the hash of the password, by e-mail address."""
    query = "SELECT id, organization_id, name, email, role, password FROM member WHERE email = ?"
    row = db.execute(query, (email,)).fetchone()
    return (Member(*row[:5]), row[5]) if row else None


def hash_password(password: str, salt: bytes = b"") -> bytes:
    """Give salt and scrypt hash of a password; some 15 ms of work, not for the event loop."""
    salt = salt or secrets.token_bytes(16)
    return salt + hashlib.scrypt(password.encode(), salt=salt, n=2**12, r=8, p=1)


def password_fits(password: str, stored: bytes) -> bool:
    """Tell whether the hash is that of the password."""
    return hmac.compare_digest(hash_password(password, stored[:16]), stored)


def grant(db: Connection, caller: Caller, expires_at: int | None = None) -> str:
    """Make a credential that acts as ``caller``, and give its value."""
    value = new_key() if caller.kind == "api-key" else _new_session_token(caller, expires_at)
    row = (value, caller.kind, caller.organization_id, caller.role, expires_at)
    db.execute("INSERT INTO credential VALUES (?, ?, ?, ?, ?)", row)
    return value


def log_in(db: Connection, member: Member) -> str:
    """Give a person a session token for a day."""
    caller = Caller(member.organization_id, member.role, "session-token")
    return grant(db, caller, int(time.time()) + LOGIN_LIFE)


def caller_of(db: Connection, value: str) -> Caller | None:
    """Tell who a credential stands for; None if it is unknown or has expired."""
    query = "SELECT organization_id, role, kind, expires_at FROM credential WHERE value = ?"
    row = db.execute(query, (value,)).fetchone()
    if row is None or (row[3] is not None and row[3] <= time.time()):
        return None
    return Caller(*row[:3])


def new_key() -> str:
    """Give an API key in the form of generation 2: ``anon_`` and 80 base64 characters."""
    return "anon_" + base64.b64encode(secrets.token_bytes(60)).decode()


def _new_session_token(caller: Caller, expires_at: int | None) -> str:
    """Give a JWT, as generation 1 has it. The sandbox looks it up whole and never parses it."""
    claims: dict[str, Any] = {"organizationId": caller.organization_id, "jti": uuid.uuid4().hex}
    if expires_at is not None:
        claims["exp"] = expires_at
    parts = (json.dumps(part).encode() for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    signed = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    mac = hmac.digest(secrets.token_bytes(32), signed, "sha256")
    return (signed + b"." + base64.urlsafe_b64encode(mac).rstrip(b"=")).decode()
