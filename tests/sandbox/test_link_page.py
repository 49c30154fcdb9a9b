"""The Link page in a real browser: Debian's chromium, headless."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from wizard.sandbox import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page

    from tests.sandbox.conftest import Anon, Chain

CHROMIUM = shutil.which("chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 375, "height": 667}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP)  # type: ignore[arg-type]  # a plain dict
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def console(page: Page) -> list[str]:
    """Collect what the browser writes to its console, and the script's own errors."""
    lines: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "favicon" not in message.location["url"]:
            lines.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: lines.append(str(error)))
    return lines


@pytest.fixture
def url(anon: Anon, chain: Chain) -> str:
    return anon.link(
        appUserIdToken=chain.token,
        clientId=chain.client_id,
        companyName="Acme Travel",
        state='{"nonce":"n-1"}',
        redirectUrl=f"{anon.running.url}/_sandbox/health",
    )


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def heading(page: Page) -> str:
    return page.get_by_role("heading").inner_text()


def come_back(page: Page) -> dict[str, list[str]]:
    page.wait_for_url(re.compile("/_sandbox/health"))
    return parse_qs(urlsplit(page.url).query)


def test_four_stages_to_the_green_checkmark(
    page: Page, console: list[str], anon: Anon, chain: Chain, url: str
) -> None:
    def stage() -> str:
        return anon.running.link_status("local", "instagram", chain.user)[1]

    page.goto(url)
    page.get_by_role("heading", name="Connect Instagram").wait_for()
    assert page.get_by_text("Acme Travel").first.is_visible()
    assert stage() == "opened"
    press(page, "Continue")
    page.get_by_role("heading", name="Confirm the extension").wait_for()
    assert stage() == "extension"
    press(page, "Confirm extension")
    page.get_by_role("heading", name="Log in to Instagram").wait_for()
    assert stage() == "login"
    page.get_by_label("Any name").fill("anybody")
    press(page, "Log in")
    page.get_by_role("img", name="Done").wait_for()
    assert heading(page) == "Instagram is linked"
    assert anon.running.link_status("local", "instagram", chain.user) == ("active", "linked")
    assert come_back(page) == {
        "type": ["success"],
        "status": ["success"],
        "state": ['{"nonce":"n-1"}'],
    }
    assert console == []


def test_the_keyboard_alone_is_enough(page: Page, anon: Anon, chain: Chain, url: str) -> None:
    page.goto(url)
    for name in ("Continue", "Confirm extension"):
        page.get_by_role("button", name=name).wait_for()
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == name
        page.keyboard.press("Enter")
    page.get_by_label("Any name").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.type("anybody")
    page.keyboard.press("Enter")
    come_back(page)
    assert anon.running.link_status("local", "instagram", chain.user)[0] == "active"


@pytest.mark.parametrize("presses", [["Not now"], ["Continue", "Cancel"]])
def test_a_cancel_goes_back_as_cancelled(page: Page, url: str, presses: list[str]) -> None:
    page.goto(url)
    for name in presses:
        press(page, name)
    page.get_by_role("heading", name="Not linked").wait_for()
    ended = come_back(page)
    assert (ended["type"], ended["status"]) == (["error"], ["cancelled"])


def cors_message(anon: Anon) -> str:
    """Give the FAQ's sentence, with this sandbox's two origins in place of Anon's."""
    return (
        f"Access to fetch at '{anon.running.url}/account/api/v1/appIntegration?id=instagram' from "
        f"origin '{anon.running.link_origin}' has been blocked by CORS policy: "
        "No 'Access-Control-Allow-Origin' header is present on the requested resource."
    )


def test_with_the_service_client_the_browser_speaks_of_cors(
    page: Page, console: list[str], anon: Anon, chain: Chain
) -> None:
    """FAQ, CORS issue: “using the webapp SdkClient, not the service SdkClient”."""
    url = anon.link(
        appUserIdToken=chain.token,
        clientId=anon.service()["id"],
        redirectUrl=f"{anon.running.url}/_sandbox/health",
    )
    page.goto(url)
    page.get_by_role("img", name="Failed").wait_for()
    assert any(cors_message(anon) in line for line in console)
    assert page.get_by_text("is a service client where a webapp client belongs").is_visible()
    page.get_by_role("link", name="Go back").click()
    ended = come_back(page)
    assert ended["error_code"] == ["bad_authorization"]
    assert ended["type"] == ended["status"] == ["error"]


def test_with_a_token_of_another_issuer_the_browser_speaks_of_cors(
    page: Page, console: list[str], anon: Anon, chain: Chain, signing_key: Any
) -> None:
    from wizard.identity.tokens import mint

    token = mint(signing_key, user_id="ada").reveal()
    page.goto(anon.link(appUserIdToken=token, clientId=chain.client_id))
    page.get_by_role("img", name="Failed").wait_for()
    assert any(cors_message(anon) in line for line in console)


