"""However a setup goes (on, back, killed, gone on with), it ends as a straight one does.

Against the real local sandbox over real HTTP, given as another base URL, which is how Anon's own
hosts are spoken to. A kill is an exception that nothing of ours may handle, at a request or at a
write to the disk; the next start has a ``Context`` of its own over the same home.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import tomllib
import urllib.request
from dataclasses import replace
from itertools import count
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from wizard import flow
from wizard.cli.composition import context
from wizard.context import Context, Decisions, LinkOffer, LinkStage, LinkWish
from wizard.flow import Progress
from wizard.ledger import Ledger
from wizard.model import Answers, ProblemError, Secret
from wizard.profiles import drafts
from wizard.profiles.home import Home
from wizard.sandbox import LocalSandbox, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.api import AnonApi
    from wizard.model import Problem
    from wizard.sandbox import Running

WHOLE = "ANON_WIZARD_TORTURE" in os.environ
OTHER_ANSWERS = {
    "id_claim": ("sub", "email"),
    "user": ("ada", "bob"),
    "app": ("instagram", "uber"),
}
MOST_MOMENTS = 14
"""Requests and writes that one step makes, at most; a kill at a later one comes never."""


class KilledError(BaseException):
    """Stands for SIGKILL: nothing of ours may handle it."""


class Moments:
    """Counts requests and writes; at one of them the program is killed, before or after it."""

    def __init__(self, at: int, *, after: bool) -> None:
        self._left = at
        self._after = after

    def around(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def acting(*arguments: Any, **named: Any) -> Any:
            self._left -= 1
            if self._left == 0 and not self._after:
                raise KilledError
            done = act(*arguments, **named)
            if self._left == 0:
                raise KilledError
            return done

        return acting


class MortalApi:
    """The API, each call of which is a moment."""

    def __init__(self, api: Any, moments: Moments) -> None:
        self._api = api
        self._moments = moments

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return self._moments.around(getattr(self._api, name))


def mortal_api(api: AnonApi, moments: Moments) -> AnonApi:
    """Give the API, each call of which is a moment."""
    return cast("AnonApi", MortalApi(api, moments))


class Walker:
    """A person who goes through each Link page that is offered."""

    def __init__(self) -> None:
        self.offers = 0
        self._url = ""

    def offer(self, offer: LinkOffer) -> None:
        self.offers += 1
        self._url = offer.url

    def stage(self, stage: LinkStage) -> None:
        del stage

    def refused(self, why: Problem) -> None:
        raise AssertionError(why.symptom)

    def wish(self) -> LinkWish:
        return LinkWish("pasted", walk(self._url))


class Setup:
    """The setup of one profile in one home, as one start of the program after the other has it."""

    def __init__(self, sandbox: Running, profile: str) -> None:
        self.sandbox = sandbox
        self.profile = profile
        self.root = Path(tempfile.mkdtemp())
        self.home = Home.find({"ANON_WIZARD_HOME": str(self.root)})
        self.person = Walker()

    def context(self, decisions: Decisions | None = None) -> Context:
        """Give the world of a fresh start."""
        return replace(context(self.home, self.person), decisions=decisions or Decisions())

    def first_answers(self) -> Answers:
        """Give what is known before anybody is asked."""
        typed = {
            "environment": self.sandbox.url,
            "profile": self.profile,
            "secret_store": "file",
            "jwks": self.sandbox.jwks_uri,
            "token_from": "paste",
        }
        answers = Answers().put("api_key", self.sandbox.keys["local"])
        for name, value in typed.items():
            answers = answers.put(name, value)
        return answers

    def with_token(self, progress: Progress) -> Progress:
        """Paste the token that the user's identity provider issues to them now."""
        settled = {"user": "demo-user", "id_claim": "sub"}
        user, claim = (progress.answers.text(name) or settled[name] for name in settled)
        token = self.sandbox.issue_token(user, id_claim=claim)
        return flow.answer(progress, "user_token", Secret(token.reveal()))

    def interrupted(self) -> Progress:
        """Start the program, and go on where the last start ended."""
        found = drafts.load(self.home, self.profile)
        answers = self.first_answers()
        if found is None:
            return Progress(answers)
        for name, answer in found.answers.items():
            answers = answers.put(name, answer.value)
        progress = self.with_token(Progress(answers))
        return flow.resume(self.context(), progress, found.draft)

    def straight(self, answers: Answers) -> Progress:
        """Go through it all in one go."""
        progress = self.with_token(Progress(answers))
        while progress.step is not None:
            progress = self.decided(progress)
        return progress

    def decided(self, progress: Progress) -> Progress:
        """Run one step to its end; a lost object is adopted by its id, or made anew."""
        decisions = Decisions()
        for _ in range(4):
            try:
                return flow.advance(self.context(decisions), progress)
            except ProblemError as stopped:
                decisions = self.decision(stopped)
        raise AssertionError("it never ends")

    def decision(self, stopped: ProblemError) -> Decisions:
        """Look at what the sandbox holds, as a person does in Anon's console."""
        trouble = stopped.problem
        told = {"ledger.answer_lost", "ledger.adopted_key", "ledger.adopted_differs"}
        assert trouble.code in told, trouble
        doubtful = Ledger(self.home, self.profile, self.sandbox.url, "").doubtful(trouble.kind)  # type: ignore[arg-type]
        held = {each["name"]: each["id"] for each in objects(self.sandbox)}
        if trouble.code == "ledger.answer_lost" and doubtful and doubtful.name in held:
            return Decisions(adopt={trouble.kind: held[doubtful.name]})
        return Decisions(create_another=frozenset({trouble.kind}))

    def saved(self) -> bytes:
        """Give the profile's file."""
        return Path(self.home.profile(self.profile)).read_bytes()

    def held(self) -> dict[str, int]:
        """Give how many objects of each kind were made for this profile."""
        ours = [
            each for each in objects(self.sandbox) if each["name"].startswith(f"{self.profile}-")
        ]
        kinds = [each["name"].removeprefix(f"{self.profile}-").split("-")[0] for each in ours]
        return {kind: kinds.count(kind) for kind in ("userPool", "webapp", "service")}

    def close(self) -> None:
        shutil.rmtree(self.root)


