"""``/org/login``, ``/org/organization``, ``/org/member`` (generation 1)."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any, Final

from wizard.sandbox.endpoint import Call, Endpoint, found
from wizard.sandbox.records import organizations
from wizard.sandbox.records.organizations import Member, Organization, Role
from wizard.sandbox.refused import RefusedError
from wizard.sandbox.shapes import choice, listing, record, text
from wizard.sandbox.store import transaction

_PERSON: Final = {"name": text(), "email": text(), "password": text()}

_MEMBER_ANSWER: Final = record(
    {"id": text(), "name": text(), "email": text(), "organizationId": text(), "role": text()}
)
_ORGANIZATION_ANSWER: Final = record(
    {"id": text(), "name": text(), "members": listing(_MEMBER_ANSWER, 10_000)}
)


def _member_json(member: Member) -> dict[str, Any]:
    return {
        "id": member.id,
        "name": member.name,
        "email": member.email,
        "organizationId": member.organization_id,
        "role": member.role,
    }


def _organization_json(call: Call, organization: Organization) -> dict[str, Any]:
    people = organizations.members(call.world.db, organization.id)
    members = [_member_json(member) for member in people]
    return {"id": organization.id, "name": organization.name, "logoUrl": None, "members": members}


async def _log_in(call: Call) -> dict[str, Any]:
    known = organizations.login_of(call.world.db, call.body["email"])
    member, stored = known or (None, bytes(80))
    fits = await asyncio.to_thread(organizations.password_fits, call.body["password"], stored)
    if member is None or not fits:
        raise RefusedError(401, "Unauthorized")
    return {"token": organizations.log_in(call.world.db, member)}


async def _create_organization(call: Call) -> dict[str, Any]:
    first = call.body["member"]
    password = await asyncio.to_thread(organizations.hash_password, first["password"])
    with transaction(call.world.db):
        made = organizations.add(call.world.db, call.body["name"])
        _add_member(call, first, made.id, "Admin", password)
    return _organization_json(call, made)


def _add_member(
    call: Call, person: dict[str, str], organization_id: str, role: Role, password: bytes
) -> Member:
    made = Member(str(uuid.uuid4()), organization_id, person["name"], person["email"], role)
    if not organizations.add_member(call.world.db, made, password):
        raise RefusedError(409, "a member with this email exists already")
    return made


async def _get_organization(call: Call) -> dict[str, Any]:
    mine = call.path["id"] == call.organization_id
    organization = organizations.get(call.world.db, call.organization_id) if mine else None
    return _organization_json(call, found(organization, "Organization"))


async def _create_member(call: Call) -> dict[str, Any]:
    organization_id = call.creating_for()
    password = await asyncio.to_thread(organizations.hash_password, call.body["password"])
    person = {name: call.body[name] for name in _PERSON}
    return _member_json(_add_member(call, person, organization_id, call.body["role"], password))


async def _get_member(call: Call) -> dict[str, Any]:
    member = organizations.member(call.world.db, call.path["id"])
    mine = member if member and member.organization_id == call.organization_id else None
    return _member_json(found(mine, "Member"))


ENDPOINTS: Final = (
    Endpoint(
        "POST",
        "/org/login",
        "A Member's session token (generation 1)",
        "D",
        _log_in,
        credential="none",
        body=record({"email": text(), "password": text()}),
        answer=record({"token": text()}),
        also=(401,),
    ),
    Endpoint(
        "POST",
        "/org/organization",
        "Make an organization and its first Member, an Admin",
        "D",
        _create_organization,
        credential="none",
        body=record({"name": text(), "member": record(_PERSON)}),
        answer=_ORGANIZATION_ANSWER,
        also=(409,),
    ),
    Endpoint(
        "GET",
        "/org/organization/{id}",
        "Read one's own organization",
        "D",
        _get_organization,
        answer=_ORGANIZATION_ANSWER,
        also=(404,),
    ),
    Endpoint(
        "POST",
        "/org/member",
        "Add a Member",
        "D",
        _create_member,
        credential="creator",
        body=record(
            {**_PERSON, "role": choice("Admin", "ReadOnly", "Member")},
            {"organizationId": text()},
        ),
        answer=_MEMBER_ANSWER,
        also=(409,),
    ),
    Endpoint(
        "GET",
        "/org/member/{id}",
        "Read a Member of one's own organization",
        "D",
        _get_member,
        answer=_MEMBER_ANSWER,
        also=(404,),
    ),
)
