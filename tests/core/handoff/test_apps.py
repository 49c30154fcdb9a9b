"""Apps in the checklist: which of several a finding is in, and what git has to say about them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.core.handoff.ground import SERVICE_KEY
from wizard.handoff.checklist import go_through

if TYPE_CHECKING:
    from tests.core.handoff.ground import Ground
    from wizard.checks.row import Row

HOST = "https://svc.sandbox.anon.com"


def row(ground: Ground, item: str, *more: str) -> Row:
    look = ground.look()
    look = replace(look, folders=(*look.folders, *(ground.app.parent / name for name in more)))
    return next(iter(go_through(look, (item,)))).row


def test_a_finding_names_the_app_that_it_is_in(ground: Ground) -> None:
    shutil.copytree(ground.app, ground.app.parent / "other")
    (ground.app.parent / "other" / "anon.js").write_text(f"x = '{HOST}'\n", encoding="utf-8")
    (ground.app.parent / "other" / ".env.web").write_text(
        f"VITE_ANON_API_KEY={SERVICE_KEY}\nREDIRECT_URL=http://localhost:3000/x\n"
        "VITE_ANON_COMPANY_NAME=Your company\n",
        encoding="utf-8",
    )
    assert row(ground, "app.switches", "other").text.startswith("other/anon.js:1 ")
    assert row(ground, "app.public_secrets", "other").text.startswith("other: .env.web:1: ")
    assert row(ground, "app.public_secrets", "other").places[0] == "other/.env.web:1"
    assert row(ground, "app.redirects", "other").text.startswith("other/.env.web:2: ")
    assert row(ground, "company.name", "other").text.startswith("other/.env.web:3: ")


def test_one_app_needs_no_name(ground: Ground) -> None:
    ground.write("anon.js", f"x = '{HOST}'\n")
    assert row(ground, "app.switches").text.startswith("anon.js:1 ")


def test_without_a_repository_git_has_proven_nothing(ground: Ground) -> None:
    shutil.rmtree(ground.app / ".git")
    for item in ("app.secrets_in_git", "app.env_ignored"):
        found = row(ground, item)
        assert (found.state, found.problem) == ("skip", None)


def test_a_secret_that_git_remembers_is_still_in_git(ground: Ground) -> None:
    ground.write("old.env", f"ANON_API_KEY={SERVICE_KEY}\n")
    ground.git("config", "user.name", "t")
    ground.git("config", "user.email", "t@example.com")
    ground.git("add", "-f", "old.env")
    ground.git("commit", "-qm", "one")
    ground.git("rm", "-q", "old.env")
    ground.git("commit", "-qm", "two")
    found = row(ground, "app.secrets_in_git")
    assert found.state == "fail"
    assert found.problem is not None
    assert found.problem.code == "app.secret_in_history"


def test_what_is_for_developers_alone_is_told_and_blocks_nothing(ground: Ground) -> None:
    ground.write("environment.development.ts", "export const x = { anonEnv: 'sandbox' };\n")
    ground.write("tests/anon.test.ts", f"x = '{HOST}'\n")
    found = row(ground, "app.switches")
    assert found.state == "pass"
    told = [place for place in found.places if "stays" in place]
    assert [place.split(":")[0] for place in told] == [
        "environment.development.ts",
        "tests/anon.test.ts",
    ]


def test_what_a_deployment_says_is_to_be_changed_by_hand(ground: Ground) -> None:
    ground.write("docker-compose.yml", "environment:\n  ANON_ENV: sandbox\n")
    found = row(ground, "app.switches")
    assert found.state == "warn"
    assert found.places[0] == "docker-compose.yml:2: ANON_ENV: sandbox, to be changed by hand"
