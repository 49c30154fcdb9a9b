"""A key's way through the full screen, typed or from the environment, crashes included.

Three of the crashes by default, all of them with ``ANON_WIZARD_TORTURE=1``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests.canary import Trail, found
from tests.screens.stage import opened
from tests.terminal import full_screen
from wizard.flow import Progress
from wizard.model import Answers
from wizard.sandbox import LocalSandbox
from wizard.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Program
    from tests.terminal import FullScreen
    from wizard.profiles.home import Home
    from wizard.sandbox import Running

CRASHING = Path(__file__).parent.parent / "crashing.py"
CRASHED = b"stopped on a mistake of its own"
WHOLE = "ANON_WIZARD_TORTURE" in os.environ
STEP_IDS: Final = [step.id for step in STEPS]
PLACES: Final = [f"{kind}:{step}" for kind in ("step", "page") for step in STEP_IDS]
CRASHES: Final = PLACES if WHOLE else ["step:key", "page:pool", "step:user"]
KEPT_FROM: Final = STEP_IDS.index("pool")

WAY: Final = (
    ("environment", "Which Anon", ("enter",)),
    ("key", "Keep the key in", ("tab", "down", "enter")),
    ("pool", "A UserPool is a group", ("enter",)),
    ("clients", "An SdkClient is how an app", ("enter",)),
    ("user", "One user of your app", ("enter",)),
    ("link", "Your test user logs in", ("enter",)),
    ("offered", "Open browser", ("enter",)),
    ("save", "What was made and proven", ("enter",)),
    ("done", "The chain is complete", ("enter",)),
)
"""Place, words that tell it, and the keys that lead on."""


@pytest.fixture(scope="module")
def hosted() -> Iterator[Running]:
    """Give a sandbox that stands in for Anon's hosted service."""
    with LocalSandbox() as sandbox:
        yield sandbox


@pytest.fixture
def trail(program: Program, tmp_path: Path) -> Trail:
    """Give what is looked at in the end."""
    return Trail(program, tmp_path / "trail")


def answers(sandbox: Running) -> dict[str, str]:
    """Give the variables that answer what this is not about."""
    return {"ANON_ENV": sandbox.url, "ANON_JWKS_PUBLIC_URL": "hosted"}


def go(terminal: FullScreen, key: str = "") -> None:
    """Go through the setup to its end, or to its crash; type the key where one is given."""
    for place, words, keys in WAY:
        if not terminal.comes(words):
            return
        if place == "key" and key:
            terminal.press(key)
            terminal.wait("•" * 8)
        terminal.press(*keys)


@pytest.mark.parametrize("typed", [False, True], ids=["from the environment", "typed"])
def test_a_whole_setup_with_a_browser(hosted: Running, trail: Trail, typed: bool) -> None:
    key = hosted.keys["local"].reveal()
    given = {} if typed else {"ANON_API_KEY": key}
    words = trail.watched(trail.program.command("--profile", "acme", "--debug"))
    environ = {**trail.environ(), **answers(hosted), **given}
    with full_screen(trail.program, command=words, size=(100, 40), **environ) as terminal:
        go(terminal, key if typed else "")
        assert terminal.end() == 0, terminal.text
    assert b"Profile" in terminal.words[-300:]
    assert trail.seen.exists(), "no browser was started"
    trail.check(key, terminal.raw, terminal.words)


@pytest.mark.torture
@pytest.mark.parametrize("where", CRASHES)
def test_a_crash_anywhere_shows_its_place_and_nothing_else(
    hosted: Running, trail: Trail, where: str
) -> None:
    key = hosted.keys["local"].reveal()
    command = trail.watched([sys.executable, str(CRASHING), where, "--profile", "acme"])
    environ = {**trail.environ(), **answers(hosted), "ANON_API_KEY": key}
    with full_screen(trail.program, command=command, size=(100, 40), **environ) as terminal:
        go(terminal)
        assert terminal.end() == 1, terminal.text
        assert not terminal.modes_left_on()
        assert terminal.settings_kept()
    assert CRASHED in terminal.words
    assert b"RuntimeError" in terminal.words
    assert b"Traceback" not in terminal.words
    place = STEP_IDS.index(where.partition(":")[2])
    if place:
        assert b"Go on with: anon-wizard --profile acme" in terminal.words
    trail.check(key, terminal.raw, terminal.words, kept=place >= KEPT_FROM)


async def test_a_picture_of_any_page_holds_no_key(home: Home, hosted: Running) -> None:
    key = hosted.keys["local"].reveal()
    given = Answers().put("environment", hosted.url).put("jwks", "hosted")
    pictures: list[str] = []
    async with opened(home, (100, 40), fresh=Progress(given)) as stage:
        await stage.press("enter")
        await stage.at("key")
        await stage.type(key)
        pictures.append(stage.app.export_screenshot())
        for page in ("pool", "clients", "user", "link"):
            await stage.press(*(("tab", "down", "enter") if page == "pool" else ("enter",)))
            await stage.at(page)
            pictures.append(stage.app.export_screenshot())
    assert all("<svg" in picture for picture in pictures)
    assert not found(key, *(picture.encode() for picture in pictures))


async def test_a_key_is_shown_by_one_key_alone_and_never_copied(
    home: Home, hosted: Running
) -> None:
    key = "anon_canary-canary-canary"
    given = Answers().put("environment", hosted.url)
    async with opened(home, fresh=Progress(given)) as stage:
        await stage.press("enter")
        await stage.at("key")
        await stage.type(key)
        assert key not in stage.text()
        await stage.press("ctrl+r")
        assert key in stage.text()
        await stage.press("ctrl+r")
        assert key not in stage.text()
        await stage.press("ctrl+a", "ctrl+c")
        assert stage.app.clipboard != key
