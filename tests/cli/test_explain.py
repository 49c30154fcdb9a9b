"""``anon-wizard explain`` as people use it: with a code, a pasted message, or a log on stdin."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Program

CORS = (
    "Access to fetch at 'https://svc.sandbox.anon.com/account/api/v1/appIntegration?id=instagram' "
    "from origin 'https://link.svc.sandbox.anon.com' has been blocked by CORS policy"
)


def test_a_code_gives_its_entry(program: Program) -> None:
    ran = program("explain", "jwks.html")
    assert ran.code == 0
    assert "This is an HTML or XML page, not a key set." in ran.out
    assert "Fix" in ran.out
    assert ran.err == ""


def test_a_pasted_message_gives_its_entry(program: Program) -> None:
    ran = program("explain", "Error translating external user id: 404 - Not Found", "--json")
    data = ran.json()["data"]
    assert ran.code == 0
    assert data["code"] == "session.not_linked"
    assert set(data) == {
        *("code", "symptom", "cause", "fix", "see", "certainty"),
        *("also", "nearest"),
    }


def test_a_message_may_come_as_several_words(program: Program) -> None:
    assert (
        program("explain", "Upstream", "error", "--json").json()["data"]["code"] == "api.upstream"
    )


def test_a_log_on_stdin_is_searched(program: Program) -> None:
    log = "tick\n" * 100_000 + CORS + "\n" + "tock\n" * 1000
    for arguments in (("explain", "-", "--json"), ("explain", "--json")):
        assert program(*arguments, stdin=log).json()["data"]["code"] == "link.not_let_in"


def test_it_says_when_it_cannot_tell_and_lists_the_nearest(program: Program) -> None:
    ran = program("explain", "token.unknown_kit", "--json")
    document = ran.json()
    assert ran.code == 1
    assert document["status"] == "problem"
    assert document["problems"][0]["code"] == "explain.unknown"
    assert document["data"]["code"] is None
    assert document["data"]["nearest"][0]["code"] == "token.unknown_kid"


def test_the_nearest_are_shown_to_people_too(program: Program) -> None:
    ran = program("explain", "token.unknown_kit")
    assert "token.unknown_kid" in ran.out
    assert "does not know this" in ran.err


def test_nothing_on_stdin_is_nothing_known(program: Program) -> None:
    assert program("explain", "-").code == 1


def test_hostile_text_is_shown_as_escapes(program: Program) -> None:
    hostile = "The token wants the key “\x1b[2J\u202e\x07[/red]”, and the key set does not have it."
    ran = program("explain", "-", stdin=hostile)
    assert ran.code == 0
    assert not {"\x1b", "\u202e", "\x07"} & set(ran.out + ran.err)


def test_a_log_in_utf_16_is_read_as_well(program: Program) -> None:
    utf_16 = "ERR_TUNNEL_CONNECTION_FAILED".encode("utf-16").decode("latin-1")
    ran = program("explain", "-", "--json", stdin=utf_16)
    assert ran.json()["data"]["code"] == "session.not_linked"
