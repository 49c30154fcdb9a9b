from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wizard.model import Answers, Client, Draft, Link, Made, Pool, Problem, Secret, TestUser
from wizard.problems import problem
from wizard.profiles import drafts

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.profiles.home import Home

CANARY = Secret("anon_canary")
FAR = Draft(
    profile="acme",
    environment="local",
    base_url="http://127.0.0.1:4010",
    generation=1,
    api_key=CANARY,
    key_proof="accepted",
    secret_store="file",
    pool=Pool("pool_1", "users", "url", "https://acme.ai/jwks.json", "email"),
    webapp=Client("c1", "front", "webapp", "pool_1"),
    service=Client("c2", "back", "service"),
    service_key=CANARY,
    user=TestUser("demo", CANARY, "kid_1", 1_800_000_000, "proven"),
    link=Link("instagram", "active", simulated=True),
    created=(Made("userPool", "pool_1"),),
    reused=(Made("webapp", "c1"),),
    notes=(problem("key.shape"),),
)


def test_an_interrupted_setup_comes_back_without_its_secrets(home: Home) -> None:
    answers = Answers().put("jwks", "mock", "default").put("api_key", CANARY, "environment")
    drafts.save(home, FAR, answers)
    found = drafts.load(home, "acme")
    assert found is not None
    user = TestUser("demo", None, "kid_1", 1_800_000_000, "proven")
    assert found.draft == FAR._replace(api_key=None, service_key=None, user=user)
    assert dict(found.answers) == {"jwks": answers["jwks"]}
    drafts.forget(home, "acme")
    drafts.forget(home, "acme")
    assert drafts.load(home, "acme") is None


def test_no_secret_is_written(home: Home) -> None:
    drafts.save(home, FAR, Answers().put("api_key", CANARY))
    files = [path for path in Path(home.state).rglob("*") if path.is_file()]
    assert files
    assert not any(b"canary" in path.read_bytes() for path in files)


def test_interrupted_setups_are_listed_newest_first(home: Home) -> None:
    assert drafts.interrupted(home) == ()
    for age, name in enumerate(["new", "Älter", "oldest"]):
        drafts.save(home, Draft(profile=name), Answers())
        os.utime(home.draft(name), (1_000 - age, 1_000 - age))
    (Path(home.drafts()) / ".0011.tmp").write_bytes(b"{")  # another wizard is just writing
    (Path(home.drafts()) / "gone.json").symlink_to("nowhere")
    assert drafts.interrupted(home) == ("gone", "new", "Älter", "oldest")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"version": 2}',
        b'{"version": 1}',
        b'{"version": 1, "draft": {"profile": "other"}, "answers": {}}',
        b'{"version": 1, "draft": {"profile": "acme", "pool": 3}, "answers": {}}',
        b'{"version": 1, "draft": {"profile": "acme", "generation": 9}, "answers": {}}',
        b'{"version": 1, "draft": {"profile": "acme"}, "answers": {"a": "b"}}',
        b'{"version": 1, "draft": {"profile": "acme"}, "answers": {"a": {"value": 1}}}',
        b'{"version": 1, "draft": {"profile": "acme"}, "answers": []}',
        b"[" * 100_000,
        b" " * (1 << 21),
    ],
)
def test_one_that_cannot_be_read_is_passed_over_with_a_word(home: Home, content: bytes) -> None:
    drafts.save(home, FAR, Answers())
    Path(home.draft("acme")).write_bytes(content)
    told: list[Problem] = []
    assert drafts.load(home, "acme", told.append) is None
    assert drafts.load(home, "acme") is None
    assert [problem.code for problem in told] == ["draft.ignored"]
    assert "acme" in told[0].symptom


def test_one_that_is_no_plain_file_is_passed_over_with_a_word(
    home: Home, plant: Callable[[Path], Path]
) -> None:
    target = plant(Path(home.draft("acme")))
    told: list[Problem] = []
    assert drafts.load(home, "acme", told.append) is None
    assert [problem.code for problem in told] == ["draft.ignored"]
    assert target.read_bytes() == b"do not touch"
