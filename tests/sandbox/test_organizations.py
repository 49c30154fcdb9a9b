"""Organizations, members and their credentials (contract: generation 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

if TYPE_CHECKING:
    from tests.sandbox.conftest import Anon


def person(email: str = "") -> dict[str, str]:
    return {"name": "Ada", "email": email or f"{uuid4()}@acme.example", "password": "correct horse"}


def test_a_member_logs_in_and_gets_a_session_token_that_works(anon: Anon, stranger: Anon) -> None:
    running = anon.running
    login = {"email": "admin@local.example", "password": running.password.reveal()}
    answer = stranger("POST", "/org/login", login)
    assert answer.status == 200
    token = answer.json["token"]
    assert token.count(".") == 2
    mine = {"Authorization": f"Bearer {token}"}
    path = f"/org/organization/{running.organizations['local']}"
    assert stranger("GET", path, headers=mine).status == 200


@pytest.mark.parametrize(
    "login",
    [
        {"email": "admin@local.example", "password": "wrong"},
        {"email": "nobody@local.example", "password": "wrong"},
    ],
)
def test_a_wrong_login_is_unauthorized(stranger: Anon, login: dict[str, str]) -> None:
    answer = stranger("POST", "/org/login", login)
    assert (answer.status, answer.error) == (401, "Unauthorized")


def test_a_new_organization_has_its_first_member_as_admin(stranger: Anon) -> None:
    first = person()
    made = stranger.made("/org/organization", {"name": "Acme", "member": first})
    assert made["name"] == "Acme"
    assert [(one["email"], one["role"]) for one in made["members"]] == [(first["email"], "Admin")]
    login = {"email": first["email"], "password": first["password"]}
    token = stranger.made("/org/login", login)["token"]
    mine = {"Authorization": f"Bearer {token}"}
    assert stranger("GET", f"/org/organization/{made['id']}", headers=mine).json == made


def test_no_answer_holds_a_password(stranger: Anon) -> None:
    answer = stranger("POST", "/org/organization", {"name": "Acme", "member": person()})
    assert b"correct horse" not in answer.body


def test_an_email_address_is_taken_once(stranger: Anon) -> None:
    first = person()
    stranger.made("/org/organization", {"name": "Acme", "member": first})
    again = stranger("POST", "/org/organization", {"name": "Acme 2", "member": first})
    assert again.status == 409


def test_an_organization_sees_only_itself(anon: Anon, neighbour: Anon) -> None:
    mine, theirs = (anon.running.organizations[name] for name in ("local", "local-prod"))
    assert anon("GET", f"/org/organization/{mine}").json["id"] == mine
    assert anon("GET", f"/org/organization/{theirs}").status == 404
    assert neighbour("GET", f"/org/organization/{theirs}").status == 200


def test_an_admin_adds_members_and_reads_them(anon: Anon, neighbour: Anon) -> None:
    made = anon.made("/org/member", {**person(), "role": "Member"})
    assert made["role"] == "Member"
    assert anon("GET", f"/org/member/{made['id']}").json == made
    assert neighbour("GET", f"/org/member/{made['id']}").status == 404


@pytest.mark.parametrize("role", ["ReadOnly", "Member"])
def test_only_an_admin_may_create(anon: Anon, stranger: Anon, role: str) -> None:
    one = person()
    anon.made("/org/member", {**one, "role": role})
    login = {"email": one["email"], "password": one["password"]}
    token = stranger.made("/org/login", login)["token"]
    body = {"name": "p", "description": "", "organizationId": anon.running.organizations["local"]}
    headers = {"Authorization": f"Bearer {token}"}
    answer = stranger("POST", "/org/userPool", body, headers=headers)
    assert (answer.status, answer.error) == (403, "Unauthorized")


def test_a_role_is_one_of_three(anon: Anon) -> None:
    answer = anon("POST", "/org/member", {**person(), "role": "Owner"})
    assert answer.status == 422
    assert "role" in answer.error
