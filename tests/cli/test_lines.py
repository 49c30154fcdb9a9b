"""``anon-wizard setup`` line by line, on a real terminal."""

from __future__ import annotations

import os
import re
import signal
from typing import TYPE_CHECKING

import pytest

from wizard.resources import assets
from wizard.sandbox import LocalSandbox

if TYPE_CHECKING:
    from tests.conftest import Program
    from tests.terminals import Terminal, Terminals

TRANSCRIPT = assets() / "screenshots" / "setup-plain.txt"
MADE_UP = (
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
     "5f2b8c1e-90d4-4a7b-8e36-c1d2e3f4a5b6"),
    (r"(?<=id=)[0-9a-f]{32}", "0c9d4e7f1a2b3c4d5e6f708192a3b4c5"),
    (r"(?<=127\.0\.0\.1:)\d+|(?<=localhost:)\d+", "4010"),
    (r"\S+(?=/(?:config/profiles|data/secrets))", "/home/you/wizard"),
)  # fmt: skip
TO_THE_LINK = (
    *("Which Anon", "Name of the profile", "How does Anon verify", "Claim that holds"),
    "Id of the test user",
)
MOVES = re.compile(r"\x1b|\r(?!\n)")


@pytest.mark.parametrize("environ", [{"ACCESSIBLE": "1"}, {}], ids=["ACCESSIBLE=1", "--plain"])
def test_who_wants_no_full_screen_gets_the_setup_line_by_line(
    terminal: Terminals, environ: dict[str, str]
) -> None:
    person = terminal(*(() if environ else ("--plain",)), **environ)
    person.answer("Which Anon", "")
    person.wait("Name of the profile")
    assert not MOVES.search(person.seen)
    person.signal(signal.SIGINT)
    assert person.end() == 130


def test_help_is_the_whole_programs_for_them_too(program: Program) -> None:
    for narrow in ("40", "80"):
        told = program("--help", ACCESSIBLE="1", COLUMNS=narrow).out
        assert "the full-screen wizard" in " ".join(told.split())


def test_enter_alone_makes_a_working_local_setup(terminal: Terminals) -> None:
    person = terminal("setup")
    person.enter(*TO_THE_LINK, "App to link", "Redirect URL")
    person.answer("How do you want to link?", "3")
    assert person.end() == 0, person.seen
    assert "Saved as profile “local”" in person.seen


def test_nothing_moves_the_cursor(terminal: Terminals) -> None:
    person = terminal("setup", "--skip-link", "--app", "uber", "--redirect-url", "")
    person.enter(*["]: "] * 4)
    person.answer("demo-user]: ", "ada")
    assert person.end() == 0, person.seen
    assert not MOVES.search(person.seen), MOVES.search(person.seen)


def test_the_whole_setup_is_the_one_in_the_docs(terminal: Terminals) -> None:
    person = terminal("setup", "--plain")
    number = "Number, or ? for help [1]: "
    # The prompts' ends: what is typed before them is shown before them.
    person.enter(number, "[local]: ", number, "[sub]: ", "[demo-user]: ", number, "(optional): ")
    person.answer(number, "3")
    assert person.end() == 0, person.seen
    assert not MOVES.search(person.seen), MOVES.search(person.seen)
    shown = as_told(person.seen)
    if os.environ.get("GOLDEN") == "write":
        TRANSCRIPT.write_text(shown, encoding="utf-8")
    assert TRANSCRIPT.read_text(encoding="utf-8") == shown, "GOLDEN=write"


def as_told(seen: str) -> str:
    """Give what stood on the terminal with what differs from run to run replaced."""
    told = seen.replace("\r\n", "\n").strip() + "\n"
    for pattern, stand_in in MADE_UP:
        told = re.sub(pattern, stand_in, told)
    return told


def test_a_question_mark_explains_and_asks_again(terminal: Terminals) -> None:
    person = terminal("setup")
    person.answer("Which Anon", "?")
    person.wait("needs no account")
    person.answer("Number, or ? for help", "")
    person.wait("Name of the profile")


def test_ctrl_c_leaves_with_130_and_the_way_to_go_on(terminal: Terminals) -> None:
    person = terminal("setup", "--profile", "my app")
    person.wait("Which Anon")
    person.signal(signal.SIGINT)
    assert person.end() == 130
    assert "anon-wizard setup --profile 'my app'" in person.seen


def test_what_was_typed_before_leaving_is_not_asked_again(terminal: Terminals) -> None:
    person = terminal("setup", "--profile", "acme")
    person.answer("Which Anon", "")
    person.answer("How does Anon verify", "")
    person.answer("Claim that holds", "email")
    person.wait("Id of the test user")
    person.signal(signal.SIGTERM)
    assert person.end() == 143
    again = terminal("setup", "--profile", "acme", "--skip-link")
    again.answer("Id of the test user", "")
    assert "Which Anon" not in again.seen
    assert "Claim that holds" not in again.seen


