from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Never

import pytest

from wizard.api import AnswerLostError
from wizard.http import CancelledBeforeSendingError, NotSentError
from wizard.ledger import Ledger, request_hash, safe_name
from wizard.model import CreateRequest, Problem, ProblemError
from wizard.problems import problem
from wizard.profiles import journal
from wizard.profiles.files import locked
from wizard.profiles.remote import known_remote
from wizard.resources import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.profiles.home import Home
    from wizard.profiles.journal import Entry

HERE = "http://127.0.0.1:4010"
POOL = CreateRequest("userPool", "/org/userPool", {"description": "d"})
OTHER_POOL = CreateRequest("userPool", "/org/userPool", {"description": "another"})
SERVICE = CreateRequest("service", "/org/sdkClient", {"kind": "service"})


@dataclass(frozen=True)
class Answer:
    id: str
    name: str = ""


@dataclass(frozen=True)
class Found:
    name: str
    difference: str = ""


@dataclass
class Server:
    """An Anon that can neither list nor delete."""

    objects: dict[str, dict[str, Any]] = field(default_factory=dict)

    def send(self, body: dict[str, Any]) -> Answer:
        made = Answer(f"id_{len(self.objects) + 1}", body["name"])
        self.objects[made.id] = body
        return made

    def read(self, object_id: str) -> Found:
        if object_id not in self.objects:
            raise ProblemError(problem("api.not_found", what="userPool"))
        return Found(self.objects[object_id]["name"])

    def makes_it_but_the_answer_is_lost(self, body: dict[str, Any]) -> Never:
        self.send(body)
        raise AnswerLostError(problem("network.broken", host="anon"))

    def never(self, _body: object) -> Never:
        raise AssertionError("nothing is to be sent")


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def ledger(home: Home) -> Ledger:
    return new(home)


def new(home: Home, profile: str = "acme dev", environment: str = "local") -> Ledger:
    """Give a ledger as a fresh start of the program has it."""
    return Ledger(home, profile, environment, HERE, now=lambda: 1_763_809_620.0)


def left_over(home: Home) -> list[Entry]:
    """Give the requests behind what undo and the hand-off list as perhaps left over."""
    doubtful = {each.name for each in known_remote(home, "acme dev", None) if each.doubtful}
    return [entry for entry in new(home).entries() if entry.name in doubtful]


def fails(act: Callable[[], object]) -> Problem:
    with pytest.raises(ProblemError) as failed:
        act()
    return failed.value.problem


def test_a_request_is_the_same_one_after_its_server_changed_its_port(
    home: Home, server: Server
) -> None:
    there = "http://127.0.0.1:20001"
    own, moved = ({"authorization": {"jwksUri": f"{at}/jwks.json"}} for at in (HERE, there))
    request = CreateRequest("userPool", "/org/userPool", own)
    made = new(home).create(request, send=server.send, read=server.read)
    later = Ledger(home, "acme dev", "local", there)
    assert later.made(CreateRequest("userPool", "/org/userPool", moved)) == made.id
    assert later.made(request) is None  # that address is somebody else's now


# --- the five rules -----------------------------------------------------------------------------


