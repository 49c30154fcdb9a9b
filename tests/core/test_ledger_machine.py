"""Whatever happens to a setup, and in whatever order: no silent duplicate, no unrecorded orphan."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from wizard.api import AnswerLostError
from wizard.http import NotSentError
from wizard.ledger import Ledger, request_hash
from wizard.model import CreateRequest, ProblemError
from wizard.problems import problem
from wizard.profiles import journal
from wizard.profiles.home import Home

if TYPE_CHECKING:
    from wizard.paths import AnyPath

HERE = "http://127.0.0.1:4010"
REQUESTS = [
    CreateRequest("userPool", "/org/userPool", {"description": "a"}),
    CreateRequest("userPool", "/org/userPool", {"description": "b"}),
    CreateRequest("webapp", "/org/sdkClient", {"kind": {"application": {"userPoolId": "x"}}}),
    CreateRequest("service", "/org/sdkClient", {"kind": "service"}),
]

Fate: TypeAlias = Literal[
    "fine", "refused", "not sent", "lost, made", "lost, not made", "killed, made", "killed before",
    "killed keeping", "torn line", "disk full after"
]  # fmt: skip


class KilledError(BaseException):
    """Stands for SIGKILL: nothing of ours may handle it."""


@dataclass(frozen=True)
class Answer:
    id: str


@dataclass(frozen=True)
class Found:
    name: str
    difference: str


class LedgerMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.home = Home.find({"ANON_WIZARD_HOME": str(self.root)})
        self.objects: dict[str, dict[str, Any]] = {}
        self.kept: set[str] = set()
        self.wished: list[str] = []
        self.posts: list[str] = []
        self.full = pytest.MonkeyPatch()

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    def ledger(self) -> Ledger:
        """Give the ledger as a fresh start of the program has it."""
        return Ledger(self.home, "acme", "local", HERE)

    def make(self, request: CreateRequest, body: dict[str, Any]) -> Answer:
        made = Answer(f"id_{len(self.objects) + 1}")
        self.objects[made.id] = {**body, "hash": request_hash(request, HERE), "of": request.kind}
        return made

    def send(self, request: CreateRequest, fate: Fate, body: dict[str, Any]) -> Answer:
        self.posts.append(request_hash(request, HERE))
        if fate == "refused":
            raise ProblemError(problem("api.conflict", words="no"))
        if fate == "not sent":
            raise NotSentError(problem("network.offline", host="anon"))
        if fate == "killed before":
            raise KilledError
        if fate != "lost, not made":
            answer = self.make(request, body)
            if fate == "killed, made":
                raise KilledError
            if not fate.startswith("lost"):
                return answer
        raise AnswerLostError(problem("network.broken", host="anon"))

    def keep(self, fate: Fate, answer: Answer) -> None:
        if fate == "killed keeping":
            self.full.setattr(journal, "append_private", self.killed)
            raise KilledError
        if fate == "disk full after":
            self.full.setattr(journal, "append_private", self.fail)
        if fate == "torn line":
            self.full.setattr(journal, "append_private", self.tear)
        self.kept.add(answer.id)

    @staticmethod
    def killed(*_arguments: object) -> None:
        raise KilledError

    @staticmethod
    def fail(*_arguments: object) -> None:
        raise ProblemError(problem("store.cannot_write", path="x", reason="full"))

    @staticmethod
    def tear(path: AnyPath, line: bytes) -> None:
        with Path(path).open("ab") as file:
            file.write(line[: len(line) // 2])
        raise KilledError

    def read(self, request: CreateRequest, object_id: str) -> Found:
        found = self.objects.get(object_id)
        if found is None:
            raise ProblemError(problem("api.not_found", what="object"))
        same = found["hash"] == request_hash(request, HERE)
        return Found(found["name"], "" if same else "it is another")

    def run(self, request: CreateRequest, fate: Fate, **wishes: Any) -> None:
        """Run the step that makes one object, as a fresh start of the program does."""
        try:
            created = self.ledger().create(
                request,
                send=lambda body: self.send(request, fate, body),
                read=lambda object_id: self.read(request, object_id),
                keep=lambda answer: self.keep(fate, answer),
                **wishes,
            )
        except (ProblemError, KilledError):
            return
        finally:
            self.full.undo()
        assert self.objects[created.id]["hash"] == request_hash(request, HERE)
        assert self.ledger().made(request) == created.id

    @rule(request=st.sampled_from(REQUESTS), fate=st.sampled_from(get_args(Fate)))
    def step(self, request: CreateRequest, fate: Fate) -> None:
        known = self.ledger().made(request)
        doubtful = self.ledger().doubtful(request.kind)
        before = len(self.posts)
        self.run(request, fate)
        assert len(self.posts) - before == (0 if known or doubtful else 1)

    @rule(request=st.sampled_from(REQUESTS), fate=st.sampled_from(get_args(Fate)))
    def another(self, request: CreateRequest, fate: Fate) -> None:
        before = len(self.posts)
        self.run(request, fate, another=True)
        self.wished += self.posts[before:]

    @rule(request=st.sampled_from(REQUESTS), number=st.integers(1, 12))
    def adopt(self, request: CreateRequest, number: int) -> None:
        before = len(self.posts)
        self.run(request, "fine", adopt=f"id_{number}")
        assert len(self.posts) == before

    @invariant()
    def no_object_is_unrecorded(self) -> None:
        entries = self.ledger().entries()
        known = {entry.id for entry in entries if entry.id}
        names = {entry.name for entry in entries if entry.state != "refused"}
        for object_id, made in self.objects.items():
            assert object_id in known or made["name"] in names

    @invariant()
    def no_object_is_made_twice_unless_somebody_wished_it(self) -> None:
        for request in REQUESTS:
            mark = request_hash(request, HERE)
            made = sum(1 for each in self.objects.values() if each["hash"] == mark)
            assert made <= 1 + self.wished.count(mark) + self.adopted_elsewhere(request)

    def adopted_elsewhere(self, request: CreateRequest) -> int:
        """Give how often the user, by adopting another object, settled a doubt about this kind."""
        entries = self.ledger().entries()
        return sum(1 for e in entries if e.state == "left over" and e.kind == request.kind)

    @invariant()
    def what_is_done_was_kept(self) -> None:
        done = {entry.id for entry in self.ledger().entries() if entry.state == "done"}
        assert done <= self.kept


TestLedger = LedgerMachine.TestCase
TestLedger.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