def at(sandbox: Running, path: str) -> Any:
    """Ask the sandbox one of its own questions."""
    with urllib.request.urlopen(f"{sandbox.url}/_sandbox/{path}") as answer:
        return json.load(answer)


def objects(sandbox: Running) -> list[dict[str, Any]]:
    """Give all pools and clients that the sandbox's first organization holds."""
    ours = at(sandbox, "objects")["organizations"][0]
    return [*ours["userPools"], *ours["sdkClients"]]


def chain(saved: dict[str, Any]) -> str:
    """Give a profile with no pool and client but those it uses, in whatever order it knows them."""
    clients = {saved["webapp_id"], saved["service_id"]}
    used = {
        "pools": [each for each in saved["pools"] if each["id"] == saved["pool_id"]],
        "clients": sorted(
            (each for each in saved["clients"] if each["id"] in clients), key=itemgetter("kind")
        ),
    }
    return json.dumps(saved | used, indent=1)


def shape(text: str, profile: str) -> str:
    """Give a profile's text with the profile's name and each random part by its place."""
    text = text.replace(profile, "acme")
    places: dict[str, str] = {}
    random = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<=-)[0-9a-f]{8}\b"
    return re.sub(random, lambda found: places.setdefault(found[0], f"<{len(places)}>"), text)


class FlowMachine(RuleBasedStateMachine):
    """One setup, as a restless person and a failing machine take it."""

    sandbox: Running
    numbers = count(1)

    def __init__(self) -> None:
        super().__init__()
        self.setup = Setup(self.sandbox, f"acme{next(self.numbers)}")
        self.progress = Progress(self.setup.first_answers())
        self.running = True
        self.claims = {"sub"}

    def teardown(self) -> None:
        self.finish()
        self.setup.close()

    # --- what can happen ---

    @precondition(lambda self: self.running and self.progress.step)
    @rule()
    def go_on(self) -> None:
        self.progress = self.setup.decided(self.ready())

    @precondition(lambda self: self.running and self.progress.step)
    @rule(moment=st.integers(1, MOST_MOMENTS), after=st.booleans())
    def go_on_and_be_killed(self, moment: int, after: bool) -> None:
        moments, patched = Moments(moment, after=after), pytest.MonkeyPatch()
        world = self.setup.context()
        mortal = replace(world, api=lambda draft: mortal_api(world.api(draft), moments))
        patched.setattr(os, "fsync", moments.around(os.fsync))
        try:
            self.progress = flow.advance(mortal, self.ready())
        except (KilledError, ProblemError):
            self.running = False
        finally:
            patched.undo()

    @precondition(lambda self: self.running and self.progress.step)
    @rule()
    def go_back(self) -> None:
        self.progress = flow.back(self.progress)

    @precondition(lambda self: self.running and self.progress.step)
    @rule(name=st.sampled_from(sorted(OTHER_ANSWERS)), which=st.integers(0, 1))
    def answer_anew(self, name: str, which: int) -> None:
        step = self.progress.step
        if step is None or name not in {field.name for field in step.fields}:
            return
        value = OTHER_ANSWERS[name][which]
        self.progress = flow.answer(self.progress, name, value)
        if name == "id_claim":
            self.claims.add(value)

    @precondition(lambda self: self.running)
    @rule(keeps=st.booleans())
    def leave(self, keeps: bool) -> None:
        progress = self.progress
        if keeps and progress.step and progress.draft.profile:
            flow.keep(self.setup.home, progress)
        self.running = False

    @precondition(lambda self: not self.running)
    @rule()
    def start(self) -> None:
        self.progress = self.setup.interrupted()
        self.running = True

    # --- what must be so in the end ---

    def ready(self) -> Progress:
        return self.setup.with_token(self.progress)

    def finish(self) -> None:
        """Go to the end, then compare with straight runs."""
        progress = self.progress if self.running else self.setup.interrupted()
        while progress.step is not None:
            progress = self.setup.decided(self.setup.with_token(progress))
        saved, held = self.setup.saved(), self.setup.held()
        again = self.setup.straight(progress.answers)
        assert self.setup.held() == held, "a second run made something"
        assert self.setup.saved() == saved
        assert not again.draft.created
        self.nothing_is_there_twice()
        self.same_as_elsewhere(progress.answers, saved)

    def nothing_is_there_twice(self) -> None:
        """One pool and webapp client for each claim that was chosen; more only of what was lost."""
        ledger = Ledger(self.setup.home, self.setup.profile, self.setup.sandbox.url, "")
        lost: list[str] = [each.kind for each in ledger.entries() if each.state == "left over"]
        most = {"userPool": len(self.claims), "webapp": len(self.claims), "service": 1}
        for kind, number in self.setup.held().items():
            assert 1 <= number <= most[kind] + lost.count(kind), (kind, number, lost)

    def same_as_elsewhere(self, answers: Answers, saved: bytes) -> None:
        """Compare with a straight run in a home where nothing ever happened.

        A profile that was saved and then set up with another claim knows the first pool still.
        """
        raw, parsed = saved.decode(), tomllib.loads(saved.decode())
        other = Setup(self.sandbox, f"{self.setup.profile}b")
        try:
            other.straight(answers.put("profile", other.profile))
            theirs = other.saved().decode()
        finally:
            other.close()
        used = shape(chain(parsed), self.setup.profile)
        assert shape(chain(tomllib.loads(theirs)), other.profile) == used
        claims = [each["id_claim"] for each in parsed["pools"]]
        assert len(set(claims)) == len(claims)
        assert set(claims) <= self.claims
        if len(claims) == 1:
            assert shape(theirs, other.profile) == shape(raw, self.setup.profile)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Running]:
    """Give one sandbox for all examples; each has a profile of its own in it."""
    with LocalSandbox() as running:
        yield running


