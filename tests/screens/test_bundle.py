"""What Anon sent, taken over on the key's page: by its path, or pasted."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from screens.bundle import BundleForm
from screens.button import Button
from screens.problem import ProblemPanel
from screens.setup import SetupScreen
from tests.screens.stage import LARGE, SMALL, Stage, opened
from tests.screens.test_golden import compare
from wizard.flow import Progress
from wizard.model import Answers, Draft, Secret
from wizard.sandbox import LocalSandbox

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.profiles.home import Home
    from wizard.sandbox import Running

CANARY = "anon_canary-key-that-nobody-sees"


@pytest.fixture(scope="module")
def anon() -> Iterator[Running]:
    """Give a sandbox that stands in for Anon's hosted one."""
    with LocalSandbox() as running:
        yield running


def post(anon: Running, path: str, body: dict[str, Any]) -> dict[str, Any]:
    request = urllib.request.Request(
        f"{anon.url}{path}",
        json.dumps({"name": "by Anon", "description": "example", **body}).encode(),
        {
            "content-type": "application/json",
            "authorization": f"Bearer {anon.keys['local'].reveal()}",
        },
    )
    with urllib.request.urlopen(request) as answer:
        answered: dict[str, Any] = json.load(answer)
    return answered


def sent_by(anon: Running) -> Mapping[str, str]:
    """Give the files that Anon would send: a pool, two clients, one example user."""
    pool = post(anon, "/org/userPool", {"authorization": {"jwksUri": anon.jwks_uri}})
    webapp = post(anon, "/org/sdkClient", {"kind": {"application": {"userPoolId": pool["id"]}}})
    service = post(anon, "/org/sdkClient", {"kind": "service"})
    return {
        "webAppSdkClient.json": json.dumps(webapp),
        "serviceSdkClient.json": json.dumps(service),
        "backend_api_key": service["auth"]["secret"],
        "example_app_user_id": "alice",
        "example_app_user_id_token": anon.issue_token("alice").reveal(),
    }


def folder_of(home: Home, files: Mapping[str, str]) -> Path:
    folder = Path(home.config).parent / "sent"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def at_key(url: str = "https://svc.sandbox.anon.com", **typed: str) -> Progress:
    """Give a setup that stands at the key's step of a hosted environment."""
    answers = Answers().put("environment", url).put("profile", "acme").put("secret_store", "file")
    for name, value in typed.items():
        answers = answers.put(name, value)
    return Progress(answers, (Draft(), Draft("acme", url, base_url=url)))


async def at_form(stage: Stage) -> None:
    await stage.at("key")
    await stage.pilot.press("ctrl+o")
    await stage.pilot.pause()


async def read(stage: Stage) -> None:
    """Wait until what was named or pasted has been read."""
    await stage.until(lambda: stage.app.focused and stage.app.focused.has_class("yes"), "values")
    await stage.until(lambda: "This is what it holds" in stage.text(), "the values in sight")


def answers(stage: Stage) -> Answers:
    assert isinstance(stage.app.screen, SetupScreen)
    return stage.app.screen.progress.answers


async def test_a_folder_is_shown_masked_used_after_a_yes_and_nothing_is_made_anew(
    home: Home, anon: Running
) -> None:
    files = sent_by(anon)
    folder = folder_of(home, files)
    async with opened(home, LARGE, fresh=at_key(anon.url)) as stage:
        await at_form(stage)
        await stage.paste(str(folder))
        await stage.pilot.press("enter")
        await read(stage)
        shown = stage.text()
        assert json.loads(files["webAppSdkClient.json"])["id"] in shown
        assert files["backend_api_key"] not in shown
        assert files["example_app_user_id_token"] not in shown
        await stage.press("enter")
        assert answers(stage)["api_key"].source == "import"
        await stage.press("enter")
        await stage.at("pool")
        await stage.press("enter")
        await stage.at("clients")
        await stage.press("enter")
        await stage.at("user")
        draft = stage.app.reached
    assert draft.created == ()
    assert {made.kind for made in draft.reused} == {"userPool", "webapp", "service"}