def test_before_a_request_is_sent_it_is_in_the_journal_and_on_disk(
    ledger: Ledger, server: Server, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    sync = os.fsync

    def watched(descriptor: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        sync(descriptor)

    def send(body: dict[str, Any]) -> Answer:
        (entry,) = new(home).entries()
        assert entry.state == "pending"
        assert entry.name == body["name"]
        assert entry.kind == "userPool"
        assert entry.environment == "local"
        assert entry.profile == "acme dev"
        assert entry.at == "2025-11-22T11:07:00Z"
        assert entry.hash == request_hash(POOL, HERE)
        assert str(home.journal("acme dev")) in synced
        return server.send(body)

    monkeypatch.setattr(os, "fsync", watched)
    created = ledger.create(POOL, send=send, read=server.read)
    assert created.new is True
    assert created.answer == Answer("id_1", created.name)
    assert server.objects == {"id_1": {"description": "d", "name": created.name}}


def test_names_are_the_clients_and_unique(ledger: Ledger, server: Server) -> None:
    one = ledger.create(POOL, send=server.send, read=server.read)
    two = ledger.create(OTHER_POOL, send=server.send, read=server.read)
    for made in (one, two):
        head, _, hexes = made.name.rpartition("-")
        assert head == "acme-dev-userPool"
        assert len(hexes) == 8
        assert int(hexes, 16) >= 0
    assert one.name != two.name


@pytest.mark.parametrize(
    ("profile", "safe"),
    [
        ("acme-dev", "acme-dev"),
        ("Käse & Co", "Kase-Co"),
        ("日本", "profile"),
        ("..", "profile"),
        ("a" * 64, "a" * 40),
    ],
)
def test_a_profiles_name_is_made_safe_for_anon(profile: str, safe: str) -> None:
    assert safe_name(profile) == safe


def test_what_is_shown_once_is_kept_before_the_id_is(
    ledger: Ledger, server: Server, home: Home
) -> None:
    kept: list[str] = []

    def keep(answer: Answer) -> None:
        kept.append(answer.id)
        assert new(home).entries()[0].state == "pending"

    ledger.create(SERVICE, send=server.send, read=server.read, keep=keep)
    assert kept == ["id_1"]
    assert new(home).entries()[0].state == "done"


def test_a_second_run_sends_nothing(ledger: Ledger, server: Server, home: Home) -> None:
    first = ledger.create(POOL, send=server.send, read=server.read)
    again = new(home).create(POOL, send=server.never, read=server.read)
    assert (again.id, again.name, again.new, again.answer) == (first.id, first.name, False, None)
    assert new(home).made(POOL) == "id_1"
    assert new(home).made(OTHER_POOL) is None


def test_a_lost_answer_is_unknown_and_never_sent_again(
    ledger: Ledger, server: Server, home: Home
) -> None:
    lost = server.makes_it_but_the_answer_is_lost
    told = fails(lambda: ledger.create(POOL, send=lost, read=server.read))
    (entry,) = new(home).entries()
    assert entry.state == "unknown"
    assert told.code == "ledger.answer_lost"
    for shown in (entry.name, "userPool", "2025-11-22T11:07:00Z"):
        assert shown in told.symptom
    for request in (POOL, OTHER_POOL):
        again = partial(new(home).create, request, send=server.never, read=server.read)
        assert fails(again) == told
    assert left_over(home) == [entry]
    assert len(server.objects) == 1


def test_another_kind_is_not_held_up_by_a_lost_answer(
    ledger: Ledger, server: Server, home: Home
) -> None:
    lost = server.makes_it_but_the_answer_is_lost
    fails(lambda: ledger.create(POOL, send=lost, read=server.read))
    assert new(home).create(SERVICE, send=server.send, read=server.read).new is True


@pytest.mark.parametrize(
    "failure",
    [
        ProblemError(problem("api.conflict", words="no")),
        NotSentError(problem("network.offline", host="anon")),
        CancelledBeforeSendingError(),
    ],
)
def test_what_certainly_made_nothing_may_be_tried_again(
    ledger: Ledger, server: Server, home: Home, failure: Exception
) -> None:
    def refuse(_body: object) -> Never:
        raise failure

    with pytest.raises(type(failure)) as raised:
        ledger.create(POOL, send=refuse, read=server.read)
    assert raised.value is failure
    assert new(home).entries()[0].state == "refused"
    assert left_over(home) == []
    assert new(home).create(POOL, send=server.send, read=server.read).new is True
    assert len(server.objects) == 1


def test_a_defect_in_the_middle_counts_as_a_lost_answer(
    ledger: Ledger, server: Server, home: Home
) -> None:
    def broken(body: dict[str, Any]) -> Never:
        server.send(body)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ledger.create(POOL, send=broken, read=server.read)
    told = fails(lambda: new(home).create(POOL, send=server.never, read=server.read))
    assert told.code == "ledger.answer_lost"


# --- what the user decides ----------------------------------------------------------------------


@pytest.fixture
def doubtful(ledger: Ledger, server: Server, home: Home) -> Ledger:
    """Give a ledger in which the answer about a pool, which was made as id_1, was lost."""
    lost = server.makes_it_but_the_answer_is_lost
    fails(lambda: ledger.create(POOL, send=lost, read=server.read))
    return new(home)


def test_the_lost_object_is_adopted_by_its_id(doubtful: Ledger, server: Server, home: Home) -> None:
    adopted = doubtful.create(POOL, send=server.never, read=server.read, adopt="id_1")
    assert (adopted.id, adopted.new) == ("id_1", False)
    assert adopted.name == server.objects["id_1"]["name"]
    assert [entry.state for entry in new(home).entries()] == ["adopted"]
    assert left_over(home) == []
    assert new(home).made(POOL) == "id_1"
    again = new(home).create(POOL, send=server.never, read=server.read, adopt="id_1")
    assert again.id == "id_1"


def test_an_object_that_is_not_what_was_asked_for_is_not_adopted(
    doubtful: Ledger, server: Server
) -> None:
    def differs(_object_id: str) -> Found:
        return Found("x", "its key set is another")

    told = fails(lambda: doubtful.create(POOL, send=server.never, read=differs, adopt="id_1"))
    assert told.code == "ledger.adopted_differs"
    assert "its key set is another" in told.cause
    told = fails(lambda: doubtful.create(POOL, send=server.never, read=server.read, adopt="id_7"))
    assert told.code == "api.not_found"
    assert [entry.state for entry in doubtful.entries()] == ["unknown"]


def test_adopting_an_object_of_another_name_leaves_the_lost_one_listed(
    doubtful: Ledger, server: Server, home: Home
) -> None:
    server.objects["mine"] = {"name": "made by hand"}
    adopted = doubtful.create(POOL, send=server.never, read=server.read, adopt="mine")
    assert (adopted.id, adopted.name) == ("mine", "made by hand")
    (left,) = left_over(home)
    assert left.name == server.objects["id_1"]["name"]
    assert doubtful.made(POOL) == "mine"


def test_an_object_may_be_adopted_where_nothing_is_in_doubt(ledger: Ledger, server: Server) -> None:
    server.objects["mine"] = {"name": "made by hand"}
    assert ledger.create(POOL, send=server.never, read=server.read, adopt="mine").id == "mine"
    assert ledger.made(POOL) == "mine"


def test_another_is_made_and_the_lost_one_listed(
    doubtful: Ledger, server: Server, home: Home
) -> None:
    made = doubtful.create(POOL, send=server.send, read=server.read, another=True)
    assert (made.id, made.new) == ("id_2", True)
    (left,) = left_over(home)
    assert (left.state, left.id) == ("left over", "")
    assert left.name == server.objects["id_1"]["name"]
    again = new(home).create(POOL, send=server.never, read=server.read, another=True)
    assert again.id == "id_2"


def test_another_is_made_in_place_of_an_adopted_one(
    doubtful: Ledger, server: Server, home: Home
) -> None:
    doubtful.create(POOL, send=server.never, read=server.read, adopt="id_1")
    made = doubtful.create(POOL, send=server.send, read=server.read, another=True)
    assert made.id == "id_2"
    assert [entry.id for entry in left_over(home)] == ["id_1"]


def test_another_is_made_in_place_of_one_that_cannot_be_used_any_more(
    ledger: Ledger, server: Server, home: Home
) -> None:
    ledger.create(SERVICE, send=server.send, read=server.read)
    kept = ledger.create(SERVICE, send=server.never, read=server.read, usable=lambda _id: False)
    assert kept.id == "id_1"
    made = ledger.create(
        SERVICE, send=server.send, read=server.read, another=True, usable=lambda _id: False
    )
    assert made.id == "id_2"
    assert [entry.id for entry in left_over(home)] == ["id_1"]


def test_what_the_server_no_longer_has_is_made_again(
    ledger: Ledger, server: Server, home: Home
) -> None:
    ledger.create(POOL, send=server.send, read=server.read)
    ledger.gone("userPool", "id_1")
    assert ledger.made(POOL) is None
    assert left_over(home) == []
    assert ledger.create(POOL, send=server.send, read=server.read).id == "id_2"


def test_what_was_made_in_another_environment_does_not_count(
    ledger: Ledger, server: Server, home: Home
) -> None:
    ledger.create(POOL, send=server.send, read=server.read)
    assert new(home, environment="sandbox").made(POOL) is None
    assert new(home, profile="other").made(POOL) is None


# --- what goes wrong here -----------------------------------------------------------------------


def full(*_arguments: object) -> Never:
    raise ProblemError(problem("store.cannot_write", path="/x", reason="No space left on device."))


def test_nothing_is_sent_that_cannot_be_journalled(
    ledger: Ledger, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "append_private", full)
    told = fails(lambda: ledger.create(POOL, send=server.never, read=server.read))
    assert told.code == "store.cannot_write"


def test_an_object_whose_key_could_not_be_kept_is_told_by_its_id(
    ledger: Ledger, server: Server, home: Home
) -> None:
    told = fails(lambda: ledger.create(SERVICE, send=server.send, read=server.read, keep=full))
    assert told.code == "ledger.not_recorded"
    assert told.exit_code == 4
    assert "id_1" in told.symptom
    assert "--adopt service=id_1" in told.fix
    assert "No space left on device" in told.cause
    (entry,) = left_over(home)
    assert (entry.state, entry.id) == ("unknown", "id_1")


def test_an_object_whose_id_could_not_be_kept_is_told_by_its_id(
    ledger: Ledger, server: Server, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep(_answer: Answer) -> None:
        monkeypatch.setattr(journal, "append_private", full)

    told = fails(lambda: ledger.create(SERVICE, send=server.send, read=server.read, keep=keep))
    monkeypatch.undo()
    assert told.code == "ledger.not_recorded"
    assert "id_1" in told.symptom
    assert new(home).entries()[0].state == "pending"
    told = fails(lambda: new(home).create(SERVICE, send=server.never, read=server.read))
    assert told.code == "ledger.answer_lost"


def test_a_journal_that_is_not_understood_stops_everything(
    ledger: Ledger, server: Server, home: Home
) -> None:
    ledger.create(POOL, send=server.send, read=server.read)
    path = Path(home.journal("acme dev"))
    content = b"nonsense\n" + path.read_bytes()
    path.write_bytes(content)
    told = fails(lambda: ledger.create(OTHER_POOL, send=server.never, read=server.read))
    assert told.code == "journal.corrupt"
    assert path.read_bytes() == content


def test_two_wizards_on_one_profile_wait_for_each_other(
    ledger: Ledger, server: Server, home: Home
) -> None:
    def send(body: dict[str, Any]) -> Answer:
        with pytest.raises(ProblemError) as refused, locked(home.journal_lock("acme dev"), 0.05):
            pass
        assert refused.value.problem.code == "store.busy"
        return server.send(body)

    assert ledger.create(POOL, send=send, read=server.read).new is True


KILLED = """
import os, signal, sys
from wizard.ledger import Ledger
from wizard.model import CreateRequest
from wizard.profiles.home import Home

class Answer: id = "id_1"

def die(*_): os.kill(os.getpid(), signal.SIGKILL)
moment = sys.argv[2]
Ledger(Home.find({"ANON_WIZARD_HOME": sys.argv[1]}), "acme dev", "local", "u").create(
    CreateRequest("userPool", "/org/userPool", {"description": "d"}),
    send=die if moment == "send" else lambda body: Answer(),
    keep=die if moment == "keep" else lambda answer: None,
    read=die,
)
"""


@pytest.mark.parametrize("moment", ["send", "keep"])
def test_a_wizard_that_is_killed_leaves_a_doubtful_request_and_no_lock(
    tmp_path: Path, server: Server, moment: str
) -> None:
    from wizard.profiles.home import Home as Place

    place = tmp_path / "killed"
    done = subprocess.run([sys.executable, "-c", KILLED, place, moment], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    home = Place.find({"ANON_WIZARD_HOME": str(place)})
    (entry,) = left_over(home)
    assert entry.state == "pending"
    told = fails(lambda: new(home).create(POOL, send=server.never, read=server.read))
    assert told.code == "ledger.answer_lost"
    assert entry.name in told.symptom
