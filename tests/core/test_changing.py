"""What another answer costs is said before it does, and nothing is said where it costs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wizard import flow
from wizard.changing import Ground, lost
from wizard.flow import Progress
from wizard.model import Answers, Client, Draft, Link, Pool, Secret, TestUser
from wizard.steps import STEPS

if TYPE_CHECKING:
    from tests.conftest import Program

FIELDS = {field.name: field for step in STEPS for field in step.fields}

WHOLE = Draft(
    profile="acme",
    environment="https://svc.example.com",
    base_url="https://svc.example.com",
    pool=Pool("p", "p", "url", "https://acme.example/jwks.json"),
    webapp=Client("w", "w", "webapp", "p"),
    service=Client("s", "s", "service"),
    user=TestUser("ada"),
    link=Link("uber", "active"),
)

BEGUN = Draft(profile="acme", environment=WHOLE.environment, base_url=WHOLE.base_url)


def given(**values: str) -> Answers:
    answers = Answers()
    for name, value in values.items():
        answers = answers.put(name, value)
    return answers


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("environment", "pool webapp service user link"),
        ("profile", "pool webapp service user link"),
        ("organization", "pool webapp service user link"),
        ("jwks", "pool webapp user link"),
        ("id_claim", "pool webapp user link"),
        ("user", "user link"),
        ("app", "link"),
        ("secret_store", ""),
        ("api_key", ""),
        ("redirect_url", ""),
    ],
)
def test_each_answer_costs_what_stands_on_it(name: str, parts: str) -> None:
    old, new = given(**{name: "one"}), given(**{name: "two"})
    assert lost(WHOLE, FIELDS[name], old, new) == tuple(parts.split())
    assert lost(WHOLE, FIELDS[name], old, old) == ()


def test_what_was_never_made_is_not_lost() -> None:
    bare = Draft(profile="acme", pool=WHOLE.pool)
    assert lost(bare, FIELDS["jwks"], given(jwks="hosted"), given(jwks="mock")) == ("pool",)
    skipped = WHOLE._replace(link=Link("uber", "skipped"))
    assert lost(skipped, FIELDS["app"], given(app="uber"), given(app="resy")) == ()


def test_the_same_answer_from_another_source_costs_nothing() -> None:
    typed, flag = Answers().put("user", "ada"), Answers().put("user", "ada", "flag")
    assert lost(WHOLE, FIELDS["user"], typed, flag) == ()
    key = Answers().put("api_key", Secret("anon_one"))
    assert lost(WHOLE, FIELDS["api_key"], key, Answers().put("api_key", Secret("two"))) == ()


def test_going_back_it_is_said_at_the_step_that_asks_and_taken_back_with_the_answer() -> None:
    answers = given(environment="https://svc.example.com", profile="acme", jwks="hosted")
    way = tuple(BEGUN for _ in range(3))
    progress = Progress(answers, way, Ground(WHOLE, answers))
    assert progress.step
    assert progress.step.id == "pool"
    assert flow.costs(progress) == {}
    changed = flow.answer(progress, "jwks", "https://other.example/jwks.json")
    told = flow.costs(changed)["jwks"]
    assert "the UserPool, the webapp client, the test user's token and the link" in told
    assert "anon-wizard undo" in told
    assert flow.costs(flow.answer(changed, "jwks", "hosted")) == {}


def test_a_sandbox_that_had_to_move_is_still_the_same_place() -> None:
    here, there = "http://127.0.0.1:4010", "http://127.0.0.1:20001"
    pool = Pool("p", "p", "mock", f"{here}/jwks.json")
    local = WHOLE._replace(environment="local", base_url=here, pool=pool)
    ground = Ground(local, Answers())
    moved = pool._replace(jwks_uri=f"{there}/jwks.json")
    assert ground.holds(local._replace(base_url=there, pool=moved))
    assert not ground.holds(local._replace(base_url=there))
    assert not ground.holds(local._replace(environment="local-prod"))


def test_a_default_that_is_typed_out_costs_nothing() -> None:
    way = tuple(BEGUN for _ in range(5))
    progress = Progress(Answers(), way, Ground(WHOLE, Answers()))
    assert flow.costs(flow.answer(progress, "user", "demo-user")) == {}
    assert "token and the link" in flow.costs(flow.answer(progress, "user", "ada"))["user"]


def test_a_second_run_with_another_answer_says_so_before_it_creates(program: Program) -> None:
    first = program("setup", "--yes", "--profile", "acme")
    assert first.code == 0, first.err
    same = program("setup", "--yes", "--profile", "acme")
    assert "Another answer than before" not in same.err
    other = program("setup", "--yes", "--profile", "acme", "--id-claim", "email")
    assert other.code == 0, other.err
    told = other.err.index("Claim that holds the user's id: Another answer than before")
    assert told < other.err.index("Creating the UserPool")
    assert "the UserPool, the webapp client, the test user's token and the link" in other.err