def test_a_saved_amazon_session_closes_the_sign_in_page_by_itself(
    page: Page, anon: Anon, chain: Chain
) -> None:
    """FAQ, Amazon: expected behaviour."""
    query = {
        "app": "amazon",
        "appUserIdToken": chain.token,
        "clientId": chain.client_id,
        "redirectUrl": f"{anon.running.url}/_sandbox/health",
    }
    walk(anon.link(**query))
    page.goto(anon.link(**query))
    press(page, "Continue")
    press(page, "Confirm extension")
    page.get_by_role("heading", name="Signing in to Amazon").wait_for()
    page.get_by_role("heading", name="Amazon is linked").wait_for()
    assert come_back(page)["type"] == ["success"]


def test_an_extension_that_is_not_there_can_be_looked_for_again(
    page: Page, url: str, fault: Callable[[str], Any]
) -> None:
    page.goto(url)
    page.get_by_role("button", name="Continue").wait_for()
    with fault("extension-not-detected"):
        page.reload()
        press(page, "Continue")
        page.get_by_role("heading", name="No extension found").wait_for()
    assert page.locator("[aria-current=step]").inner_text() == "Extension"
    press(page, "Look again")
    page.get_by_role("heading", name="Confirm the extension").wait_for()


@pytest.mark.parametrize("code", ["bad_input", "anon_internal_error"])
def test_a_failure_tells_its_code_and_waits_to_be_read(
    page: Page, url: str, fault: Callable[[str], Any], code: str
) -> None:
    page.goto(url)
    with fault(code.replace("_", "-")):
        for name in ("Continue", "Confirm extension", "Log in"):
            press(page, name)
        page.get_by_role("heading", name="This did not work").wait_for()
    assert page.get_by_text(f"error_code={code}").is_visible()
    page.get_by_role("link", name="Go back").click()
    assert come_back(page)["error_code"] == [code]


def test_a_custom_integrations_name_is_text_whatever_it_holds(
    page: Page, console: list[str], anon: Anon, chain: Chain
) -> None:
    name = "<img src=x onerror=alert(1)>"
    url = anon.link(
        app="custom",
        displayName=name,
        iconUrl="https://elsewhere.example/icon.png",
        companyName="<b>Acme</b>",
        appUserIdToken=chain.token,
        clientId=chain.client_id,
    )
    page.goto(url)
    page.get_by_role("heading", name=f"Connect {name}").wait_for()
    assert page.get_by_text("<b>Acme</b>").first.is_visible()
    assert console == [], "nothing was run, and nothing loaded from elsewhere"


def test_a_link_that_does_not_exist_is_told(page: Page, anon: Anon) -> None:
    page.goto(f"{anon.running.link_origin}/link?id=nobody")
    page.get_by_role("heading", name="This link is over").wait_for()


def test_a_finished_page_opened_again_stays(page: Page, url: str) -> None:
    walk(url)
    page.goto(url)
    page.get_by_role("heading", name="Instagram is linked").wait_for()
    assert page.get_by_role("link", name="Go back now").is_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE, {"width": 320, "height": 480}])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_every_width_and_says_that_it_is_the_sandbox(
    browser: Browser, url: str, size: Any, scheme: Any
) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme)
    page = context.new_page()
    page.goto(url)
    page.get_by_role("button", name="Continue").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.get_by_text("Local sandbox", exact=True).is_visible()
    context.close()


def test_a_screen_reader_hears_each_stage(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("heading", name="Connect Instagram").wait_for()
    assert page.get_by_role("status").inner_text() == "Connect Instagram"
    assert page.locator("[aria-current=step]").inner_text() == "Dialog"
    assert page.evaluate("document.activeElement.tagName") == "H1"
    press(page, "Continue")
    page.get_by_role("heading", name="Confirm the extension").wait_for()
    assert page.get_by_role("status").inner_text() == "Confirm the extension"
    assert page.locator("[aria-current=step]").inner_text() == "Extension"
    page.reload()
    page.get_by_role("heading", name="Connect Instagram").wait_for()
    assert page.locator("[aria-current=step]").inner_text() == "Dialog"


def test_all_text_stands_in_a_landmark(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("heading", name="Connect Instagram").wait_for()
    assert "Local sandbox" in page.get_by_role("banner").inner_text()
    assert "Connect Instagram" in page.get_by_role("main").inner_text()
    outside = (
        "[...document.body.children].filter((one) => !one.matches('header, main, [role=status],"
    )
    assert page.evaluate(f"{outside} noscript')).length") == 0
