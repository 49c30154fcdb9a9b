"""One leaves a screen by its button, once, and the wizard goes on; keys find what is shown."""

from __future__ import annotations

import asyncio
from threading import Event
from typing import TYPE_CHECKING, Final

import pytest

from screens.base import StepPage
from screens.button import Button
from screens.help import HelpScreen
from screens.palette import Palette
from screens.setup import SetupScreen
from tests.screens.rooms import NAME, save_profile
from tests.screens.stage import opened
from wizard import flow

if TYPE_CHECKING:
    from tests.screens.stage import Stage
    from wizard.context import Context
    from wizard.profiles.home import Home

ENTERED_BY: Final = ("n", "d", "l", "h", "j", "p", "p o", "p v")
"""The keys that lead from the list of profiles to each screen that has a way back."""


async def come_to(stage: Stage, keys: str) -> Button:
    """Enter a screen from the list of profiles; give its way back."""
    await stage.until(lambda: NAME in stage.text(), "the list of profiles")
    for key in keys.split():
        await stage.press(key)
    backs = stage.app.screen.query(".back").results(Button)
    return next(each for each in backs if each.is_on_screen)


@pytest.mark.parametrize("keys", ENTERED_BY)
async def test_the_button_back_leads_to_the_screen_below_and_no_further(
    home: Home, keys: str
) -> None:
    save_profile(home)
    async with opened(home) as stage:
        back = await come_to(stage, keys)
        below = stage.app.screen_stack[-2]
        back.press()
        back.press()  # a double click
        await stage.until(lambda: stage.app.screen is below, "the screen below")
        await stage.press("f1")
        assert isinstance(stage.app.screen, HelpScreen)
        await stage.press("escape")
        assert stage.app.screen is below


async def test_a_profile_that_is_proven_again_is_left_by_its_button(home: Home) -> None:
    save_profile(home)
    async with opened(home) as stage:
        back = await come_to(stage, "r")
        while len(stage.app.screen_stack) > 1:
            back.press()
            await stage.idle()
            backs = stage.app.screen.query(".back").results(Button)
            back = next((each for each in backs if each.is_on_screen), back)
        await stage.press("f1")
        assert isinstance(stage.app.screen, HelpScreen)


async def test_enter_reaches_no_control_of_a_page_that_is_not_shown(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = Event()
    advance = flow.advance

    def waiting(context: Context, progress: flow.Progress) -> flow.Progress:
        may_end.wait(60)
        return advance(context, progress)

    monkeypatch.setattr(flow, "advance", waiting)
    async with opened(home) as stage:
        await stage.pilot.press("enter")  # the step begins, and its form takes no keys
        await stage.until(lambda: stage.app.screen.query("#key"), "the next page, hidden")
        await stage.pilot.press("ctrl+p", "escape", "enter")
        focused = stage.app.screen.focused
        assert focused is None or focused.is_on_screen
        may_end.set()
        await stage.at("key")


async def test_the_palette_takes_a_page_down_before_its_list_is_there(home: Home) -> None:
    async with opened(home) as stage:
        for key in ("ctrl+p", "pagedown", "pageup", "escape"):
            stage.app.simulate_key(key)
        await stage.until(lambda: not isinstance(stage.app.screen, Palette), "the page again")


async def test_one_turns_away_from_a_page_with_an_answer_still_on_its_way(home: Home) -> None:
    async with opened(home) as stage:
        for page in ("environment", "key", "pool", "clients"):
            await stage.at(page)
            await stage.pilot.press("enter")
        await stage.at("user")
        for key in ("enter", "escape", "escape"):
            stage.app.simulate_key(key)
        await stage.at("pool")


async def test_escape_goes_back_from_the_page_that_is_just_being_turned_to(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    turning, may_turn, going_back = asyncio.Event(), asyncio.Event(), asyncio.Event()
    ask = StepPage.asked

    async def late(page: StepPage) -> None:
        if page.id == "key":
            turning.set()
            await may_turn.wait()
        await ask(page)

    save_profile(home)
    async with opened(home) as stage:
        await come_to(stage, "n")
        monkeypatch.setattr(StepPage, "asked", late)
        setup = stage.app.screen
        assert isinstance(setup, SetupScreen)

        async def back() -> None:  # as a key does that came through just before
            going_back.set()
            await setup.action_back()

        stage.app.simulate_key("enter")
        await asyncio.wait_for(turning.wait(), 30)
        stage.app.call_later(back)
        await asyncio.wait_for(going_back.wait(), 30)
        may_turn.set()
        await stage.at("environment")
        assert len(stage.app.screen_stack) == 2


async def test_two_presses_at_once_lead_to_one_screen(home: Home) -> None:
    save_profile(home)
    async with opened(home) as stage:
        await stage.until(lambda: NAME in stage.text(), "the list of profiles")
        for each in stage.app.screen.query(".new, .prove").results(Button):
            each.press()
        await stage.idle()
        assert len(stage.app.screen_stack) == 2
