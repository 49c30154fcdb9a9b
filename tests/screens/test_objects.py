"""More pools and clients on the screen, over the real local sandbox; and what that changes."""

from __future__ import annotations

import json
import urllib.request
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from screens.objects import ObjectsScreen
from screens.sheet import SheetScreen
from tests.saved import save
from tests.screens import rooms
from tests.screens.stage import LARGE, SMALL, Stage, opened
from tests.screens.test_golden import compare
from wizard.profiles.app_files import fill
from wizard.profiles.frameworks import FRAMEWORKS
from wizard.profiles.secrets import FileSecrets
from wizard.profiles.store import ProfileStore
from wizard.profiles.variables import values_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from wizard.model import Profile
    from wizard.profiles.home import Home
    from wizard.sandbox import Running


@asynccontextmanager
async def objects(home: Home, size: tuple[int, int] = LARGE) -> AsyncIterator[Stage]:
    """Open the pools and clients of the active profile, by keys from the home screen."""
    async with opened(home, size) as stage:
        await stage.until(lambda: "acme" in stage.text() and stage.knows_all(), "the list")
        await stage.press("p")
        await stage.until(lambda: "Test user" in stage.text(), "the profile")
        await stage.press("o")
        await rooms.at_rest(stage)
        yield stage


def saved(home: Home) -> Profile:
    return ProfileStore(home).load("acme")


def created(sandbox: Running) -> int:
    with urllib.request.urlopen(f"{sandbox.url}/_sandbox/requests") as answer:
        seen = json.load(answer)
    return sum(each["method"] == "POST" and each["path"].startswith("/org/") for each in seen)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
async def test_all_are_listed_and_those_in_use_marked(home: Home, size: tuple[int, int]) -> None:
    save(home)
    async with objects(home, size) as stage:
        said = compare(f"objects-{size[0]}x{size[1]}", stage.text())
        await rooms.press(stage, "a")
        form = compare(f"objects-pool-{size[0]}x{size[1]}", stage.text())
    assert said is None, said
    assert form is None, form


async def test_a_second_client_is_made_used_and_brought_to_the_app(
    home: Home, tmp_path: Path
) -> None:
    sandbox = rooms.save_profile(home)
    file = tmp_path / ".env"
    before = saved(home)
    values = values_of(before, FileSecrets(home))
    fill(home, "acme", values, FRAMEWORKS["vite"], file)
    made = created(sandbox)
    async with objects(home) as stage:
        await rooms.press(stage, "w")
        assert "Created" in stage.text()
        assert created(sandbox) == made + 1
        assert saved(home).webapp_id == before.webapp_id
        await rooms.press(stage, "enter")
        await stage.until(lambda: isinstance(stage.app.screen, SheetScreen), "the diff")
        assert f"-VITE_ANON_SDKCLIENT_ID={before.webapp_id}" in stage.text()
        assert before.webapp_id in file.read_text()
        await stage.pilot.press("tab", "enter")
        await stage.until(lambda: "Written to" in stage.text(), "the file")
        assert "Changed variables: ANON_SDKCLIENT_ID (front end)" in stage.text()
    assert saved(home).webapp_id != before.webapp_id
    assert f"VITE_ANON_SDKCLIENT_ID={saved(home).webapp_id}" in file.read_text()


async def test_a_second_pool_is_made_and_a_client_in_it_by_the_mouse(home: Home) -> None:
    rooms.save_profile(home)
    async with objects(home) as stage:
        await stage.pilot.click(".actions .pool")
        await stage.pilot.pause()
        await stage.pilot.click(".create")
        await rooms.at_rest(stage)
        await stage.until(lambda: len(saved(home).pools) == 2, "the pool")
        await stage.pilot.click(".actions .webapp")
        await stage.until(lambda: len(saved(home).clients) == 3, "the client")
        await rooms.at_rest(stage)
    assert saved(home).clients[-1].pool_id == saved(home).pools[-1].id


async def test_production_is_asked_for_by_name(home: Home) -> None:
    save(home, environment="prod", base_url="https://svc.prod.anon.com")
    async with objects(home) as stage:
        await rooms.press(stage, "s")
        assert "PRODUCTION" in stage.text()
        await stage.type("acm")
        await rooms.press(stage, "enter")
        assert "prod.unconfirmed" in stage.text()
        await rooms.press(stage, "escape")
        assert isinstance(stage.app.screen, ObjectsScreen)
    assert len(saved(home).clients) == 2


async def test_a_pool_is_not_used_by_itself(home: Home) -> None:
    save(home)
    async with objects(home) as stage:
        await rooms.press(stage, "enter")
        assert "choose it, or add another (w)" in " ".join(stage.text().split())