def test_a_wrong_key_is_asked_for_again_and_never_shown(terminal: Terminals) -> None:
    with LocalSandbox() as hosted:
        fixed = ("--env", hosted.url, "--profile", "acme", "--secret-store", "file")
        person = terminal("setup", *fixed, "--jwks", "hosted", "--user", "ada", "--skip-link")
        person.answer("API key (not shown while you type)", "anon_wrong-key-canary")
        person.wait("Anon refuses the key")
        person.answer("[t]ry again, [q]uit", "t")
        person.answer("API key (Enter: the same as before)", hosted.keys["local"].reveal())
        person.enter("App to link", "Redirect URL")
        assert person.end() == 0, person.seen
    assert "canary" not in person.seen
    assert hosted.keys["local"].reveal() not in person.seen


def test_what_was_typed_where_it_failed_is_offered_again(terminal: Terminals) -> None:
    with LocalSandbox() as hosted:
        key = hosted.keys["local"].reveal()
        nowhere = "http://127.0.0.1:9/jwks.json"
        person = terminal("setup", "--env", hosted.url, "--profile", "acme", "--skip-link",
                          "--user", "ada", "--secret-store", "file")  # fmt: skip
        person.answer("API key (not shown while you type)", key)
        person.answer("How does Anon verify", "1")
        person.answer("My JWKS URL", nowhere)
        person.answer("Claim that holds the user's id [sub]", "email")
        person.wait("127.0.0.1:9 refuses the connection")
        person.answer("[t]ry again, [q]uit", "t")
        person.answer(f"Number, or ? for help [{nowhere}]", "")
        person.answer("Claim that holds the user's id [email]", "")
        person.wait("127.0.0.1:9 refuses the connection")
        person.answer("[t]ry again, [q]uit", "q")
        assert person.end() == 3, person.seen
        assert key not in person.seen


def test_a_secret_that_was_typed_need_not_be_typed_again(terminal: Terminals) -> None:
    with LocalSandbox() as hosted:
        hosted.switch_on("unauthorized=/org/userPool/*")
        key = hosted.keys["local"].reveal()
        person = terminal("setup", "--env", hosted.url, "--profile", "acme", "--skip-link",
                          "--jwks", "hosted", "--secret-store", "file")  # fmt: skip
        person.answer("API key (not shown while you type)", key)
        person.wait("Anon refuses the key")
        hosted.switch_off("unauthorized")
        person.answer("[t]ry again, [q]uit", "t")
        person.answer("API key (Enter: the same as before)", "")
        person.wait("Done: Key")
        assert key not in person.seen


def test_an_optional_answer_can_be_taken_back(terminal: Terminals) -> None:
    person = terminal("setup", "--app", "uber")
    person.enter(*TO_THE_LINK)
    person.answer("Redirect URL of your own app (optional)", "javascript:alert(1)")
    person.answer("[t]ry again, [g]o on without, [q]uit", "t")
    person.answer("[javascript:alert(1); - for none]", "-")
    person.answer("How do you want to link?", "3")
    assert person.end() == 0, person.seen


def test_a_link_that_nobody_finished_does_not_look_failed(terminal: Terminals) -> None:
    person = terminal("setup", "--no-browser", "--link-timeout", "1")
    person.enter(*TO_THE_LINK, "App to link", "Redirect URL")
    person.answer("How do you want to link?", "1")
    person.wait("! Nobody finished the link")
    person.answer("[g]o on without", "g")
    assert person.end() == 1, person.seen
    assert "✗" not in person.seen


@pytest.fixture
def linking(terminal: Terminals) -> Terminal:
    """Give a setup whose Link page was opened, to come back to an app of the user's own."""
    person = terminal("setup", "--no-browser", "--redirect-url", "http://127.0.0.1:9/done")
    person.enter(*TO_THE_LINK, "App to link")
    person.answer("How do you want to link?", "1")
    return person


def test_the_link_page_comes_back_to_the_users_own_app(linking: Terminal) -> None:
    from wizard.sandbox import walk

    url = re.findall(r"http://localhost:\S+", linking.seen)[0]
    linking.answer("The address the browser ended at", "http://127.0.0.1:9/done?type=success")
    linking.wait("That is not the answer to this link")
    linking.answer("The link is still open", "1")
    linking.answer("The address the browser ended at", walk(url))
    assert linking.end() == 0, linking.seen
    assert "✓ Link            Instagram" in linking.seen


def test_a_link_whose_address_does_not_come_can_be_skipped(linking: Terminal) -> None:
    linking.answer("The address the browser ended at", "nothing of the kind")
    linking.answer("The link is still open", "2")
    assert linking.end() == 0, linking.seen
    assert "Instagram  (skipped)" in linking.seen
