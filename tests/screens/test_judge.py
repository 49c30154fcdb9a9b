"""The judge: a key set, a token, and the first reason why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from screens.judge import JudgeScreen
from tests.screens.stage import LARGE, SMALL, opened
from tests.screens.test_golden import compare
from wizard.sandbox import LocalSandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.screens.stage import Stage
    from wizard.profiles.home import Home
    from wizard.sandbox import Running

YEARS = 10 * 365 * 86_400


@pytest.fixture(scope="module")
def issuer() -> Iterator[Running]:
    """Give somebody who publishes a key set and issues tokens."""
    with LocalSandbox() as sandbox:
        yield sandbox


async def judged(stage: Stage, jwks: str, token: str = "") -> str:
    """Open the judge, paste, press Enter, and give the screen."""
    await stage.app.push_screen(JudgeScreen())
    await stage.pilot.pause()
    await stage.paste(jwks)
    await stage.pilot.press("tab")
    await stage.paste(token)
    await stage.pilot.press("enter")
    await stage.until(
        lambda: not stage.app.screen.query_one(".form").disabled and stage.knows_all(), "a verdict"
    )
    return stage.text()


async def test_a_key_set_alone_is_judged(home: Home, issuer: Running) -> None:
    async with opened(home, LARGE) as stage:
        text = await judged(stage, issuer.jwks_uri)
    assert "Anon can use this key set." in text
    assert "Allowed here only. Anon cannot reach 127.0.0.1" in text
    assert "RSA" in text


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
async def test_a_good_token_passes_check_by_check(
    home: Home, issuer: Running, size: tuple[int, int]
) -> None:
    async with opened(home, size) as stage:
        text = await judged(
            stage, issuer.jwks_uri, issuer.issue_token("ada", expires_in=YEARS).reveal()
        )
    assert "ada" in text
    said = compare(f"judge-{size[0]}x{size[1]}", text)
    assert said is None, said


async def test_a_token_of_another_issuer_names_the_keys_there_are(
    home: Home, issuer: Running
) -> None:
    with LocalSandbox() as other:
        token = other.issue_token("ada").reveal()
    async with opened(home, LARGE) as stage:
        text = await judged(stage, issuer.jwks_uri, token)
    assert "Why" in text
    assert "token.unknown_kid" in text


async def test_nothing_given_asks_for_the_key_set(home: Home) -> None:
    async with opened(home) as stage:
        assert "A URL or a file is needed here." in await judged(stage, "")


async def test_a_file_that_is_not_there_is_named(home: Home) -> None:
    async with opened(home) as stage:
        assert "no-such-file.json" in await judged(stage, "no-such-file.json")
