"""``anon-wizard handoff`` as people and scripts see it: real processes, the real local sandbox."""

from __future__ import annotations

import json
import shutil
import stat
import urllib.request
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import pytest

from tests.cli.tried import Tried, key_host, signing_key, states, tested
from wizard.profiles import handoffs
from wizard.profiles.home import Home
from wizard.sandbox import ensure

if TYPE_CHECKING:
    from tests.conftest import Program
    from wizard.identity.keys import SigningKey

__all__ = ["key_host", "signing_key", "tested"]

CHROMIUM = shutil.which("chromium")

ADDRESSES = ("jwks.https", "jwks.public", "app.redirects", "company.logo")
FILES = ("anon-handoff.html", "anon-handoff.json", "anon-handoff.md")


# --- the checklist --------------------------------------------------------------------------------


def test_addresses_are_never_passed_in_a_rehearsal(tested: Tried) -> None:
    ran = tested.handoff("--app", "app")
    rows = {each["id"]: each for each in ran.json()["data"]["checks"]}
    assert {rows[name]["state"] for name in ADDRESSES} == {"skip"}
    assert all(rows[name]["text"].startswith("rehearsal:") for name in ADDRESSES)
    assert ran.json()["data"]["rehearsal"] is True


def test_in_order_nothing_fails_and_what_only_people_know_is_asked(tested: Tried) -> None:
    ran = tested.handoff("--app", "app")
    found = states(ran)
    assert (ran.code, ran.json()["status"]) == (0, "ok"), ran.out
    assert "fail" not in found.values()
    assert {name for name, state in found.items() if state == "ask"} >= {
        "plan.apps",
        "person.admin",
        "jwks.rotation",
    }
    assert ran.json()["data"]["ready"] is False


def test_the_mock_key_set_is_not_ones_own(program: Program) -> None:
    program("setup", "--yes")
    ran = program("handoff", "--json")
    assert ran.code == 1
    assert [each["code"] for each in ran.json()["problems"]] == ["handoff.not_own_keys"]
    assert states(ran)["jwks.own"] == "fail"


def test_the_mock_key_set_by_its_url_is_not_ones_own_either(program: Program) -> None:
    uri = program("setup", "--yes", "--json").json()["data"]["jwksUri"]
    running = ensure(program.home / "wizard/data/sandbox.sqlite")
    try:
        token = program.folder / "token"
        token.write_text(running.issue_token("demo-user").reveal())
        given = ("--jwks", uri, "--user-token-file", str(token), "--profile", "two")
        assert program("setup", "--yes", *given).code == 0
    finally:
        running.close()
    assert states(program("handoff", "--json"))["jwks.own"] == "fail"


def test_the_folders_of_apps_are_remembered(tested: Tried) -> None:
    tested.handoff("--app", "app")
    assert tested.handoff().json()["data"]["apps"] == [str(tested.app)]
    assert states(tested.handoff())["app.env_ignored"] == "pass"


def test_a_token_of_ones_own_identity_provider_can_be_tried(
    tested: Tried, signing_key: SigningKey
) -> None:
    from wizard.identity.tokens import mint

    good = mint(signing_key, user_id="somebody-else", expires_in=900).reveal()
    ran = tested.program("handoff", "--json", "--user-token-file", "-", stdin=good)
    assert states(ran)["token.sample"] == "pass"
    assert good not in ran.out + ran.err
    bad = tested.program("handoff", "--json", "--user-token-file", "-", stdin=f"{good[:-4]}AAAA")
    assert states(bad)["token.sample"] == "fail"


def test_one_item_can_be_checked_alone(tested: Tried) -> None:
    assert list(states(tested.handoff("--only", "jwks.own"))) == ["jwks.own"]
    wrong = tested.handoff("--only", "jwks.nothing")
    assert (wrong.code, wrong.json()["problems"][0]["code"]) == (2, "handoff.unknown_item")


def test_looking_changes_nothing_at_anon(tested: Tried) -> None:
    running = ensure(tested.wizard / "data/sandbox.sqlite")
    try:
        before = len(requests(running.url))
        tested.handoff("--app", "app", "--write", "packet")
        seen = requests(running.url)[before:]
    finally:
        running.close()
    assert seen
    assert not [each for each in seen if each["method"] not in {"GET", "OPTIONS"}]


