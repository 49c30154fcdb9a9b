from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from wizard.profiles.home import Home
from wizard.resources import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def test_one_variable_moves_everything_under_one_folder(tmp_path: Path) -> None:
    home = Home.find({"ANON_WIZARD_HOME": str(tmp_path)})
    assert home == Home(f"{tmp_path}/config", f"{tmp_path}/data", f"{tmp_path}/state")


def test_a_relative_folder_means_the_same_one_after_a_change_of_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Home.find({"ANON_WIZARD_HOME": "mine"}).config == f"{tmp_path}/mine/config"


@pytest.mark.parametrize("spelled", ["/x//h", "/x/h/", "/x/./h/.", "//x/h//"])
def test_a_folder_is_the_same_however_it_is_spelled(spelled: str) -> None:
    assert Home.find({"ANON_WIZARD_HOME": spelled}) == Home.below("/x/h")
    assert Home.below("/").config == "/config"
    assert Home.below("/x/../h").config == "/x/../h/config"  # x may be a link


@pytest.mark.usefixtures("gone")
def test_a_relative_folder_stays_so_where_the_folder_we_are_in_is_gone() -> None:
    assert Home.find({"ANON_WIZARD_HOME": "mine"}).config == "./mine/config"


@pytest.mark.skipif(sys.platform != "linux", reason="XDG folders are Linux's")
@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "/d", "XDG_STATE_HOME": "/s"},
        {"XDG_CONFIG_HOME": "", "XDG_DATA_HOME": "/d"},
        {"ANON_WIZARD_HOME": ""},
    ],
)
def test_without_it_the_folders_are_where_platformdirs_puts_them(
    variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from platformdirs import PlatformDirs

    for name in ("ANON_WIZARD_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    places = PlatformDirs("anon-wizard", appauthor=False)
    theirs = Home(places.user_config_dir, places.user_data_dir, places.user_state_dir)
    assert Home.find(os.environ) == theirs


def test_finding_the_home_and_switching_profiles_load_nothing_heavy() -> None:
    heavy = ("platformdirs", "filelock", "tomlkit", "tomllib", "keyring", "json", "hashlib")
    program = (
        "import sys, wizard.profiles.home, wizard.profiles.store; "
        f"print(sorted(set({heavy!r}) & set(sys.modules)))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == "[]"
