from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wizard.model import Problem, ProblemError, Secret
from wizard.profiles.secrets import FileSecrets, open_secrets

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.profiles.home import Home

KEY = Secret("anon_canary/+key")


@pytest.fixture
def secrets(home: Home) -> FileSecrets:
    return FileSecrets(home)


def test_a_secret_comes_back_and_leaves_again(secrets: FileSecrets, home: Home) -> None:
    assert secrets.get("acme", "api_key") is None
    secrets.put("acme", {"api_key": KEY, "token": Secret("t")})
    secrets.put("acme", {"token": Secret("t2")})
    secrets.put("other", {"api_key": Secret("o")})
    assert secrets.get("acme", "api_key") == KEY
    assert secrets.get("acme", "token") == Secret("t2")
    assert secrets.names("acme") == ("api_key", "token")
    secrets.remove("acme", "token")
    secrets.remove("acme", "token")
    assert secrets.names("acme") == ("api_key",)
    secrets.remove("acme", "api_key")
    assert not Path(home.secrets("acme")).exists()
    assert secrets.get("other", "api_key") == Secret("o")


def test_secrets_lie_in_one_file_that_only_the_user_can_read(
    secrets: FileSecrets, home: Home
) -> None:
    secrets.put("acme", {"api_key": KEY})
    path = Path(home.secrets("acme"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    holding = [
        p for p in Path(home.data).parent.rglob("*") if p.is_file() and b"canary" in p.read_bytes()
    ]
    assert holding == [path]
    assert str(path.parent) in secrets.where()


def test_deleting_leaves_nothing_not_even_what_a_killed_writer_left(
    secrets: FileSecrets, home: Home
) -> None:
    secrets.put("acme", {"api_key": KEY})
    Path(home.secrets("acme")).with_name(".0011.tmp").write_bytes(b"anon_canary")
    secrets.delete("acme")
    secrets.delete("acme")
    assert list(Path(home.secrets("acme")).parent.iterdir()) == []


def test_a_file_that_was_open_to_others_is_tightened_and_told(home: Home) -> None:
    told: list[Problem] = []
    secrets = open_secrets("file", home._replace(tell=told.append))
    secrets.put("acme", {"api_key": KEY})
    Path(home.secrets("acme")).chmod(0o640)
    assert secrets.get("acme", "api_key") == KEY
    assert [problem.code for problem in told] == ["secrets.was_open"]
    assert stat.S_IMODE(Path(home.secrets("acme")).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"secrets": 1}', b'{"secrets": {"a": 1}}', b'{"secrets": null}', b"\xff"],
)
def test_secrets_that_are_not_understood_are_never_overwritten(
    secrets: FileSecrets, home: Home, content: bytes
) -> None:
    secrets.put("acme", {"api_key": KEY})
    Path(home.secrets("acme")).write_bytes(content)
    acts: tuple[Callable[[], object], ...] = (
        lambda: secrets.get("acme", "api_key"),
        lambda: secrets.put("acme", {"token": KEY}),
        lambda: secrets.remove("acme", "api_key"),
    )
    for act in acts:
        with pytest.raises(ProblemError) as refused:
            act()
        assert refused.value.problem.code == "store.corrupt"
    assert Path(home.secrets("acme")).read_bytes() == content


def test_a_secret_file_that_is_no_plain_file_is_refused(
    secrets: FileSecrets, home: Home, plant: Callable[[Path], Path]
) -> None:
    target = plant(Path(home.secrets("acme")))
    acts: tuple[Callable[[], object], ...] = (
        lambda: secrets.get("acme", "api_key"),
        lambda: secrets.put("acme", {"api_key": KEY}),
        lambda: secrets.delete("acme"),
    )
    for act in acts:
        with pytest.raises(ProblemError) as refused:
            act()
        assert refused.value.problem.code == "store.unsafe_path"
    assert target.read_bytes() == b"do not touch"


def test_a_store_does_not_show_what_it_holds(secrets: FileSecrets, home: Home) -> None:
    secrets.put("acme", {"api_key": KEY})
    shown = f"{secrets!r} {secrets.get('acme', 'api_key')!r} {secrets.where()}"
    assert "canary" not in shown
    assert json.loads(Path(home.secrets("acme")).read_bytes())["version"] == 1


def test_everything_is_what_each_name_stands_for(home: Home) -> None:
    secrets = FileSecrets(home)
    assert secrets.everything("acme") == {}
    secrets.put("acme", {"token": Secret("op://a/b/c"), "api_key": Secret("anon_x")})
    found = secrets.everything("acme")
    assert tuple(found) == secrets.names("acme")
    assert found == {name: secrets.stored("acme", name) for name in found}
