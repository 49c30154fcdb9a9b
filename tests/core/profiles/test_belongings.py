from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Never

import pytest

from wizard.ledger import Ledger
from wizard.model import Answers, CreateRequest, Draft, ProblemError, Profile, Secret
from wizard.profiles import belongings, binding, drafts, lifecycle, proofs
from wizard.profiles.secrets import FileSecrets
from wizard.profiles.store import ProfileStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.profiles.home import Home

ACME = Profile("acme", "local", "http://127.0.0.1:4010", secret_store="file")
POOL = CreateRequest("userPool", "/org/userPool", {"description": "d"})
WEBAPP = CreateRequest("webapp", "/org/sdkClient", {"description": "d"})


class Made:
    id = "pool_1"


def nothing(_object_id: str) -> Never:
    raise AssertionError("nothing is to be fetched")


@pytest.fixture
def acme(home: Home) -> Home:
    """Give a home with one profile that has something of everything."""
    ProfileStore(home).save(ACME)
    ProfileStore(home).use("acme")
    FileSecrets(home).put("acme", {"api_key": Secret("canary"), "token": Secret("op://v/i/f")})
    Ledger(home, "acme", "local", "u").create(POOL, send=lambda _: Made(), read=nothing)
    drafts.save(home, Draft(profile="acme", environment="local"), Answers().put("jwks", "mock"))
    proofs.update(home, "acme", link="active")
    return home


def files(home: Home) -> set[str]:
    """Give the names of all files of a home but its locks."""
    folders = (home.config, home.data, home.state)
    found: set[Path] = set()
    for folder in folders:
        found |= {path for path in Path(folder).rglob("*") if path.is_file()}
    return {path.name for path in found if path.suffix != ".lock" or "acme" in path.name}


def test_deleting_a_profile_leaves_nothing_of_it(acme: Home) -> None:
    belongings.delete(acme, "acme")
    assert files(acme) == set()


def test_what_a_setup_left_that_never_saved_a_profile_can_be_deleted(home: Home) -> None:
    FileSecrets(home).put("begun", {"api_key": Secret("canary")})
    drafts.save(home, Draft(profile="begun"), Answers())
    belongings.delete(home, "begun")
    assert files(home) == set()


@pytest.mark.parametrize("name", ["unknown", " no name "])
def test_what_is_not_there_cannot_be_deleted(acme: Home, name: str) -> None:
    before = files(acme)
    with pytest.raises(ProblemError) as refused:
        belongings.delete(acme, name)
    assert refused.value.problem.code in {"profile.unknown", "profile.name"}
    assert files(acme) == before


def test_a_renamed_profile_keeps_all_that_belongs_to_it(acme: Home) -> None:
    lifecycle.rename(acme, "acme", "Neu")
    store = ProfileStore(acme)
    assert store.names() == ("Neu",)
    assert store.active() == "Neu"
    assert FileSecrets(acme).stored("Neu", "api_key") == Secret("canary")
    assert FileSecrets(acme).reference("Neu", "token") == "op://v/i/f"
    assert Ledger(acme, "Neu", "local", "u").made(POOL) == "pool_1"
    assert proofs.read(acme, "Neu") == {"link": "active"}
    begun = drafts.load(acme, "Neu")
    assert begun is not None
    assert begun.draft.profile == "Neu"
    assert not any("acme" in name for name in files(acme))


def test_a_copy_has_the_same_secrets_and_makes_nothing_twice(acme: Home) -> None:
    belongings.copy(acme, "acme", "second")
    assert ProfileStore(acme).names() == ("acme", "second")
    for name in ("acme", "second"):
        assert FileSecrets(acme).stored(name, "api_key") == Secret("canary")
        assert Ledger(acme, name, "local", "u").made(POOL) == "pool_1"
    assert drafts.interrupted(acme) == ("acme",)


@pytest.mark.parametrize("act", [belongings.copy, lifecycle.rename])
def test_another_profile_is_not_overwritten(
    acme: Home, act: Callable[[Home, str, str], None]
) -> None:
    ProfileStore(acme).save(ACME._replace(name="other", app="amazon"))
    FileSecrets(acme).put("other", {"api_key": Secret("theirs")})
    with pytest.raises(ProblemError) as refused:
        act(acme, "acme", "other")
    assert refused.value.problem.code == "profile.exists"
    assert FileSecrets(acme).stored("other", "api_key") == Secret("theirs")
    with pytest.raises(ProblemError) as refused:
        act(acme, "nobody", "other")
    assert refused.value.problem.code == "profile.unknown"


@pytest.mark.parametrize("act", [belongings.copy, lifecycle.rename])
@pytest.mark.parametrize("saved", [True, False])
def test_what_another_one_made_is_not_forgotten(
    acme: Home, act: Callable[[Home, str, str], None], saved: bool
) -> None:
    if saved:
        belongings.copy(acme, "acme", "other")  # the same profile, until it makes something
    Ledger(acme, "other", "local", "u").create(WEBAPP, send=lambda _: Made(), read=nothing)
    journal = Path(acme.journal("other")).read_bytes()

    with pytest.raises(ProblemError) as refused:
        act(acme, "acme", "other")

    assert refused.value.problem.code == ("profile.exists" if saved else "profile.begun")
    assert Path(acme.journal("other")).read_bytes() == journal
    assert ProfileStore(acme).exists("acme")


def test_a_name_that_is_unknown_or_its_own_is_no_way_to_go(acme: Home) -> None:
    before = files(acme)
    with pytest.raises(ProblemError, match=r"profile\.unknown"):
        lifecycle.rename(acme, "nobody", "nobody")
    with pytest.raises(ProblemError, match=r"profile\.exists"):
        belongings.copy(acme, "acme", "acme")
    lifecycle.rename(acme, "acme", "acme")
    assert files(acme) == before


@pytest.mark.parametrize("moment", range(1, 13))
def test_a_rename_that_is_killed_loses_nothing_and_is_finished_by_the_same_call(
    acme: Home, monkeypatch: pytest.MonkeyPatch, moment: int, tmp_path: Path
) -> None:
    binding.bind(acme, tmp_path, "acme")

    class KilledError(BaseException):
        pass

    count = 0

    def killing(name: str) -> None:
        real = getattr(belongings, name)

        def act(*arguments: object, **named: object) -> object:
            nonlocal count
            count += 1
            if count == moment:
                raise KilledError
            return real(*arguments, **named)

        patched.setattr(belongings, name, act)

    with monkeypatch.context() as patched:
        for name in ("locked", "write_private", "remove_private", "open_secrets"):
            killing(name)
        with pytest.raises(KilledError):
            lifecycle.rename(acme, "acme", "Neu")
    lifecycle.rename(acme, "acme", "Neu")
    assert ProfileStore(acme).names() == ("Neu",)
    assert FileSecrets(acme).stored("Neu", "api_key") == Secret("canary")
    assert Ledger(acme, "Neu", "local", "u").made(POOL) == "pool_1"
    assert binding.folders_of(acme, "Neu") == (str(tmp_path),)
    assert not any("acme" in name for name in files(acme))


def test_secrets_stay_in_one_store_only(acme: Home) -> None:
    belongings.keep_secrets_only_in(acme, "acme", "file")
    assert FileSecrets(acme).names("acme") == ("api_key", "token")
    belongings.keep_secrets_only_in(acme, "acme", "keyring")
    assert FileSecrets(acme).names("acme") == ()
