"""What an app needs of a profile, on the screen: shown masked, revealed, copied, written."""

from __future__ import annotations

import asyncio
import re
import subprocess
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from screens.sheet import SheetScreen
from screens.variables import VariablesScreen
from tests.saved import API_KEY, SERVICE_KEY, save
from tests.screens import rooms
from tests.screens.stage import LARGE, SMALL, Stage, opened
from tests.screens.test_golden import compare
from wizard.profiles.store import ProfileStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from wizard.profiles.home import Home


@asynccontextmanager
async def variables(home: Home, size: tuple[int, int] = SMALL) -> AsyncIterator[Stage]:
    """Open the variables of the active profile, by keys from the home screen."""
    async with opened(home, size) as stage:
        await stage.until(lambda: "acme" in stage.text() and stage.knows_all(), "the list")
        await stage.press("p")
        await stage.until(lambda: "Test user" in stage.text(), "the profile")
        await stage.press("v")
        await rooms.at_rest(stage)
        yield stage


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
async def test_all_variables_are_shown_and_secrets_masked(
    home: Home, size: tuple[int, int]
) -> None:
    save(home)
    async with variables(home, size) as stage:
        text = stage.text()
        steady = re.sub(r"(?<=ID_TOKEN=…)\S{4}", "tail", text)
        said = compare(f"variables-{size[0]}x{size[1]}", steady)
        assert "ANON_SDKCLIENT_ID=web-1" in text
        assert API_KEY not in text
        assert SERVICE_KEY not in text
        await rooms.press(stage, "2")
        web = compare(f"variables-web-{size[0]}x{size[1]}", stage.text())
    assert said is None, said
    assert web is None, web


async def test_a_framework_has_its_own_names_and_no_key_in_a_front_end(home: Home) -> None:
    save(home)
    async with variables(home) as stage:
        await rooms.press(stage, "down", "down", "down")
        assert "VITE_ANON_SDKCLIENT_ID=web-1" in stage.text()
        assert "ANON_API_KEY" not in stage.text()


async def test_secrets_are_shown_when_asked_and_hidden_again(home: Home) -> None:
    save(home)
    async with variables(home, LARGE) as stage:
        await rooms.press(stage, "ctrl+r")
        assert SERVICE_KEY in stage.text()
        timer = stage.app.screen._hides  # type: ignore[attr-defined]
        assert timer._interval == 10.0
        await rooms.press(stage, "ctrl+r")
        assert SERVICE_KEY not in stage.text()


async def test_what_is_copied_is_what_is_shown(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    save(home)
    copied: list[str] = []
    async with variables(home, LARGE) as stage:
        monkeypatch.setattr(stage.app, "copy_to_clipboard", copied.append)
        await rooms.press(stage, "c")
        assert "Not every terminal takes it" in stage.text()
        assert SERVICE_KEY not in copied[0]
        await rooms.press(stage, "ctrl+r", "c")
        assert SERVICE_KEY in copied[1]
        await rooms.press(stage, "4", "c")
    assert "clientId=web-1" in copied[2]


async def test_a_file_is_shown_as_a_diff_and_written_after_a_yes(
    home: Home, tmp_path: Path
) -> None:
    save(home)
    file = tmp_path / ".env"
    file.write_text("# mine\nPORT=3000\nANON_API_KEY=old-secret-value-0123456789\n")
    async with variables(home, LARGE) as stage:
        await rooms.press(stage, "w")
        await stage.paste(str(file))
        await rooms.press(stage, "enter")
        await stage.until(lambda: isinstance(stage.app.screen, SheetScreen), "the diff")
        assert "+ANON_SDKCLIENT_ID=web-1" in stage.text()
        assert SERVICE_KEY not in stage.text()
        assert "old-secret-value" not in stage.text()
        await stage.pilot.press("escape")
        await rooms.at_rest(stage)
        assert "SDKCLIENT" not in file.read_text()
        await rooms.press(stage, "enter")
        await stage.until(lambda: isinstance(stage.app.screen, SheetScreen), "the diff")
        await stage.pilot.click(".yes")
        await stage.until(lambda: "Written to" in stage.text(), "the file")
    assert f"ANON_API_KEY={SERVICE_KEY}" in file.read_text()
    assert file.read_text().startswith("# mine\nPORT=3000\n")


async def test_a_file_that_git_would_take_is_ignored_first(home: Home, tmp_path: Path) -> None:
    save(home)
    await asyncio.to_thread(subprocess.run, ["git", "init", "-q", str(tmp_path)], check=True)
    async with variables(home, LARGE) as stage:
        await rooms.press(stage, "w")
        await stage.paste(str(tmp_path / ".env"))
        await rooms.press(stage, "enter")
        await stage.until(lambda: isinstance(stage.app.screen, SheetScreen), "the diff")
        assert "git does not ignore" in stage.text()
        assert not (tmp_path / ".gitignore").exists()
        await stage.pilot.click(".yes")
        await stage.until(lambda: "Written to" in stage.text(), "the file")
    assert "/.env" in (tmp_path / ".gitignore").read_text()
    assert SERVICE_KEY in (tmp_path / ".env").read_text()


async def test_code_goes_into_a_new_file_and_never_over_another(home: Home, tmp_path: Path) -> None:
    save(home)
    async with variables(home) as stage:
        await rooms.press(stage, "4", "w")
        await stage.paste(str(tmp_path / "link.sh"))
        await rooms.press(stage, "enter")
        assert "Written to" in stage.text()
        await rooms.press(stage, "w", "enter")
        await stage.until(lambda: "env.file_exists" in stage.text(), "the refusal")
    assert "clientId=web-1" in (tmp_path / "link.sh").read_text()


async def test_what_does_not_belong_together_is_not_given_out(home: Home) -> None:
    profile = save(home)
    ProfileStore(home).save(profile._replace(user_id="mallory"))
    async with variables(home) as stage:
        assert "env.other_user" in stage.text()
        assert "ANON_SDKCLIENT_ID" not in stage.text()
        await rooms.press(stage, "ctrl+r", "c", "w")
        assert isinstance(stage.app.screen, VariablesScreen)
        assert "ANON_SDKCLIENT_ID" not in stage.text()
