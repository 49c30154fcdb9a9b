"""What goes wrong is told in the page; what was typed stays, and can be mended."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest

from screens.fields import Question
from screens.line import Line
from screens.problem import ProblemPanel
from tests.screens.stage import LARGE, Stage, opened
from wizard import flow
from wizard.flow import Progress
from wizard.model import Answers, Draft, Secret
from wizard.profiles.drafts import load
from wizard.profiles.secrets import FileSecrets
from wizard.sandbox import LocalSandbox, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.context import Context
    from wizard.profiles.home import Home
    from wizard.sandbox import Running


FAILED = "✗"


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b"<!doctype html><title>Sign in</title>"
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def login_page() -> Iterator[str]:
    """Give the address of a page that is no key set."""
    server = HTTPServer(("127.0.0.1", 0), _Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/.well-known/jwks.json"
    server.shutdown()
    server.server_close()


@pytest.fixture
def elsewhere() -> Iterator[Running]:
    """Give an Anon at another base URL: it is a hosted one for the wizard."""
    with LocalSandbox() as running:
        yield running


def told(stage: Stage) -> str:
    """Give the code of the problem on the page."""
    panels = stage.app.screen.query(ProblemPanel).results(ProblemPanel)
    return next((panel.trouble.code for panel in panels if panel.display and panel.trouble), "")


def line_with(stage: Stage, words: str) -> str:
    """Give the line of the screen that has these words."""
    return next(each for each in stage.text().splitlines() if words in each)


def line(stage: Stage, name: str) -> Line:
    """Give the line of input of a field."""
    asked = [each for each in stage.app.screen.query(Question) if each.field.name == name]
    return asked[0].query_one(Line)


async def write(stage: Stage, name: str, text: str) -> None:
    """Replace what a line holds."""
    line(stage, name).focus()
    await stage.pilot.press("end", "ctrl+u")
    await stage.paste(text)


def at_url(url: str) -> Progress:
    """Give a setup at another base URL, whose secrets go into a file."""
    answers = Answers().put("environment", url).put("profile", "acme").put("secret_store", "file")
    return Progress(answers)


async def test_a_wrong_key_is_told_and_the_right_one_goes_on(
    home: Home, elsewhere: Running
) -> None:
    async with opened(home, LARGE, fresh=at_url(elsewhere.url)) as stage:
        await stage.press("enter")
        await stage.at("key")
        await stage.paste("anon_this-is-not-the-key")
        await stage.press("enter")
        await stage.until(lambda: told(stage) == "key.refused", "the refusal")
        shown = stage.text()
        assert "Why" in shown
        assert "Fix" in shown
        assert "anon_this" not in shown
        assert line(stage, "api_key").value == "anon_this-is-not-the-key"
        await write(stage, "api_key", elsewhere.keys["local"].reveal())
        await stage.press("enter")
        await stage.at("pool")
        assert told(stage) == ""


async def test_what_is_missing_takes_the_next_key(home: Home, elsewhere: Running) -> None:
    async with opened(home, fresh=at_url(elsewhere.url)) as stage:
        await stage.press("enter")
        await stage.at("key")
        await stage.paste(elsewhere.session_tokens["local"].reveal())
        await stage.press("enter")
        await stage.until(lambda: told(stage) == "organization.missing", "what is missing")
        await stage.type(elsewhere.organizations["local"])
        assert line(stage, "organization").value == elsewhere.organizations["local"]
        await stage.press("enter")
        await stage.at("pool")


async def test_an_address_where_nobody_answers_is_told_and_can_be_replaced(
    home: Home, elsewhere: Running
) -> None:
    async with opened(home, fresh=at_url("http://127.0.0.1:9")) as stage:
        await stage.press("enter")
        await stage.at("key")
        await stage.paste(elsewhere.keys["local"].reveal())
        await stage.press("enter")
        await stage.until(lambda: told(stage) == "network.refused", "the refusal")
        await stage.press("escape")
        await stage.at("environment")
        await write(stage, "environment", elsewhere.url)
        await stage.press("enter")
        await stage.at("key")
        assert line(stage, "api_key").value == elsewhere.keys["local"].reveal()
        await stage.press("enter")
        await stage.at("pool")


def hosted_pool() -> Progress:
    """Give a setup that stands at the UserPool, with a key that Anon's own sandbox accepted."""
    proven = Draft(
        profile="acme",
        environment="sandbox",
        base_url="https://svc.sandbox.anon.com",
        api_key=Secret("anon_canary-canary-canary"),
        key_proof="accepted",
        secret_store="file",
    )
    return Progress(Answers(), (Draft(), proven._replace(key_proof=""), proven))


