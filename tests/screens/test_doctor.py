"""The doctor's screen: the broken link is opened, mended where that is safe, and passes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from screens.doctor import DoctorScreen
from screens.finding import FindingLine
from screens.findings import Findings
from screens.home import HomeScreen
from screens.line import Line
from screens.problem import ProblemPanel
from screens.sheet import SheetScreen
from screens.themes import THEMES
from tests.screens.rooms import NAME, USER, at_rest, change, entered, press, room, save_profile
from tests.screens.stage import LARGE, SMALL, Stage, opened
from tests.screens.test_golden import compare
from wizard.identity.keys import generate
from wizard.identity.tokens import mint
from wizard.profiles.secrets import FileSecrets
from wizard.profiles.store import ProfileStore

if TYPE_CHECKING:
    from wizard.profiles.home import Home

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])


def break_client(home: Home) -> None:
    """Put the service client where the webapp client belongs."""
    change(home, webapp_id=ProfileStore(home).load(NAME).service_id)


def findings(stage: Stage) -> Findings:
    return room(stage).query_one(Findings)


def told(stage: Stage) -> list[str]:
    """Give the codes of the problems that are told."""
    return [each.trouble.code for each in room(stage).query(ProblemPanel) if each.trouble]


@SIZES
async def test_the_screen_looks_as_it_did(home: Home, size: tuple[int, int]) -> None:
    save_profile(home)
    shown = []
    name = f"{size[0]}x{size[1]}"
    async with entered(home, "d", size) as stage:
        shown.append(compare(f"doctor-{name}", stage.text()))
        break_client(home)
        await press(stage, "r")
        shown.append(compare(f"doctor-broken-{name}", stage.text()))
        await press(stage, "c")
        shown.append(compare(f"doctor-copy-{name}", stage.text()))
    assert not any(shown), "\n".join(filter(None, shown))


async def test_a_whole_chain_is_told_as_whole(home: Home) -> None:
    save_profile(home)
    async with entered(home, "d") as stage:
        assert "No link is broken." in stage.text()
        assert stage.text().count("✓") == 9
        assert findings(stage).opened == ""


async def test_the_broken_link_is_opened_and_passes_once_it_is_put_right(home: Home) -> None:
    save_profile(home)
    right = ProfileStore(home).load(NAME).webapp_id
    break_client(home)
    async with entered(home, "d", LARGE) as stage:
        assert "✗ SdkClients" in stage.text()
        assert findings(stage).opened == "clients"
        assert "Fix  Use the one whose auth.type fits" in stage.text()
        change(home, webapp_id=right)
        await press(stage, "r")
        assert "No link is broken." in stage.text()
        assert findings(stage).opened == ""


@pytest.mark.parametrize(
    ("fault", "link", "code"),
    [
        ("unauthorized=/org/userPool*", "key", "key.refused"),
        ("html=/_sandbox/idp/*", "jwks", "jwks.html"),
        ("cors", "link", "link.not_let_in"),
    ],
)
async def test_a_fault_of_the_sandbox_is_found_at_its_link(
    home: Home, fault: str, link: str, code: str
) -> None:
    sandbox = save_profile(home)
    sandbox.switch_on(fault)
    async with entered(home, "d", LARGE) as stage:
        assert findings(stage).opened == link
        assert code in told(stage)
        sandbox.switch_off(fault)
        await press(stage, "r")
        assert "No link is broken." in stage.text()


async def test_what_stands_on_a_broken_link_is_not_reached_rather_than_broken(home: Home) -> None:
    sandbox = save_profile(home)
    sandbox.switch_on("unauthorized=/org/userPool*")
    async with entered(home, "d", LARGE) as stage:
        assert "○ UserPool      not reached" in stage.text()
        assert stage.text().count("✗ ") == 2  # the link, and its panel


async def test_a_remedy_is_shown_first_and_done_on_a_yes_alone(home: Home) -> None:
    save_profile(home)
    async with entered(home, "d") as stage:
        Path(home.profile(NAME)).chmod(0o644)
        await press(stage, "r")
        await press(stage, "m")
        assert isinstance(stage.app.screen, SheetScreen)
        assert "chmod 600" in stage.text()
        await press(stage, "enter")
        assert "Nothing was changed." in stage.text()
        assert Path(home.profile(NAME)).stat().st_mode & 0o777 == 0o644
        await press(stage, "m", "tab", "enter")
        await stage.until(lambda: "No link is broken." in stage.text(), "the second look")
    assert Path(home.profile(NAME)).stat().st_mode & 0o777 == 0o600


async def test_an_expired_token_is_renewed(home: Home) -> None:
    sandbox = save_profile(home)
    expired = sandbox.issue_token(USER, expires_in=-60)
    FileSecrets(home).put(NAME, {"app_user_id_token": expired})
    async with entered(home, "d") as stage:
        assert findings(stage).opened == "user"
        await press(stage, "m", "tab", "enter")
        await stage.until(lambda: "No link is broken." in stage.text(), "a new token")


async def test_an_apps_folder_is_looked_at_and_mended_with_the_mouse(
    home: Home, tmp_path: Path
) -> None:
    save_profile(home)
    (tmp_path / "package.json").write_text('{\n  "name": "acme"\n}\n')
    (tmp_path / "index.js").write_text("export const x = 1;\n")
    async with entered(home, "d", LARGE) as stage:
        await stage.pilot.click("DoctorScreen .app")
        await stage.paste(str(tmp_path))
        await press(stage, "enter")
        assert findings(stage).opened == "app"
        assert "app.not_esm" in told(stage)
        await stage.pilot.click("DoctorScreen .mend")
        await stage.until(lambda: isinstance(stage.app.screen, SheetScreen), "the diff")
        assert '+  "type": "module"' in stage.text()
        await stage.pilot.click("SheetScreen .yes")
        await stage.until(lambda: "No link is broken" in stage.text(), "the second look")
    assert '"type": "module"' in (tmp_path / "package.json").read_text()


async def test_a_folder_that_is_none_is_told_in_the_page(home: Home) -> None:
    save_profile(home)
    async with entered(home, "d") as stage:
        await press(stage, "a")
        await stage.paste("/nowhere/at/all")
        await press(stage, "enter")
        assert told(stage) == ["app.no_folder"]
        assert "✓ UserPool" in stage.text()  # what was found before still stands
        assert "No link is broken." in stage.text()
        assert isinstance(stage.app.focused, Line)


async def test_what_is_copied_is_shown_too_and_holds_no_secret(home: Home) -> None:
    save_profile(home)
    foreign = mint(generate("ES256", "elsewhere"), user_id=USER)
    FileSecrets(home).put(NAME, {"app_user_id_token": foreign})
    async with entered(home, "d", LARGE) as stage:
        await press(stage, "c")
        assert "token.unknown_kid" in stage.app.clipboard
        assert foreign.reveal() not in stage.app.clipboard
        assert "More: token.unknown_kid" in stage.text()
        assert "Not every terminal takes it" in stage.text()
        await press(stage, "escape")
        assert isinstance(stage.app.screen, DoctorScreen)


async def test_a_profile_that_cannot_be_read_is_the_first_finding(home: Home) -> None:
    save_profile(home)
    Path(home.profile(NAME)).write_text("this is no TOML [/nor] = [markup\n")
    async with entered(home, "d") as stage:
        assert findings(stage).opened == "profile"
        assert "✗" in stage.text()


async def test_a_look_is_called_off_by_escape_and_left_by_another(home: Home) -> None:
    sandbox = save_profile(home)
    sandbox.switch_on("delay=20:/org/userPool*")
    began = time.monotonic()
    async with opened(home) as stage:
        await stage.pilot.press("d")
        await stage.until(lambda: "Checking: Network" in stage.text(), "the slow one")
        await press(stage, "escape")
        assert "Called off" in stage.text()
        await stage.pilot.press("escape")
        await stage.until(lambda: isinstance(stage.app.screen, HomeScreen), "the home screen")
    assert time.monotonic() - began < 20


async def test_the_links_are_gone_along_and_opened_by_key_and_by_mouse(home: Home) -> None:
    save_profile(home)
    async with entered(home, "d") as stage:
        await press(stage, "end", "enter")
        assert findings(stage).opened == "link"
        assert "CORS preflight" in stage.text()
        await press(stage, "enter")
        assert findings(stage).opened == ""
        await stage.pilot.click(".finding", offset=(3, 0))
        assert findings(stage).opened == "profile"


async def test_every_control_is_reached_by_tab_in_reading_order(home: Home) -> None:
    save_profile(home)
    async with entered(home, "d") as stage:
        reached = []
        for _ in range(5):
            assert stage.app.focused
            reached.append(stage.app.focused.classes)
            await stage.pilot.press("tab")
        names = ("chain", "back", "again", "copy", "app")
        assert all(name in classes for name, classes in zip(names, reached, strict=True))


async def test_the_line_one_is_at_can_be_told_in_each_theme(home: Home) -> None:
    save_profile(home)
    async with entered(home, "d") as stage:
        for theme in THEMES:
            stage.app.theme = theme.name
            await stage.settle()
            here, other = list(stage.app.screen.query(FindingLine))[:2]
            grounds = {here.visual_style.background, other.visual_style.background}
            assert len(grounds) > 1 or here.visual_style.reverse, theme.name


async def test_the_smallest_window_shows_what_is_broken(home: Home) -> None:
    save_profile(home)
    break_client(home)
    async with entered(home, "d", (40, 12)) as stage:
        assert "✗ SdkClients" in stage.text()
        assert "The broken link" in stage.text()
        await at_rest(stage)