async def test_a_pasted_item_is_read_and_stands_in_no_widget(home: Home) -> None:
    item = {"fields": [{"label": "backend_api_key", "value": CANARY}]}
    async with opened(home, fresh=at_key()) as stage:
        await at_form(stage)
        await stage.paste(json.dumps(item, indent=2))
        await read(stage)
        assert CANARY not in stage.text()
        assert not any(CANARY in line.value for line in stage.app.screen.query(Input))
        await stage.press("enter")
        assert answers(stage).secret("api_key") == Secret(CANARY)
        assert "What Anon sent you is taken over" in stage.text()
        form = stage.app.screen.query_one(BundleForm)
        assert CANARY not in str(vars(form))
        assert CANARY not in stage.text()


@pytest.mark.parametrize("pasted", [True, False])
async def test_a_bare_key_is_taken_for_one_and_never_shown(home: Home, pasted: bool) -> None:
    async with opened(home, fresh=at_key()) as stage:
        await at_form(stage)
        if pasted:
            await stage.paste(CANARY)
        else:
            await stage.type(CANARY)
            await stage.pilot.press("enter")
        await read(stage)
        assert "API key" in stage.text()
        assert CANARY not in stage.text()
        await stage.press("enter")
        assert answers(stage).secret("api_key") == Secret(CANARY)


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
async def test_the_mixed_up_clients_are_explained(home: Home, size: tuple[int, int]) -> None:
    service = {"id": "svc-1", "auth": {"type": "apiKey", "secret": CANARY}}
    folder = folder_of(
        home, {"webAppSdkClient.json": json.dumps(service), ".env": "ANON_SDKCLIENT_ID=svc-1\n"}
    )
    async with opened(home, size, fresh=at_key()) as stage:
        await at_form(stage)
        await stage.paste(str(folder))
        await stage.pilot.press("enter")
        await read(stage)
        said = compare(f"key-bundle-{size[0]}x{size[1]}", stage.text())
        notes = [each.trouble for each in stage.app.screen.query(ProblemPanel) if each.trouble]
        assert [note.code for note in notes] == ["bundle.misnamed", "client.wrong_kind"]
        await stage.press("enter")
        assert "webapp_id" not in answers(stage)
    assert said is None, said


async def test_what_was_typed_stays_and_the_environment_is_not_changed(home: Home) -> None:
    async with opened(home, fresh=at_key(user="carol")) as stage:
        await at_form(stage)
        await stage.paste(f"ANON_ENV=prod\nANON_API_KEY={CANARY}\nANON_APP_USER_ID=alice\n")
        await read(stage)
        assert "The bundle is for prod" in stage.text()
        await stage.press("enter")
        assert answers(stage).text("environment") == "https://svc.sandbox.anon.com"
        assert answers(stage).text("user") == "carol"


async def test_what_cannot_be_read_is_told_and_esc_goes_back_to_the_form(home: Home) -> None:
    async with opened(home, fresh=at_key()) as stage:
        await at_form(stage)
        await stage.paste("/nowhere/at/all")
        await stage.pilot.press("enter")
        await stage.until(lambda: "bundle.unreadable" in stage.text(), "the problem")
        await stage.press("escape")
        assert stage.page() == "key"
        assert "API key" in stage.text()


async def test_a_mouse_is_enough(home: Home) -> None:
    folder = folder_of(home, {"backend_api_key": CANARY})
    async with opened(home, fresh=at_key()) as stage:
        await stage.at("key")
        await stage.pilot.click("#key .import")
        await stage.paste(str(folder))
        await stage.pilot.click("#key .read")
        await read(stage)
        await stage.pilot.click("#key .yes")
        await stage.until(lambda: answers(stage).secret("api_key"), "the key")


async def test_the_local_sandbox_has_no_use_for_it(home: Home) -> None:
    async with opened(home) as stage:
        await stage.press("enter")
        await stage.at("key")
        await stage.pilot.press("ctrl+o")
        assert not stage.app.screen.query_one("#key .import", Button).display
        assert not stage.app.screen.query_one(BundleForm).display