def requests(url: str) -> list[dict[str, Any]]:
    with urllib.request.urlopen(f"{url}/_sandbox/requests") as answer:
        seen: list[dict[str, Any]] = json.load(answer)
    return [each for each in seen if "/_sandbox/" not in each["path"]]


def test_looking_changes_nothing_in_the_app(tested: Tried) -> None:
    before = {path: path.read_bytes() for path in tested.app.rglob("*") if path.is_file()}
    tested.handoff("--app", "app", "--write", "packet")
    assert {path: path.read_bytes() for path in tested.app.rglob("*") if path.is_file()} == before


def test_without_a_profile_there_is_nothing_to_hand_off(program: Program) -> None:
    ran = program("handoff", "--json")
    assert (ran.code, ran.json()["problems"][0]["code"]) == (4, "profile.none_active")


def test_a_folder_that_is_not_there_is_named(tested: Tried) -> None:
    ran = tested.handoff("--app", "nowhere")
    assert (ran.code, ran.json()["problems"][0]["code"]) == (2, "app.no_folder")
    assert tested.handoff().json()["data"]["apps"] == []


def test_the_text_for_people_says_what_stands_in_the_way(tested: Tried) -> None:
    ran = tested.program("handoff", "--app", "app")
    assert "Not ready for production yet" in ran.out
    assert "anon-wizard handoff --check ID --note TEXT" in ran.out
    assert "This is a rehearsal" in ran.out


def test_what_blocks_comes_first_and_a_reason_is_told_once(tested: Tried) -> None:
    (tested.app / "anon.ts").write_text("export const base = 'https://svc.sandbox.anon.com';\n")
    out = tested.program("handoff", "--app", "app").out
    headings = [line.partition(" (")[0] for line in out.splitlines() if line.endswith(")")]
    shown = [each for each in headings if each in {"Mend this", "Only you can tell", "In order"}]
    assert shown == ["Mend this", "Only you can tell", "In order"]
    assert out.index("[app.switches]") < out.index("[plan.apps]") < out.index("Every key has a kid")
    assert out.count("After the prod key:") == 1
    assert out.count("Production has clients of its own") == 1
    titles = [each["title"] for each in tested.handoff().json()["data"]["checks"]]
    assert [title for title in titles if title not in out] == []


def test_one_item_alone_says_nothing_of_the_whole(tested: Tried) -> None:
    out = tested.program("handoff", "--only", "jwks.sound").out
    assert "Every key in it is sound" in out
    assert "Nothing stands in the way" not in out


# --- a person's word ------------------------------------------------------------------------------


def test_a_word_is_kept_with_name_note_and_date(tested: Tried) -> None:
    said = tested.handoff("--check", "person.admin", "--note", "Bob; Eve when away", "--by", "Ada")
    row = said.json()["data"]["checks"][0]
    assert (row["id"], row["state"], row["by"]) == ("person.admin", "pass", "Ada")
    rows = {each["id"]: each for each in tested.handoff().json()["data"]["checks"]}
    again = rows["person.admin"]
    assert (again["state"], again["by"], again["note"]) == ("pass", "Ada", "Bob; Eve when away")
    assert again["text"].startswith("Bob; Eve when away (Ada, 20")


def test_a_word_can_be_taken_back(tested: Tried) -> None:
    tested.handoff("--check", "person.admin", "--note", "Bob")
    assert tested.handoff("--uncheck", "person.admin").code == 0
    assert states(tested.handoff())["person.admin"] == "ask"


REFUSED = [
    (("--check", "person.admin"), "usage.missing"),
    (("--check", "person.admin", "--note", "  "), "usage.missing"),
    (("--check", "person.nobody", "--note", "x"), "handoff.unknown_item"),
    (("--check", "jwks.kid", "--note", "it has one"), "handoff.not_by_word"),
    (("--check", "person.admin", "--note", "anon_Abc123Def456"), "handoff.note_holds_secret"),
    (("--check", "plan.apps", "--note", "all of them!"), "handoff.not_apps"),
    (("--note", "nothing named"), "usage.wrong"),
]


