"""Strangers' text on the screen: nothing raw reaches the terminal, no crash, no new links."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from screens.link import LinkView
from screens.pool import Page
from screens.verdicts import key_rows
from tests.screens.stage import LARGE, Stage, opened
from tests.screens.test_mistakes import hosted_pool
from wizard.context import LinkOffer
from wizard.flow import Progress
from wizard.identity.jwks import lint
from wizard.model import Answers, Client, Draft, Link, Made, Pool, Profile, Secret, TestUser
from wizard.problems import problem
from wizard.profiles.store import ProfileStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.segment import Segment

    from wizard.profiles.home import Home

HOSTILE = {
    "closing tag": "[/foo]",
    "action": "[@click=app.quit]press me[/]",
    "markup link": "[link=https://evil.example]docs[/link]",
    "clipboard": "\x1b]52;c;ZXZpbA==\x07",
    "terminal link": "\x1b]8;;https://evil.example\x1b\\docs\x1b]8;;\x1b\\",
    "clear": "\x1b[2J\x1b[H",
    "one byte control": "\x9b31m",
    "bidi": "\u202egro.live\u202c",
    "zero width": "a\u200bb\ufeffc",
    "combining": "a" + "\u0300" * 200,
    "lines": "one\r\ntwo\n\n\tthree",
    "long": "x" * 10_000,
    "surrogate": "\ud800",
    "format": "{detail} %s {0}",
}
EVERY = pytest.mark.parametrize("evil", HOSTILE.values(), ids=HOSTILE)


def drawn(stage: Stage) -> Iterator[Segment]:
    """Give every piece of text as it goes to the terminal."""
    for strip in stage.app.screen._compositor.render_strips():
        yield from strip


def assert_harmless(stage: Stage) -> None:
    """See that only printable text is drawn, and that only our own words can be clicked."""
    assert stage.app.crash is None
    for text, style, _ in drawn(stage):
        assert text.isprintable(), repr(text)
        if style is not None:
            assert "evil.example" not in (style.link or "")
            if "@click" in style.meta:
                assert style.meta["@click"].startswith(("screen.", "app."))
                assert "press me" not in text


def far(evil: str) -> Progress:
    """Give a setup before its last step, in which everything Anon could name is hostile."""
    draft = Draft(
        profile="acme",
        environment="local",
        base_url="http://127.0.0.1:9",
        api_key=Secret("canary-canary-canary"),
        key_proof="accepted",
        secret_store="file",
        pool=Pool(evil, evil, "url", evil, evil),
        webapp=Client(evil, evil, "webapp", evil),
        service=Client(evil, evil, "service"),
        user=TestUser(evil, None, evil, None, "proven"),
        link=Link(evil, "active"),
        created=(Made("userPool", evil),),
        notes=(problem("link.failed", words=evil),),
    )
    answers = Answers().put("environment", evil).put("profile", evil).put("user", evil)
    return Progress(answers, (draft,) * 7)


@EVERY
async def test_what_anon_names_is_harmless_on_the_review(home: Home, evil: str) -> None:
    async with opened(home, LARGE, fresh=far(evil)) as stage:
        assert stage.page() == "save"
        assert_harmless(stage)
        for page in ("link", "user", "clients"):
            await stage.press("escape")
            assert stage.page() == page
            assert_harmless(stage)


async def test_problems_and_words_are_harmless(home: Home) -> None:
    async with opened(home, LARGE, fresh=hosted_pool()) as stage:
        page = stage.app.screen.query_one("#pool", Page)
        for evil in HOSTILE.values():
            told = problem("api.wrong_shape", host=evil, words=evil)._replace(fix=evil, see=evil)
            page.begin()
            page.fail(told)
            page.say(evil)
            await stage.pilot.pause()
            assert_harmless(stage)
            page.end()


async def test_a_key_set_with_hostile_names_is_harmless(home: Home) -> None:
    async with opened(home, LARGE, fresh=hosted_pool()) as stage:
        page = stage.app.screen.query_one("#pool", Page)
        for evil in HOSTILE.values():
            document = {"keys": [{"kty": "RSA", "kid": evil, "n": evil, "e": evil, "use": evil}]}
            keys = lint(json.dumps(document).encode("utf-8", "surrogatepass"))
            page._found("", list(key_rows(keys, page.signs)))
            for trouble in keys.problems:
                page.fail(trouble)
            await stage.pilot.pause()
            assert_harmless(stage)


async def test_a_hostile_link_page_is_harmless_and_no_link(home: Home) -> None:
    far_enough = far("x")._replace(drafts=(far("x").draft,) * 6)
    async with opened(home, LARGE, fresh=far_enough) as stage:
        view = stage.app.screen.query_one(LinkView)
        view.display = True
        for evil in HOSTILE.values():
            for url in (evil, f"https://x.example/{evil}"):
                view.begin(LinkOffer(url, evil, simulates=True, pastes=True, watched=True))
                await stage.pilot.pause()
                assert_harmless(stage)


@EVERY
async def test_answers_of_the_environment_are_harmless(home: Home, evil: str) -> None:
    answers = Answers()
    for name in ("environment", "profile", "user", "app", "jwks", "id_claim"):
        answers = answers.put(name, evil, "environment")
    async with opened(home, LARGE, fresh=Progress(answers)) as stage:
        assert_harmless(stage)


async def test_profiles_with_hostile_names_are_listed_harmlessly(home: Home) -> None:
    for name in ("[/foo]", "[@click=app.quit]press me[/]", "x" * 64):
        ProfileStore(home).save(Profile(name, "[/foo]", "http://127.0.0.1:9"))
    broken = Path(home.profiles()) / "broken.toml"
    broken.write_text("= [/foo]\x1b[2J")
    async with opened(home, LARGE) as stage:
        await stage.until(lambda: "press me" in stage.text(), "the list")
        assert_harmless(stage)
        await stage.press("enter")
        assert_harmless(stage)