@pytest.mark.timeout(3600 if WHOLE else 300)
def test_however_a_setup_goes_it_ends_as_a_straight_one_does(sandbox: Running) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    FlowMachine.sandbox = sandbox
    run_state_machine_as_test(
        FlowMachine,
        settings=settings(
            max_examples=200 if WHOLE else 12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def here(machine: FlowMachine) -> str:
    """Give the id of the step that the machine stands at; none when all are done."""
    step = machine.progress.step
    return step.id if step else ""


def test_a_saved_profile_that_is_set_up_with_another_claim_has_the_chain_of_a_straight_run(
    sandbox: Running,
) -> None:
    FlowMachine.sandbox = sandbox
    machine = FlowMachine()
    while here(machine):
        machine.go_on()
    machine.leave(keeps=False)
    machine.start()
    while here(machine) != "pool":
        machine.go_on()
    machine.answer_anew(name="id_claim", which=1)
    assert "will be made or proven again" in flow.costs(machine.progress)["id_claim"]
    machine.go_on()
    machine.teardown()


def test_a_link_that_was_made_is_not_asked_for_again(sandbox: Running) -> None:
    setup = Setup(sandbox, "linked")
    progress = Progress(setup.first_answers())
    while progress.step and progress.step.id != "save":
        progress = setup.decided(setup.with_token(progress))
    assert setup.person.offers == 1
    again = setup.interrupted()
    assert again.step
    assert again.step.id == "save"
    assert again.draft.link == progress.draft.link
    assert setup.person.offers == 1
    setup.close()


def test_what_was_proven_is_not_forgotten_by_a_start_that_is_cut_off(sandbox: Running) -> None:
    setup = Setup(sandbox, "twice-cut")
    progress = Progress(setup.first_answers())
    while progress.step and progress.step.id != "save":
        progress = setup.decided(setup.with_token(progress))
    found = drafts.load(setup.home, setup.profile)
    assert found
    short = flow.advance(setup.context(), Progress(setup.first_answers(), ground=None))
    assert short.draft.pool is None
    flow.keep(setup.home, short._replace(ground=progress.ground))
    assert drafts.load(setup.home, setup.profile) == found
    setup.close()


def test_another_answer_that_was_typed_and_not_run_makes_nothing_at_the_next_start(
    sandbox: Running,
) -> None:
    setup = Setup(sandbox, "typed")
    progress = Progress(setup.first_answers())
    while progress.step and progress.step.id != "user":
        progress = setup.decided(setup.with_token(progress))
    progress = flow.back(flow.back(progress))
    progress = flow.answer(progress, "id_claim", "email")
    assert "will be made or proven again" in flow.costs(progress)["id_claim"]
    flow.keep(setup.home, progress)
    before = setup.held()
    again = setup.interrupted()
    assert again.step
    assert again.step.id == "pool"
    assert setup.held() == before
    setup.close()
