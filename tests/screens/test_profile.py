"""One profile on the screen: read, renamed, copied, deleted."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from screens.help import HelpScreen
from screens.profile import _WAYS, ProfileScreen
from tests.screens.stage import LARGE, SMALL, opened
from tests.screens.test_golden import compare
from wizard.model import Client, Pool, Profile, Secret
from wizard.profiles.secrets import open_secrets
from wizard.profiles.store import ProfileStore

if TYPE_CHECKING:
    from tests.screens.stage import Stage
    from wizard.profiles.home import Home

CANARY = "anon_canary-key-that-nobody-sees"
PROFILE = Profile(
    name="acme-dev",
    environment="sandbox",
    base_url="https://svc.sandbox.anon.com",
    secret_store="file",
    pools=(Pool("pool-1", "acme users", "url", "https://acme.example/jwks.json"),),
    clients=(
        Client("web-1", "front end", "webapp", "pool-1"),
        Client("svc-1", "back end", "service"),
    ),
    pool_id="pool-1",
    webapp_id="web-1",
    service_id="svc-1",
    user_id="ada",
    app="uber",
)


@pytest.fixture
def saved(home: Home) -> Home:
    """Give a home with one profile and its key."""
    store = ProfileStore(home)
    store.save(PROFILE)
    store.use(PROFILE.name)
    open_secrets("file", home).put(PROFILE.name, {"api_key": Secret(CANARY)})
    return home


async def shown(stage: Stage) -> str:
    """Open the profile's screen from the home screen, by its key."""
    await stage.until(lambda: "acme-dev" in stage.text(), "the list")
    await stage.pilot.press("p")
    await stage.until(lambda: "svc-1" in stage.text() and stage.knows_all(), "the profile")
    return stage.text()


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
async def test_all_is_told_and_no_secret(saved: Home, size: tuple[int, int]) -> None:
    async with opened(saved, size) as stage:
        text = await shown(stage)
    assert CANARY not in text
    said = compare(f"profile-{size[0]}x{size[1]}", text)
    assert said is None, said


async def test_a_profile_is_renamed_in_place(saved: Home) -> None:
    async with opened(saved) as stage:
        await shown(stage)
        await stage.pilot.press("r")
        await stage.pilot.press("end", *["backspace"] * 3)
        await stage.type("prod test")
        await stage.pilot.press("enter")
        await stage.until(lambda: "Renamed from" in stage.text(), "the new name")
    assert ProfileStore(saved).names() == ("acme-prod test",)
    assert ProfileStore(saved).active() == "acme-prod test"


async def test_a_copy_has_the_same_secrets(saved: Home) -> None:
    async with opened(saved) as stage:
        await shown(stage)
        await stage.pilot.press("c")
        await stage.type("second")
        await stage.pilot.press("enter")
        await stage.until(lambda: "Copied to" in stage.text(), "the copy")
    assert open_secrets("file", saved).get("second", "api_key") == Secret(CANARY)


async def test_deleting_wants_the_name_and_says_what_stays(saved: Home) -> None:
    async with opened(saved, LARGE) as stage:
        await shown(stage)
        await stage.pilot.press("d")
        assert "pool-1" in stage.text()
        assert "These stay at Anon, which documents no delete" in stage.text()
        assert "It is the active one; none is afterwards." in stage.text()
        await stage.type("acme")
        await stage.pilot.press("enter")
        await stage.until(lambda: "That is not" in stage.text(), "a refusal")
        assert ProfileStore(saved).exists("acme-dev")
        await stage.type("-dev")
        await stage.pilot.press("enter")
        await stage.until(lambda: not isinstance(stage.app.screen, ProfileScreen), "the way back")
        await stage.until(
            lambda: "“acme-dev” was deleted on this machine." in stage.text(), "what was done"
        )
    assert not ProfileStore(saved).exists("acme-dev")
    assert not [path for path in Path(saved.data).rglob("*") if "acme" in path.name]


async def test_help_that_lies_over_a_profile_goes_with_it(
    saved: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = Event()
    delete = _WAYS["delete"]

    def waiting(*given: Any) -> Any:
        may_end.wait(60)
        return delete(*given)

    monkeypatch.setitem(_WAYS, "delete", waiting)
    async with opened(saved) as stage:
        await shown(stage)
        await stage.pilot.press("d")
        await stage.type("acme-dev")
        await stage.pilot.press("enter", "f1")
        await stage.until(lambda: isinstance(stage.app.screen, HelpScreen), "the help")
        may_end.set()
        await stage.until(lambda: len(stage.app.screen_stack) == 1, "the list")
        await stage.until(lambda: "was deleted" in stage.text(), "what was done")


async def test_a_name_that_is_taken_is_refused_in_the_page(saved: Home) -> None:
    ProfileStore(saved).save(Profile("other", "local", "http://127.0.0.1:4010"))
    async with opened(saved) as stage:
        await shown(stage)
        await stage.pilot.press("r")
        await stage.pilot.press(*["backspace"] * 8)
        await stage.type("other")
        await stage.pilot.press("enter")
        await stage.until(lambda: "profile.exists" in stage.text(), "the problem")
    assert ProfileStore(saved).exists("acme-dev")