async def test_a_key_set_that_is_not_public_is_told_before_anything_is_sent(home: Home) -> None:
    async with opened(home, LARGE, fresh=hosted_pool()) as stage:
        await stage.paste("https://10.1.2.3/jwks.json")
        await stage.until(lambda: told(stage) == "jwks.not_public", "the verdict, unasked")
        assert "internet" in stage.text()
        assert line(stage, "jwks").value == "https://10.1.2.3/jwks.json"
        await stage.press("enter")
        await stage.until(lambda: told(stage) == "jwks.not_public", "the verdict of the step")
        assert stage.page() == "pool"
        assert line(stage, "jwks").value == "https://10.1.2.3/jwks.json"


async def test_a_login_page_in_place_of_a_key_set_is_told_and_the_set_shows_its_keys(
    home: Home, login_page: str
) -> None:
    worlds: list[Context] = []

    def seen(world: Context) -> Context:
        worlds.append(world)
        return world

    async with opened(home, LARGE, world=seen) as stage:
        await stage.press("enter")
        await stage.press("enter")
        await stage.at("pool")
        await stage.press("down", "enter")
        await stage.paste(login_page)
        await stage.until(lambda: told(stage) == "jwks.html", "the verdict")
        assert "a login" in stage.text()
        await write(stage, "jwks", worlds[0].sandbox().jwks_uri)
        await stage.until(lambda: "3 keys in this set" in stage.text(), "the table of keys")
        assert told(stage) == ""
        assert "verifies RS256" in stage.text()
        await stage.press("enter")
        await stage.at("clients")


async def test_a_pasted_token_says_whose_it_is(home: Home, elsewhere: Running) -> None:
    async with opened(home, LARGE, fresh=at_url(elsewhere.url)) as stage:
        await stage.press("enter")
        await stage.at("key")
        await stage.paste(elsewhere.keys["local"].reveal())
        await stage.press("enter")
        await stage.at("pool")
        await stage.paste(elsewhere.jwks_uri)
        await stage.press("enter")
        await stage.at("clients")
        await stage.press("enter")
        await stage.at("user")
        assert line(stage, "user").value == "demo-user"
        await stage.press("tab", "down")
        await write(stage, "user_token", elsewhere.issue_token("ada").reveal())
        assert line(stage, "user").value == "ada"
        await write(stage, "user", "bob")
        await write(stage, "user_token", elsewhere.issue_token("eve").reveal())
        assert line(stage, "user").value == "bob"


async def test_what_cannot_be_an_answer_is_told_beside_the_field_as_one_leaves_it(
    home: Home,
) -> None:
    async with opened(home) as stage:
        await write(stage, "profile", "x" * 65)
        await stage.press("shift+tab")
        assert "cannot be a profile's name" in stage.text()
        await stage.press("enter")
        assert stage.page() == "environment"
        await write(stage, "profile", "acme")
        await stage.press("enter")
        await stage.at("key")


async def test_a_link_that_failed_can_be_left_out_and_the_review_says_so(home: Home) -> None:
    def soon(world: Context) -> Context:
        return replace(world, link=replace(world.link, timeout=0.2))

    async with opened(home, LARGE, world=soon) as stage:
        for page in ("environment", "key", "pool", "clients", "user", "link"):
            await stage.at(page)
            await stage.pilot.press("enter")
        await stage.until(lambda: told(stage) == "link.deadline", "the deadline")
        assert "! " in line_with(stage, "Nobody finished the link")
        assert FAILED not in stage.text()
        await stage.pilot.click("#link .leave")
        await stage.at("save")
        shown = stage.text()
        assert "not proven" in shown
        assert "Nobody finished the link" in shown


async def to_a_lost_pool(stage: Stage, running: Running) -> None:
    """Go on to the UserPool, whose answer is lost; the next one will not be."""
    await stage.press("enter")
    await stage.at("key")
    await stage.paste(running.keys["local"].reveal())
    await stage.press("enter")
    await stage.at("pool")
    await stage.paste(running.jwks_uri)
    await stage.press("enter")
    await stage.until(lambda: told(stage) == "ledger.answer_lost", "the lost answer")
    assert "What shall become of the UserPool?" in stage.text()
    lift(running, "lost-answer")


