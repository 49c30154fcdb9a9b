"""The home screen: what is told of each profile, and finding one among many."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.events import MouseScrollDown

from screens.profiles import ProfileList
from tests.saved import save
from tests.screens.stage import LARGE, SMALL, Stage, opened
from tests.screens.test_golden import compare
from wizard.profiles import cards, proofs
from wizard.profiles.resolution import Resolved
from wizard.profiles.store import ProfileStore

if TYPE_CHECKING:
    from wizard.profiles.home import Home

FEW = (
    ("acme-dev", "local"),
    ("acme-prod", "prod"),
    ("acme-sandbox", "sandbox"),
    ("bravo dev", "https://anon.example"),
)


def save_few(home: Home) -> None:
    for name, environment in FEW:
        save(home, name, environment=environment, active=name == "acme-dev")
    proofs.update(home, "acme-prod", link="active", proven_at=None)
    Path(home.profile("broken")).write_text("not = [toml")


def save_many(home: Home, count: int) -> None:
    """Save as many profiles, fast: the same file under many names."""
    save(home, "acme-0000")
    raw = Path(home.profile("acme-0000")).read_bytes()
    for index in range(1, count):
        path = Path(home.profile(f"acme-{index:04}"))
        path.write_bytes(raw)
        path.chmod(0o600)


async def told(stage: Stage, words: str) -> str:
    await stage.until(lambda: words in stage.text() and stage.knows_all(), words)
    return stage.text()


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
async def test_environment_state_and_age_are_told_of_each(
    home: Home, size: tuple[int, int]
) -> None:
    save_few(home)
    async with opened(home, size) as stage:
        text = await told(stage, "PRODUCTION")
        said = compare(f"home-{size[0]}x{size[1]}", text)
    assert said is None, said


async def test_among_a_thousand_only_those_in_sight_are_read(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_many(home, 1000)
    read: list[str] = []
    whole = cards.card

    def counted(home: Home, name: str) -> cards.Card:
        read.append(name)
        return whole(home, name)

    monkeypatch.setattr(cards, "card", counted)
    async with opened(home) as stage:
        await told(stage, "1000 of 1000 profiles")
        assert len(read) < 24
        await stage.press("end")
        await told(stage, "acme-0999")
        assert len(read) < 48


async def test_a_search_filters_as_one_types_and_enter_uses_what_it_found(home: Home) -> None:
    save_many(home, 12)
    async with opened(home) as stage:
        await told(stage, "12 of 12 profiles")
        assert "/ Search" in stage.text()
        await stage.press("slash")
        await stage.type("0007")
        await told(stage, "1 of 12 profiles")
        await stage.press("enter", "enter")
        await told(stage, "“acme-0007” is the active profile now")
        await stage.press("escape")
        await told(stage, "12 of 12 profiles")
        assert stage.app.screen.query_one(ProfileList).name_here == "acme-0007"
    assert ProfileStore(home).active() == "acme-0007"


async def test_a_search_that_finds_nothing_does_nothing(home: Home) -> None:
    save_many(home, 7)
    async with opened(home) as stage:
        await told(stage, "7 of 7 profiles")
        await stage.press("slash")
        await stage.type("zebra")
        await told(stage, "0 of 7 profiles")
        await stage.press("enter", "enter", "down", "up", "end", "p", "r")
    assert ProfileStore(home).active() == "acme-0000"


async def test_a_search_is_not_offered_for_a_few_but_its_key_works(home: Home) -> None:
    save_few(home)
    async with opened(home) as stage:
        await told(stage, "PRODUCTION")
        assert "/ Search" not in stage.text()
        await stage.press("slash")
        await stage.type("bravo")
        await stage.until(lambda: "acme-prod" not in stage.text(), "the others gone")


def scrolled(listed: ProfileList) -> MouseScrollDown:
    """Give one turn of the wheel."""
    return MouseScrollDown(
        listed, x=4, y=2, delta_x=0, delta_y=1, button=0, shift=False, meta=False, ctrl=False
    )


async def test_the_mouse_chooses_and_the_wheel_scrolls(home: Home) -> None:
    save_many(home, 60)
    async with opened(home) as stage:
        await told(stage, "60 of 60 profiles")
        await stage.pilot.click(ProfileList, offset=(4, 2))
        listed = stage.app.screen.query_one(ProfileList)
        assert listed.name_here == "acme-0002"
        for _ in range(2):
            listed.post_message(scrolled(listed))
        await told(stage, "acme-0012")
        await stage.pilot.click(".use")
        await told(stage, "“acme-0002” is the active profile now")


async def test_what_decides_here_is_told_chosen_and_stays_when_another_is_used(home: Home) -> None:
    save_few(home)
    bound = Resolved("acme-sandbox", "folder", "/work/app")
    async with opened(home, in_use=lambda: bound) as stage:
        text = await told(stage, "PRODUCTION")
        assert "The folder /work/app is bound to: acme-sandbox." in text
        assert "Anon sandbox  profile acme-sandbox" in text.splitlines()[0]
        listed = stage.app.screen.query_one(ProfileList)
        assert listed.name_here == "acme-sandbox"
        await stage.press("down", "enter")
        text = await told(stage, "“bravo dev” is the active profile now. Not here, though.")
    assert ProfileStore(home).active() == "bravo dev"


async def test_a_name_that_decides_and_is_not_saved_is_told(home: Home) -> None:
    save_few(home)
    named = Resolved("gone", "environment")
    async with opened(home, in_use=lambda: named) as stage:
        text = await told(stage, "decides the profile: gone")
        assert "no such profile is saved." in " ".join(text.split())
        assert stage.app.screen.query_one(ProfileList).name_here == "acme-dev"