def test_a_word_that_cannot_be_recorded_is_refused(tested: Tried) -> None:
    for words, code in REFUSED:
        ran = tested.handoff(*words)
        assert (ran.code, ran.json()["problems"][0]["code"]) == (2, code), words
    assert not handoffs.read(Home.find({"ANON_WIZARD_HOME": str(tested.wizard)}), "local").words


def test_words_belong_to_the_profile_and_go_with_it(tested: Tried) -> None:
    tested.handoff("--check", "person.admin", "--note", "Bob")
    assert tested.program("profile", "rename", "local", "acme").code == 0
    assert states(tested.handoff())["person.admin"] == "pass"
    tested.program("profile", "copy", "acme", "second")
    assert states(tested.handoff("--profile", "second"))["person.admin"] == "pass"
    tested.program("profile", "delete", "acme", "--yes")
    assert not (tested.wizard / "state/handoff/acme.json").exists()


def test_a_record_that_cannot_be_read_is_not_overwritten(tested: Tried) -> None:
    tested.handoff("--check", "person.admin", "--note", "Bob")
    path = tested.wizard / "state/handoff/local.json"
    path.write_text("{broken")
    ran = tested.handoff("--check", "person.texts", "--note", "there")
    assert (ran.code, ran.json()["problems"][0]["code"]) == (4, "store.corrupt")
    assert path.read_text() == "{broken"


# --- the packet -----------------------------------------------------------------------------------


def test_the_packet_holds_what_anon_needs_in_three_forms(tested: Tried) -> None:
    tested.handoff("--check", "plan.apps", "--note", "instagram, amazon")
    tested.handoff("--check", "plan.contact", "--note", "Ada, #acme on Slack")
    ran = tested.handoff("--app", "app", "--write", "packet")
    folder = tested.program.folder / "packet"
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    assert ran.json()["data"]["packet"]
    document = json.loads((folder / "anon-handoff.json").read_text(encoding="utf-8"))
    assert document["plannedApps"] == ["instagram", "amazon"]
    for name in ("organizationId", "userPoolId", "webappClientId", "serviceClientId", "jwksUri"):
        assert document[name]
        for file in FILES:
            assert document[name] in (folder / file).read_text(encoding="utf-8")
    assert document["keys"][0]["thumbprint"]
    for form in ("email", "slack"):
        assert "Ada, #acme on Slack" in document["messages"][form]
        assert "prod API key" in document["messages"][form]
        assert "Rehearsal" in document["messages"][form]


def test_the_packet_is_its_writers_alone_and_can_be_written_again(tested: Tried) -> None:
    folder = tested.program.folder / "packet"
    tested.handoff("--write", "packet")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    tested.handoff("--write", "packet")
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)


def test_a_folder_that_was_there_keeps_its_mode_and_its_files(tested: Tried) -> None:
    folder = tested.program.folder / "mine"
    folder.mkdir(mode=0o755)
    (folder / "notes.txt").write_text("mine")
    folder.chmod(0o755)
    tested.handoff("--write", "mine")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755
    assert (folder / "notes.txt").read_text() == "mine"
    assert len(list(folder.iterdir())) == 4


def test_a_packet_that_cannot_be_written_is_told_with_its_path(tested: Tried) -> None:
    (tested.program.folder / "taken").write_text("a file")
    ran = tested.handoff("--write", "taken")
    assert (ran.code, ran.json()["problems"][0]["code"]) == (4, "handoff.packet_folder")
    place = tested.program.folder / "packet"
    place.mkdir()
    (place / "anon-handoff.md").symlink_to(tested.program.folder / "taken")
    linked = tested.handoff("--write", "packet")
    assert (linked.code, linked.json()["problems"][0]["code"]) == (4, "store.unsafe_path")
    assert (tested.program.folder / "taken").read_text() == "a file"


