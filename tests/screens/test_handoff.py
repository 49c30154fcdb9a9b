"""The hand-off's screen: what blocks, what a person says, one check again, and the packet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from screens.findings import Findings
from screens.home import HomeScreen
from screens.problem import ProblemPanel
from screens.sheet import SheetScreen
from screens.word import WordForm
from tests.screens.rooms import NAME, entered, press, room, save_profile
from tests.screens.stage import LARGE, SMALL, Stage
from tests.screens.test_golden import compare
from wizard.profiles import handoffs

if TYPE_CHECKING:
    from wizard.profiles.home import Home

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])


@pytest.fixture(autouse=True)
def _account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "ada")


def findings(stage: Stage) -> Findings:
    return room(stage).query_one(Findings)


async def open_item(stage: Stage, item: str) -> None:
    """Go along the list to an item, and open it."""
    for _ in range(60):
        if findings(stage).chosen == item:
            break
        await stage.pilot.press("down")
    assert findings(stage).chosen == item
    await press(stage, "enter")


@SIZES
async def test_the_screen_looks_as_it_did(home: Home, size: tuple[int, int]) -> None:
    save_profile(home)
    shown = []
    name = f"{size[0]}x{size[1]}"
    async with entered(home, "h", size) as stage:
        shown.append(compare(f"handoff-{name}", stage.text()))
        await press(stage, "n")
        shown.append(compare(f"handoff-open-{name}", stage.text()))
        await open_item(stage, "person.admin")
        shown.append(compare(f"handoff-asked-{name}", stage.text()))
    assert not any(shown), "\n".join(filter(None, shown))


async def test_the_sandbox_runs_before_its_key_set_is_looked_at(home: Home) -> None:
    save_profile(home).close()
    async with entered(home, "h", LARGE) as stage:
        assert "✓ Every key in it is sound" in stage.text()


async def test_what_blocks_is_gone_to_in_turn(home: Home) -> None:
    save_profile(home)
    async with entered(home, "h", LARGE) as stage:
        await press(stage, "n")
        assert findings(stage).opened == "jwks.own"
        assert room(stage).query_one(".opened").query_one(ProblemPanel).trouble
        await press(stage, "n")
        assert findings(stage).opened == "jwks.rotation"


async def test_a_person_ticks_with_name_and_note_and_takes_it_back(home: Home) -> None:
    save_profile(home)
    async with entered(home, "h", LARGE) as stage:
        await open_item(stage, "person.admin")
        await press(stage, "tab")
        await stage.type("Grace; Linus when she is away")
        await press(stage, "enter")
        word = handoffs.read(home, NAME).word("person.admin")
        assert word
        assert (word.by, word.note) == ("ada", "Grace; Linus when she is away")
        assert "✓ Who is Admin is known" in stage.text()
        await press(stage, "enter")
        assert "Grace; Linus when she is away (ada" in stage.text()
        await stage.pilot.click(".take-back")
        await press(stage)
        assert handoffs.read(home, NAME).word("person.admin") is None
        assert "? Who is Admin is known" in stage.text()


async def test_an_empty_note_is_not_a_word(home: Home) -> None:
    save_profile(home)
    async with entered(home, "h", LARGE) as stage:
        await open_item(stage, "person.admin")
        await press(stage, "tab", "enter")
        assert handoffs.read(home, NAME).words == ()


async def test_a_note_with_a_secret_is_refused_and_stays_to_be_changed(home: Home) -> None:
    save_profile(home)
    async with entered(home, "h", LARGE) as stage:
        await open_item(stage, "person.admin")
        await press(stage, "tab")
        await stage.paste("anon_Service9Key8Of7The6Tested5Profile4Number3Two1")
        await press(stage, "enter")
        assert room(stage).query_one(".failed", ProblemPanel).trouble
        assert room(stage).query(WordForm)
        assert handoffs.read(home, NAME).words == ()


async def test_one_check_is_made_again_alone(home: Home) -> None:
    save_profile(home)
    async with entered(home, "h", LARGE) as stage:
        Path(home.secrets(NAME)).chmod(0o644)
        await open_item(stage, "secrets.stored")
        await press(stage, "r")
        assert "✗ Secrets lie where only you can read them" in stage.text()
        Path(home.secrets(NAME)).chmod(0o600)
        await press(stage, "r")
        assert "✓ Secrets lie where only you can read them" in stage.text()


async def test_an_apps_folder_is_looked_at_and_remembered(home: Home, tmp_path: Path) -> None:
    save_profile(home)
    (tmp_path / "package.json").write_text("{}\n")
    async with entered(home, "h", LARGE) as stage:
        await press(stage, "a")
        await stage.paste(str(tmp_path))
        await press(stage, "enter")
        assert "✓ No key stands in the code" in stage.text()
    assert handoffs.read(home, NAME).folders == (str(tmp_path),)


async def test_the_packet_is_written_where_one_says(home: Home, tmp_path: Path) -> None:
    save_profile(home)
    folder = tmp_path / "packet"
    async with entered(home, "h", LARGE) as stage:
        await stage.pilot.click("HandoffScreen .packet")
        await stage.paste(str(folder))
        await press(stage, "enter")
        assert isinstance(stage.app.screen, SheetScreen)
        assert "Nothing was sent" in stage.text()
    document = json.loads((folder / "anon-handoff.json").read_text())
    assert document["profile"] == NAME
    assert len(document["checks"]) > 30


async def test_nothing_is_written_before_one_says_where(home: Home) -> None:
    save_profile(home)
    async with entered(home, "h") as stage:
        await press(stage, "w", "enter")
        assert not isinstance(stage.app.screen, SheetScreen)


async def test_escape_leaves_a_line_first_and_then_the_room(home: Home) -> None:
    save_profile(home)
    async with entered(home, "h") as stage:
        await press(stage, "w", "escape")
        assert stage.app.focused is findings(stage)
        await stage.pilot.press("escape")
        await stage.until(lambda: isinstance(stage.app.screen, HomeScreen), "the home screen")


async def test_the_smallest_window_can_be_worked_in(home: Home) -> None:
    save_profile(home)
    async with entered(home, "h", (40, 12)) as stage:
        assert "Not ready for production yet" in stage.text()
        await press(stage, "n")
        assert findings(stage).opened == "jwks.own"
