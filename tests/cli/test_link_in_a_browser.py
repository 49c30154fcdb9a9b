"""The whole setup with a person's part done in a real browser: nothing is simulated."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.conftest import Program
    from tests.terminals import Terminals

CHROMIUM = shutil.which("chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]


@pytest.fixture
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def test_a_link_that_was_clicked_is_active_and_not_simulated(
    program: Program, terminal: Terminals, browser: Browser
) -> None:
    person = terminal("setup", "--json", "--app", "github", "--redirect-url", "", "--user", "ada")
    for prompt in ("Which Anon", "Name of the profile", "How does Anon verify", "Claim that"):
        person.answer(prompt, "")
    person.answer("How do you want to link?", "2")
    person.wait("Waiting for the Link page")
    page = browser.new_page()
    page.goto(re.findall(r"http://localhost:\S+", person.seen)[0])
    person.wait("The Link page is open")
    page.get_by_role("button", name="Continue").click()
    person.wait("asks to confirm the extension")
    assert "extension is confirmed" not in person.seen
    page.get_by_role("button", name="Confirm extension").click()
    person.wait("The extension is confirmed. The Link page asks to log in")
    assert "Logged in" not in person.seen
    page.get_by_label("Name").fill("anybody")
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url(re.compile(r"http://127\.0\.0\.1:\d+/"))
    assert page.get_by_text("terminal").first.is_visible()
    assert person.end() == 0, person.seen
    link = json.loads(person.seen[person.seen.rindex('{\r\n  "version"') :])["data"]["link"]
    assert link == {"app": "github", "status": "active", "simulated": False}
    assert "Logged in. Green checkmark" in person.seen
    again = program("setup", "--yes", "--json").json()
    assert again["data"]["link"] == link
    assert again["data"]["created"] == []
