"""An app's file filled with a profile's values: byte-exact, and never with a published key."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wizard.model import ProblemError, Secret
from wizard.profiles.filling import backup_beside, foresee, write
from wizard.profiles.frameworks import FRAMEWORKS, PLAIN
from wizard.profiles.variables import Values

if TYPE_CHECKING:
    from collections.abc import Iterator

GOLDEN = Path(__file__).parents[2] / "golden" / "env"
VALUES = Values(
    environment="local",
    base_url="http://127.0.0.1:4010",
    webapp_id="web-1",
    token=Secret("eyJ.a.b"),
    service_key=Secret("anon_key/+="),
    user_id="alice",
    pool_id="pool-1",
)
NAMES = {"ios": "Tokens.xcconfig"}


@pytest.fixture(autouse=True)
def _loose_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.parametrize("name", [*FRAMEWORKS, "plain", "odd"])
def test_each_frameworks_file_is_filled_to_the_byte(name: str, tmp_path: Path) -> None:
    path = tmp_path / NAMES.get(name, ".env")
    before = (GOLDEN / f"{name}.before").read_bytes()
    if before:
        path.write_bytes(before)

    write(foresee(path, VALUES, FRAMEWORKS.get(name, PLAIN)), backup_beside(path))

    assert path.read_bytes() == (GOLDEN / f"{name}.after").read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", [*FRAMEWORKS, "plain", "odd"])
def test_a_second_time_changes_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / NAMES.get(name, ".env")
    path.write_bytes((GOLDEN / f"{name}.after").read_bytes())

    filling = foresee(path, VALUES, FRAMEWORKS.get(name, PLAIN))

    assert filling.does_nothing
    assert filling.changed == filling.added == ()


@pytest.mark.parametrize("name", [*FRAMEWORKS, "plain"])
def test_the_difference_touches_our_keys_only(name: str) -> None:
    before = (GOLDEN / f"{name}.before").read_bytes().splitlines()
    after = (GOLDEN / f"{name}.after").read_bytes().splitlines()
    for old, new in zip(before, after, strict=False):
        assert old == new or (b"ANON_" in old or b"SDK_CLIENT_ID" in old)


def test_what_stood_there_first_is_kept_once(tmp_path: Path) -> None:
    path, backup = tmp_path / ".env", backup_beside(tmp_path / ".env")
    path.write_text("ANON_ENV=first\n")

    assert write(foresee(path, VALUES, PLAIN), backup) == backup
    path.write_text("ANON_ENV=second\n")
    assert write(foresee(path, VALUES, PLAIN), backup) is None

    assert backup.read_text() == "ANON_ENV=first\n"
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_a_new_file_needs_no_backup(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    assert write(foresee(path, VALUES, PLAIN), backup_beside(path)) is None
    assert not backup_beside(path).exists()


def test_the_folder_of_an_app_stays_as_it_is(tmp_path: Path) -> None:
    app = tmp_path / "app"
    app.mkdir(mode=0o775)
    write(foresee(app / ".env", VALUES, PLAIN), backup_beside(app / ".env"))
    assert stat.S_IMODE(app.stat().st_mode) == 0o775


@pytest.mark.parametrize(
    "line",
    [
        "REACT_APP_ANON_API_KEY=anything",
        "VITE_ANON_API_KEY=$ANON_API_KEY",
        "NEXT_PUBLIC_API_KEY=x",
        "PLASMO_PUBLIC_ANON_API_KEY=$ANON_API_KEY",
        "EXPO_PUBLIC_ANON_SESSION_TOKEN=x",
        "VITE_MY_OWN_NAME=anon_key/+=",
        "REACT_APP_SERVER_KEY=${ANON_API_KEY}",
        "NEXT_PUBLIC_NPM_TOKEN=npm_x",
    ],
)
def test_a_key_under_a_public_prefix_stops_everything(line: str, tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text(f"ANON_ENV=sandbox\n{line}\n")
    with pytest.raises(ProblemError, match=r"env\.public_key"):
        foresee(path, VALUES, FRAMEWORKS["react"])
    assert path.read_text() == f"ANON_ENV=sandbox\n{line}\n"


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_no_framework_gets_a_private_value_under_a_public_prefix(name: str) -> None:
    from wizard.profiles.frameworks import assignments, is_public

    given = assignments(VALUES, FRAMEWORKS[name])
    assert not [each.name for each in given if each.variable.private and is_public(each.name)]


def test_an_empty_line_for_a_published_key_is_left_empty(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("VITE_ANON_API_KEY=\n")
    write(foresee(path, VALUES, FRAMEWORKS["vite"]), backup_beside(path))
    assert "VITE_ANON_API_KEY=\n" in path.read_text()


def test_a_reference_to_another_variable_than_its_own_is_mended(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("VITE_ANON_SDKCLIENT_ID=$ANON_APP_USER_ID\n")
    filling = foresee(path, VALUES, FRAMEWORKS["vite"])
    assert filling.changed == ("VITE_ANON_SDKCLIENT_ID",)


@pytest.mark.parametrize("content", ["A=1\n".encode("utf-16"), b"A=1\0", b"#" * (1 << 20) + b"\n"])
def test_what_is_no_file_of_variables_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_bytes(content)
    with pytest.raises(ProblemError, match=r"env\.not_text"):
        foresee(path, VALUES, PLAIN)
    assert path.read_bytes() == content


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    target, path = tmp_path / "profile", tmp_path / ".env"
    target.write_text("do not touch")
    path.symlink_to(target)
    with pytest.raises(ProblemError, match=r"store\.unsafe_path"):
        foresee(path, VALUES, PLAIN)
    assert target.read_text() == "do not touch"


def test_a_folder_that_is_not_there_is_said_before_anything_is_offered(tmp_path: Path) -> None:
    with pytest.raises(ProblemError, match=r"store\.cannot_write"):
        foresee(tmp_path / "none" / ".env", VALUES, PLAIN)


def test_every_line_of_a_name_is_set_and_the_name_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("ANON_ENV=old\nANON_APP_USER_ID=alice\nANON_ENV=local\n")
    filling = foresee(path, VALUES, FRAMEWORKS["node"])
    assert filling.changed == ("ANON_ENV",)
    assert filling.after.startswith(b"ANON_ENV=local\nANON_APP_USER_ID=alice\nANON_ENV=local\n")