def test_what_is_perhaps_left_over_is_a_remark_and_stands_in_the_packet(tested: Tried) -> None:
    running = ensure(tested.wizard / "data/sandbox.sqlite")
    try:
        running.switch_on("lost-answer=/org/sdkClient")
        lost = tested.program("client", "add", "--kind", "service", "--yes", "--json")
        assert lost.code != 0
    finally:
        running.close()
    tested.handoff("--write", "packet")
    folder = tested.program.folder / "packet"
    document = json.loads((folder / "anon-handoff.json").read_text(encoding="utf-8"))
    assert [each["kind"] for each in document["leftOver"]] == ["service"]
    name = document["leftOver"][0]["name"]
    assert name in (folder / "anon-handoff.md").read_text(encoding="utf-8")
    ran = tested.handoff("--only", "objects.left_over")
    (row,) = ran.json()["data"]["checks"]
    assert (ran.code, row["state"], row["problem"]) == (0, "warn", "handoff.left_over")
    assert name in row["text"]
    assert [each.split(",")[0] for each in row["evidence"]] == [f"service {name}"]


CANARY = 'c&n<r>y"%+/$x'


def canary(name: str) -> str:
    return f"{CANARY}-{name}-0123456789"


def plant(tested: Tried) -> dict[str, str]:
    """Plant a secret in every store, and each again in a text that goes into the packet."""
    home = tested.wizard
    store = home / "data/secrets/local.json"
    held = json.loads(store.read_text())
    planted = {name: canary(f"stored{n}") for n, name in enumerate(held["secrets"])}
    store.write_text(json.dumps({**held, "secrets": {**planted, "npm_token": canary("npm")}}))
    (tested.app / ".env").write_text(
        f"ANON_API_KEY='{canary('app')}'\nDATABASE_PASSWORD='{canary('database')}'\n"
        f"VITE_ANON_COMPANY_NAME='{canary('app')}'\n"
    )
    (tested.app / "src/more.ts").write_text(
        f'redirectUrl: "https://acme.example/{canary("npm")}"\n'
    )
    said = {"person.admin": "shell", "plan.contact": "stored1", "plan.apps": "npm"}
    words = [
        {"item": item, "by": canary("stored0"), "note": f"it is {canary(name)}", "at": 1}
        for item, name in said.items()
    ]
    record = home / "state/handoff/local.json"
    record.parent.mkdir(exist_ok=True)
    record.write_text(json.dumps({"version": 1, "words": words}))
    return {"ANON_API_KEY": canary("shell")}


def test_no_secret_of_any_store_comes_into_the_packet_or_the_output(tested: Tried) -> None:
    environ = plant(tested)
    ran = tested.handoff("--app", "app", "--write", "packet", **environ)
    texts = {
        path.name: path.read_text(encoding="utf-8")
        for path in (tested.program.folder / "packet").iterdir()
    }
    assert set(texts) == set(FILES), ran.out
    traces = ("stored0", "stored1", "stored2", "npm-0", "app-0", "shell-0", "database-0", "c&n",
              "c&amp;n", "c\\&n")  # fmt: skip
    for name, text in texts.items():
        assert "[redacted]" in text
        assert [trace for trace in traces if trace in text] == [], name
    stored = {trace for trace in traces if trace.startswith(("stored", "npm", "shell"))}
    assert [trace for trace in stored if trace in ran.out + ran.err] == []


def test_a_note_that_holds_a_stored_secret_is_not_recorded(tested: Tried) -> None:
    store = tested.wizard / "data/secrets/local.json"
    for value in json.loads(store.read_text())["secrets"].values():
        ran = tested.handoff("--check", "person.admin", "--note", f"it is {value}, keep it")
        assert (ran.code, ran.json()["problems"][0]["code"]) == (2, "handoff.note_holds_secret")
        assert value not in ran.out + ran.err


# --- the page in a browser ------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_needs_nothing_else_and_fits_a_phone(
    tested: Tried, scheme: Literal["light", "dark"]
) -> None:
    from playwright.sync_api import sync_playwright

    tested.handoff("--app", "app", "--write", "packet")
    address = (tested.program.folder / "packet/anon-handoff.html").as_uri()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for width in (1200, 390, 320):
            page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
            asked: list[str] = []
            told: list[str] = []
            page.on("request", partial(_note, asked, "url"))
            page.on("console", partial(_note, told, "text"))
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert asked == [address]
            assert told == []
            page.close()
        browser.close()


def _note(seen: list[str], what: str, event: Any) -> None:
    seen.append(getattr(event, what))