async def to_a_link_that_is_pasted_back(stage: Stage) -> str:
    """Go on to where the Link page is waited for; give its address."""
    for page in ("environment", "key", "pool", "clients", "user"):
        await stage.at(page)
        await stage.press("enter")
    await stage.at("link")
    await write(stage, "redirect_url", "http://127.0.0.1:9/done")
    await stage.pilot.press("enter")
    await stage.until(stage.waits_for_link, "the Link page")
    stage.app.screen.query_one("LinkView Line", Line).focus()
    return str(re.findall(r"http://localhost:\S+", stage.text())[0])


async def test_a_link_that_was_called_off_does_not_look_failed(home: Home) -> None:
    async with opened(home) as stage:
        url = await to_a_link_that_is_pasted_back(stage)
        await stage.paste(walk(url).replace("success", "cancelled"))
        await stage.pilot.press("enter")
        await stage.until(lambda: told(stage) == "link.cancelled", "the end")
        assert "! " in line_with(stage, "The link was called off")
        assert FAILED not in stage.text()


async def test_a_wrong_address_pasted_back_leaves_the_link_open(home: Home) -> None:
    async with opened(home) as stage:
        url = await to_a_link_that_is_pasted_back(stage)
        await stage.paste("http://127.0.0.1:9/done?type=success")
        await stage.pilot.press("enter")
        await stage.until(lambda: "not the answer to this link" in stage.text(), "the refusal")
        assert stage.waits_for_link()
        await stage.pilot.press("end", "ctrl+u")
        await stage.paste(walk(url))
        await stage.pilot.press("enter")
        await stage.at("save")
        assert "Instagram is linked" in stage.text()


async def test_a_lost_answer_is_decided_about_on_the_page(home: Home) -> None:
    with LocalSandbox(faults=("lost-answer=/org/userPool",)) as running:
        async with opened(home, LARGE, fresh=at_url(running.url)) as stage:
            await to_a_lost_pool(stage, running)
            await stage.pilot.click("#pool .another")
            await stage.at("clients")


async def test_an_id_that_does_not_fit_can_be_mended_where_it_was_typed(home: Home) -> None:
    with LocalSandbox(faults=("lost-answer=/org/userPool",)) as running:
        async with opened(home, LARGE, fresh=at_url(running.url)) as stage:
            await to_a_lost_pool(stage, running)
            made = pool_of(running)
            stage.app.screen.query_one(".decision Line").focus()
            await stage.type(made[:-1])
            await stage.pilot.press("enter")
            await stage.until(lambda: told(stage) == "api.not_found", "the unknown id")
            assert "What shall become of the UserPool?" in stage.text()
            assert f" {made[:-1]} " in f"{stage.text()} ".replace("\n", " ")
            stage.app.screen.query_one(".decision Line").focus()
            await stage.pilot.press("end", made[-1], "enter")
            await stage.at("clients")
            assert f"UserPool reused: {made}" in stage.text()


async def test_the_key_of_a_service_client_that_is_there_is_asked_for(home: Home) -> None:
    with LocalSandbox() as running:
        given = flow.answer(at_url(running.url), "jwks", "hosted")
        async with opened(home, LARGE, fresh=given) as stage:
            await stage.press("enter")
            await stage.at("key")
            await stage.paste(running.keys["local"].reveal())
            for page in ("pool", "clients", "user"):
                await stage.press("enter")
                await stage.at(page)
            await stage.press("ctrl+q")
        store = FileSecrets(home)
        (name,) = (name for name in store.names("acme") if name.startswith("service_key"))
        key = store.get("acme", name)
        assert key
        store.remove("acme", name)
        async with opened(home, LARGE, interrupted=load(home, "acme")) as stage:
            await stage.press("enter")
            await stage.at("clients")
            await stage.press("enter")
            await stage.until(lambda: told(stage) == "ledger.adopted_key", "the lost key")
            assert "What shall become of the service SdkClient?" in stage.text()
            await stage.type(key.reveal())
            assert key.reveal() not in stage.text()
            await stage.pilot.press("enter")
            await stage.at("user")
        assert store.get("acme", name) == key


def pool_of(running: Running) -> str:
    """Give the id of the one pool that the sandbox holds."""
    from wizard.sandbox.calls import ask

    held = ask("GET", f"{running.url}/_sandbox/objects", running.keys["local"])
    (pool,) = held["organizations"][0]["userPools"]
    return str(pool["id"])


def lift(running: Running, fault: str) -> None:
    """Switch a fault of the sandbox off."""
    from wizard.sandbox.calls import ask

    ask("DELETE", f"{running.url}/_sandbox/faults/{fault}", running.keys["local"])
