"""The whole setup, by keyboard alone and by mouse alone, and what a second run finds."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import pytest
from textual.events import Key

from screens.button import Button
from screens.choices import ChoiceList
from screens.fields import Question
from screens.finder import ProfileFinder
from screens.home import HomeScreen
from screens.rail import Rail
from tests.screens.stage import LARGE, SMALL, Stage, opened
from wizard.flow import Progress
from wizard.http import exchange
from wizard.model import Answers
from wizard.profiles.drafts import load
from wizard.profiles.proofs import read
from wizard.profiles.store import ProfileStore
from wizard.sandbox import ensure
from wizard.sandbox.calls import ask

if TYPE_CHECKING:
    from wizard.context import Context
    from wizard.profiles.home import Home

PAGES = ("environment", "key", "pool", "clients", "user", "link")


async def test_one_goes_back_and_on_as_fast_as_keys_repeat(home: Home) -> None:
    async with opened(home) as stage:
        for page in PAGES[:-1]:
            await stage.at(page)
            await stage.pilot.press("enter")
        await stage.at("link")
        for _ in range(8):
            stage.app.simulate_key("escape")
        await stage.at("environment")
        for page in PAGES[:-1]:
            await stage.at(page)
            stage.app.simulate_key("enter")
        await stage.at("link")


async def to_the_link(stage: Stage) -> None:
    """Press nothing but Enter until the Link page is offered."""
    for page in PAGES:
        await stage.at(page)
        await stage.pilot.press("enter")
    await stage.until(stage.waits_for_link, "the Link page")


SIMULATE, SKIP = 3, 4
"""How many Tabs lead to these buttons of the Link page."""


async def past_the_link(stage: Stage, button: int) -> None:
    """Press a button of the Link page that goes on to the next one."""
    await stage.until(stage.waits_for_link, "the Link page")
    await stage.pilot.press(*["tab"] * button, "enter")
    await stage.at("save")


async def to_the_end(stage: Stage) -> None:
    """Save the profile."""
    await stage.pilot.press("enter")
    await stage.at("done")


async def by_keys(stage: Stage) -> None:
    """Go through a whole local setup by keyboard, with the link simulated."""
    await to_the_link(stage)
    await past_the_link(stage, SIMULATE)
    await to_the_end(stage)


def posts(home: Home) -> list[str]:
    """Give the paths of all creating requests that the sandbox has seen."""
    running = ensure(home.sandbox())
    seen = ask("GET", f"{running.url}/_sandbox/requests", running.keys["local"])
    return [each["path"] for each in seen if each["method"] == "POST" and "/org/" in each["path"]]


async def test_enter_and_the_links_clicks_make_a_working_local_setup(home: Home) -> None:
    async with opened(home) as stage:
        await by_keys(stage)
        assert "The chain is complete" in stage.text()
        await stage.pilot.press("enter")
        await stage.pilot.pause()
    assert stage.app.return_code == 0
    profile = ProfileStore(home).load("local")
    assert profile.pool()
    assert profile.client("webapp")
    assert profile.client("service")
    assert ProfileStore(home).active() == "local"
    assert read(home, "local")["link_simulated"] is True


@pytest.mark.parametrize("size", [SMALL, LARGE, (40, 12)], ids=str)
async def test_the_mouse_alone_does_it_too(home: Home, size: tuple[int, int]) -> None:
    async with opened(home, size) as stage:
        for page in PAGES:
            await stage.at(page)
            await stage.pilot.click(f"#{page} .next")
        await stage.until(stage.waits_for_link, "the Link page")
        stage.app.screen.query_one(".simulate").scroll_visible(animate=False)
        await stage.pilot.pause()
        await stage.pilot.click(".simulate")
        await stage.at("save")
        await stage.pilot.click("#save .next")
        await stage.at("done")
    assert ProfileStore(home).names() == ("local",)


async def test_an_impatient_hand_sends_each_request_once(home: Home) -> None:
    async with opened(home) as stage:
        await stage.press("enter")
        await stage.press("enter")
        await stage.at("pool")
        for _ in range(4):
            stage.app.post_message(Key("enter", "\r"))
        await stage.until(stage.busy, "the first of them at work")
        await stage.at("clients")
    assert posts(home) == ["/org/userPool"]


async def test_going_back_keeps_what_was_typed_and_makes_nothing_twice(home: Home) -> None:
    async with opened(home) as stage:
        await to_the_user(stage)
        await stage.type("-two")
        await stage.press("escape")
        await stage.at("clients")
        await stage.press("escape")
        await stage.at("pool")
        await stage.press("enter")
        await stage.at("clients")
        assert "is there: reused" in stage.text()
        await stage.press("enter")
        await stage.at("user")
        assert "demo-user-two" in stage.text()
    assert sorted(posts(home)) == ["/org/sdkClient", "/org/sdkClient", "/org/userPool"]


async def to_the_user(stage: Stage) -> None:
    """Go on to the test user."""
    for page in PAGES[:4]:
        await stage.at(page)
        await stage.press("enter")
    await stage.at("user")


async def test_leaving_in_the_middle_keeps_what_was_proven_and_the_next_start_goes_on(
    home: Home,
) -> None:
    async with opened(home) as stage:
        await to_the_user(stage)
        await stage.pilot.press("ctrl+q")
        await stage.pilot.pause()
    assert stage.app.return_code == 0
    assert stage.app.reached.profile == "local"
    begun = load(home, "local")
    assert begun
    async with opened(home, interrupted=begun) as stage:
        assert "Profile local came this far" in stage.text()
        await stage.press("enter")
        await stage.at("user")
    assert sorted(posts(home)) == ["/org/sdkClient", "/org/sdkClient", "/org/userPool"]


BARE = ("backspace", "backspace")
"""Makes “local” of the proposed “local-2”."""


async def test_another_setup_is_proposed_under_a_name_that_is_free(home: Home) -> None:
    async with opened(home) as stage:
        await by_keys(stage)
    async with opened(home) as stage:
        await stage.press("n")
        await stage.at("environment")
        assert "profile local-2" in stage.text()
        await stage.press("down")
        assert "profile sandbox" in stage.text()
        await stage.press("up", "enter")
        await stage.at("key")
        await stage.press("enter")
        await stage.at("pool")
        await stage.pilot.press("ctrl+q")
    begun = load(home, "local-2")
    assert begun
    assert begun.answers.text("profile") == "local-2"
    async with opened(home, interrupted=begun) as stage:
        await stage.press("enter")
        await stage.at("pool")
        assert "profile local-2" in stage.text()
        await stage.press("escape", "escape", "escape", "end", "enter")
        await stage.at("environment")
        assert "profile local-3" in stage.text()


async def test_a_name_under_which_nothing_is_proven_yet_is_still_free(home: Home) -> None:
    async with opened(home) as stage:
        await by_keys(stage)
    async with opened(home) as stage:
        await stage.press("n", "enter")
        await stage.at("key")
        await stage.press("escape", "escape", "n")
        await stage.at("environment")
        assert "profile local-2" in stage.text()


async def test_a_profile_that_is_named_for_this_run_is_not_proposed_for_another(home: Home) -> None:
    async with opened(home) as stage:
        await by_keys(stage)
    named = Progress(Answers().put("profile", "local", "environment"))
    async with opened(home, fresh=named) as stage:
        await stage.press("n")
        await stage.at("environment")
        assert "profile local-2" in stage.text()


async def test_another_setup_of_an_interrupted_ones_name_takes_its_answers_up(home: Home) -> None:
    async with opened(home) as stage:
        for page in PAGES[:2]:
            await stage.at(page)
            await stage.press("enter")
        await stage.at("pool")
        await stage.press("end", "enter")
        await stage.at("clients")
        await stage.pilot.press("ctrl+q")
    begun = load(home, "local")
    assert begun
    async with opened(home, LARGE, interrupted=begun) as stage:
        await stage.press("end", "enter")
        await stage.at("environment")
        await stage.press("tab", *BARE)
        assert "A setup of “local” was interrupted" in stage.text()
        await stage.press("enter")
        await stage.at("key")
        kept = load(home, "local")
        assert kept
        assert kept.draft == begun.draft
        await stage.press("enter")
        await stage.at("pool")
        assert "(•) Anon-hosted" in stage.text()
        await stage.press("up")
        assert "will be made or proven" in stage.text()
        await stage.press("down", "enter")
        await stage.at("clients")
        assert "UserPool reused" in stage.text()
    assert posts(home) == ["/org/userPool"]


async def test_a_saved_profile_of_that_name_answers_what_nobody_did(home: Home) -> None:
    async with opened(home) as stage:
        await by_keys(stage)
    before = posts(home)
    async with opened(home, LARGE) as stage:
        await stage.press("n")
        await stage.at("environment")
        await stage.press("tab", *BARE)
        assert "A profile “local” is saved already" in stage.text()
        for page in ("key", "pool", "clients", "user"):
            await stage.press("enter")
            await stage.at(page)
    assert posts(home) == before


async def test_what_was_typed_on_the_first_page_is_there_at_the_next_start(home: Home) -> None:
    async with opened(home) as stage:
        await stage.press("tab")
        await stage.type("-mine")
        await stage.pilot.press("ctrl+q")
    assert stage.app.reached.profile == "local-mine"
    begun = load(home, "local-mine")
    assert begun
    async with opened(home, interrupted=begun) as stage:
        await stage.press("enter")
        await stage.at("environment")
        assert "profile local-mine" in stage.text()


async def test_what_was_only_looked_at_is_no_setup_to_go_on_with(home: Home) -> None:
    async with opened(home) as stage:
        await stage.press("tab")
        await stage.pilot.press("ctrl+q")
    assert stage.app.left_a_setup
    assert not stage.app.reached.profile
    assert not list(Path(home.state).rglob("*.json"))


async def test_leaving_while_something_runs_calls_it_off(home: Home) -> None:
    async with opened(home) as stage:
        await to_the_link(stage)
        await stage.pilot.press("ctrl+c")
        await stage.pilot.pause()
    assert stage.app.return_code == 130


async def test_a_stage_is_ticked_off_when_the_person_is_through_with_it(home: Home) -> None:
    running = ensure(home.sandbox())
    async with opened(home) as stage:
        await to_the_link(stage)
        assert "● Open the Link page" in stage.text()
        url = re.findall(r"http://localhost:\S+", stage.text())[0]
        walked = f"{running.url}/_sandbox/link/{url.partition('=')[2]}"
        exchange("GET", url)
        await stage.until(lambda: "✓ Open the Link page" in stage.text(), "the open page")
        assert "● Confirm the browser extension" in stage.text()
        for event in ("extension", "login"):  # the page now asks for the one, then for the other
            ask("POST", walked, None, json={"event": event})
        await stage.until(lambda: "✓ Confirm the browser" in stage.text(), "the extension")
        assert "● Log in to the app" in stage.text()


async def test_the_link_can_be_called_off_and_skipped(home: Home) -> None:
    async with opened(home) as stage:
        await to_the_link(stage)
        await stage.press("escape")
        await stage.at("link")
        await stage.until(lambda: not stage.waits_for_link(), "the form again")
        await stage.pilot.press("enter")
        await past_the_link(stage, SKIP)
        assert "skipped" in stage.text()
        await to_the_end(stage)
        assert "with the link still open" in stage.text()
    assert read(home, "local")["link"] == "skipped"


async def test_saved_profiles_are_shown_switched_to_and_proven_again(home: Home) -> None:
    async with opened(home) as stage:
        await by_keys(stage)
    before = posts(home)
    async with opened(home) as stage:
        assert isinstance(stage.app.screen, HomeScreen)
        assert "linked, proven" in stage.text()
        await stage.press("enter")
        await stage.until(lambda: "is the active profile now" in stage.text(), "the switch")
        await stage.pilot.press("r")
        await stage.at("link")
        await stage.press("enter")
        await stage.at("save")
        assert "reused" in stage.text()
        assert "(simulated)" in stage.text()
        for _ in range(7):
            await stage.press("escape")
        await stage.until(lambda: isinstance(stage.app.screen, HomeScreen), "the home screen")
    assert posts(home) == before


async def test_a_proof_that_is_left_in_the_middle_leaves_nothing_to_go_on_with(home: Home) -> None:
    async with opened(home) as stage:
        await by_keys(stage)
    async with opened(home) as stage:
        await stage.press("r")
        await stage.at("link")
        await stage.pilot.press("ctrl+q")
    assert not stage.app.left_a_setup
    assert not stage.app.reached.profile
    assert load(home, "local") is None


async def test_a_proof_in_which_an_answer_became_another_one_is_kept(home: Home) -> None:
    async with opened(home) as stage:
        await by_keys(stage)
    async with opened(home) as stage:
        await stage.press("r")
        await stage.at("link")
        await stage.press("down")
        await stage.pilot.press("ctrl+q")
    assert stage.app.reached.profile == "local"
    assert load(home, "local")


async def test_a_proof_in_which_something_new_was_linked_is_kept(home: Home) -> None:
    async with opened(home) as stage:
        await to_the_link(stage)
        await past_the_link(stage, SKIP)
        await to_the_end(stage)
    async with opened(home) as stage:
        await stage.press("r")
        await stage.at("link")
        await stage.pilot.press("enter")
        await past_the_link(stage, SIMULATE)
        await stage.pilot.press("ctrl+q")
    assert stage.app.reached.profile == "local"
    kept = load(home, "local")
    assert kept
    assert kept.draft.link
    assert kept.draft.link.status == "active"


async def test_a_proof_in_which_something_was_made_is_kept(home: Home) -> None:
    async with opened(home) as stage:
        await by_keys(stage)
    running = ensure(home.sandbox())
    ask("POST", f"{running.url}/_sandbox/reset", running.keys["local"], json={})
    async with opened(home) as stage:
        await stage.press("r")
        await stage.at("link")
        await stage.pilot.press("ctrl+q")
    kept = load(home, "local")
    assert kept
    assert kept.draft.created


async def test_nothing_offers_a_way_back_from_where_the_wizard_began(home: Home) -> None:
    async with opened(home) as stage:
        assert "Back" not in stage.text()
        await stage.press("enter")
        await stage.at("key")
        assert "esc Back" in stage.text()
        await stage.press("escape")
        await stage.at("environment")
        assert "Back" not in stage.text()
        await stage.press("escape")
        assert stage.page() == "environment"


async def test_nor_does_it_where_help_lay_over_the_page_that_was_made(home: Home) -> None:
    async with opened(home) as stage:
        for page in PAGES[:2]:
            await stage.at(page)
            await stage.press("enter")
        await stage.at("pool")
        stage.app.simulate_key("escape")
        stage.app.simulate_key("f1")
        await stage.idle()
        await stage.press("escape", "escape")
        await stage.at("environment")
        assert "Back" not in stage.text()


async def test_a_question_that_comes_while_the_step_runs_takes_no_answer(home: Home) -> None:
    may_go_on = Event()

    def waiting(_name: str) -> None:
        may_go_on.wait(60)

    def world(made: Context) -> Context:
        return replace(made, saved=waiting)

    async with opened(home, world=world) as stage:
        for key in ("down", "down", "down", "enter"):
            stage.app.simulate_key(key)
        await stage.until(stage.busy, "the step")
        await stage.until(lambda: "was tested" in stage.text(), "the question of production")
        assert all(each.disabled for each in stage.app.screen.query(Question))
        may_go_on.set()


async def test_the_line_of_keys_says_which_button_enter_presses(home: Home) -> None:
    async with opened(home) as stage:
        await stage.press("enter")
        await stage.at("key")
        assert "enter Continue" in stage.text()
        back = stage.app.screen.query(".back").results(Button)
        next(each for each in back if each.is_on_screen).focus()
        await stage.settle()
        assert "enter Back" in stage.text()
        await stage.pilot.click("#keys", offset=(3, 0))
        await stage.at("environment")
        assert "enter Continue" in stage.text()


async def test_a_finished_setup_that_was_gone_on_with_leads_back_to_the_profiles(
    home: Home,
) -> None:
    async with opened(home) as stage:
        await to_the_user(stage)
        await stage.pilot.press("ctrl+q")
    async with opened(home, interrupted=load(home, "local")) as stage:
        await stage.press("enter")
        await stage.at("user")
        await stage.press("enter")
        await stage.at("link")
        await stage.pilot.press("enter")
        await past_the_link(stage, SIMULATE)
        await to_the_end(stage)
        await stage.press("escape")
        await stage.until(lambda: isinstance(stage.app.screen, HomeScreen), "the profiles")
        await stage.press("ctrl+q")
    assert load(home, "local") is None


async def test_an_answer_to_a_question_that_is_no_longer_asked_does_not_count(home: Home) -> None:
    async with opened(home, LARGE) as stage:
        await stage.press("down", "down", "down", "tab")
        await stage.type("foo")
        await stage.press("enter")
        assert "There is no profile “foo”" in stage.text()
        stage.app.screen.query_one(ChoiceList).focus()
        await stage.press("home")
        assert "profile local" in stage.text()
        await stage.press("enter")
        await stage.at("key")
        assert "profile local" in stage.text()


async def test_a_setup_by_an_older_key_goes_on_where_it_was_left(home: Home) -> None:
    sandbox = ensure(home.sandbox())
    async with opened(home, LARGE) as stage:
        await stage.press("end", "tab")
        await stage.type(sandbox.url)
        await stage.press("enter")
        await stage.at("key")
        await stage.paste(sandbox.session_tokens["local"].reveal())
        await stage.press("tab")
        await stage.type(sandbox.organizations["local"])
        await stage.press("tab", "end", "enter")
        await stage.at("pool")
        await stage.pilot.press("ctrl+q")
    begun = load(home, stage.app.reached.profile)
    assert begun
    async with opened(home, LARGE, interrupted=begun) as stage:
        await stage.press("enter")
        await stage.at("pool")


async def test_the_first_page_is_kept_without_a_name_too(home: Home) -> None:
    async with opened(home) as stage:
        await stage.press("down", "tab", *["backspace"] * len("sandbox"))
        await stage.pilot.press("ctrl+q")
    assert load(home, "sandbox")


@pytest.mark.parametrize("over", ["f1", "ctrl+p"])
async def test_ctrl_c_leaves_from_what_lies_over_a_page_too(home: Home, over: str) -> None:
    async with opened(home) as stage:
        await stage.press(over)
        await stage.pilot.press("ctrl+c")
    assert stage.app.return_code == 130


async def test_what_is_there_already_is_not_said_to_be_created(home: Home) -> None:
    async with opened(home) as stage:
        for page in PAGES[:4]:
            await stage.at(page)
            if page == "clients":
                await stage.idle()
                assert "Create both clients" in stage.text()
            await stage.press("enter")
        await stage.at("user")
        await stage.press("escape")
        await stage.at("clients")
        await stage.until(lambda: "Create both" not in stage.text(), "what is there")
        assert "Continue ⏎" in stage.text()
        await stage.press("escape")
        await stage.at("pool")
        assert "Continue ⏎" in stage.text()
        await stage.press("end")
        assert "Create the UserPool ⏎" in stage.text()


async def test_the_list_stands_at_the_profile_that_was_just_made(home: Home) -> None:
    async with opened(home) as stage:
        await by_keys(stage)
    async with opened(home) as stage:
        await stage.press("n", "tab")
        await stage.type("b")
        await by_keys(stage)
        await stage.press("escape")
        await stage.until(lambda: isinstance(stage.app.screen, HomeScreen), "the profiles")
        await stage.idle()
        finder = stage.app.screen.query_one(ProfileFinder)
        await stage.until(lambda: finder.here == "local-2b", "the new one")


async def test_the_chain_tells_what_is_done_and_where_one_stands(home: Home) -> None:
    async with opened(home) as stage:
        await stage.press("enter")
        await stage.at("key")
        told = stage.app.screen.query_one(Rail).render().plain
        assert told.startswith("✓ Environment  ● Key  ○ UserPool")


async def test_the_first_control_of_each_page_has_the_focus(home: Home) -> None:
    async with opened(home) as stage:
        for page in PAGES:
            await stage.at(page)
            await stage.until(lambda: stage.app.focused is not None, "a focus")
            focused = stage.app.focused
            assert focused
            assert focused in stage.app.screen.query_one(f"#{page}").query("*")
            if not stage.app.screen.query(f"#{page} Question"):
                assert isinstance(focused, Button)
            await stage.pilot.press("enter")
        await stage.until(stage.waits_for_link, "the Link page")
