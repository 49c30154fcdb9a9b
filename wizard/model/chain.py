"""The chain: what is asked, answered, made and proven on the way to a profile.

Knows: what a problem, a field, a draft and a step are.
Must never: read a file, open a socket, import anything heavy, or print.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from wizard.model import Record, Secret
from wizard.model.profile import Client, Pool  # noqa: TC001 — drafts are read by their hints

if TYPE_CHECKING:
    from wizard.context import Context

Certainty = Literal["documented", "inferred", "ours"]
"""How sure a statement about Anon is: its docs say so, code that used it shows so, our choice."""


class Problem(Record):
    """What went wrong, why, and what to do: the one shape of every failure.

    Made by ``wizard.problems.problem(code, …)`` from the catalogue. All texts are printable.
    ``kind`` names the kind of object it is about, where it is about one at Anon. ``undecided``: it
    says that something is not proven, and must not look like a failure.
    """

    code: str
    symptom: str
    cause: str
    fix: str
    see: str
    certainty: Certainty
    exit_code: int = 1
    kind: str = ""
    undecided: bool = False

    def as_json(self) -> dict[str, str]:
        """Give the shape that ``--json`` promises for an entry of ``problems``."""
        names = ("code", "symptom", "cause", "fix", "see", "certainty")
        return {name: getattr(self, name) for name in names}


# --- answers and fields --------------------------------------------------------------------------

Value = str | Secret
Source = Literal["flag", "environment", "answers file", "import", "profile", "default", "typed"]


class Answer(Record):
    """One answer and who gave it."""

    value: Value
    source: Source


class Answers(Mapping[str, Answer]):
    """What has been answered so far, by field name. Immutable; grows by ``put``."""

    __slots__ = ("_answers",)

    def __init__(self, answers: Mapping[str, Answer] | None = None) -> None:
        self._answers = dict(answers or {})

    def __getitem__(self, name: str) -> Answer:
        return self._answers[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)

    def __repr__(self) -> str:
        return f"Answers({', '.join(self._answers)})"

    def put(self, name: str, value: Value, source: Source = "typed") -> Answers:
        """Give a copy in which ``name`` is answered."""
        return Answers({**self._answers, name: Answer(value, source)})

    def without(self, *names: str) -> Answers:
        """Give a copy in which none of these is answered."""
        return Answers({name: each for name, each in self._answers.items() if name not in names})

    def text(self, name: str, default: str = "") -> str:
        """Give the answer as plain text; a secret has none."""
        answer = self._answers.get(name)
        if answer is None or isinstance(answer.value, Secret):
            return default
        return answer.value

    def secret(self, name: str) -> Secret | None:
        """Give the answer as a secret, or None where there is none."""
        answer = self._answers.get(name)
        if answer is None or not answer.value:
            return None
        return answer.value if isinstance(answer.value, Secret) else Secret(answer.value)


Part = Literal["pool", "webapp", "service", "user", "link"]
"""A part of the draft that can stand on an answer; its name is that of the draft's attribute."""


class Choice(Record):
    """One way to answer a field. ``free`` choices ask for a text, which then is the answer."""

    value: str
    label: str
    hint: str = ""
    free: bool = False


class Field(Record):
    """One question, declared once: form, flag, environment variable and line prompt all use it.

    ``flag`` is empty where the command line has none. A ``secret`` field's flag names a file (or
    ``-``), never the value. ``default`` and ``shown`` see the answers and the draft so far;
    ``check`` gives the problem with a value, or None, and does no I/O. ``decides`` names what was
    made or proven with this very answer: with another one, it has to be made or proven again.
    """

    name: str
    label: str
    help: str
    flag: str = ""
    env: str = ""
    secret: bool = False
    choices: tuple[Choice, ...] = ()
    metavar: str = ""
    placeholder: str = ""
    optional: bool = False
    default: Callable[[Answers, Draft], str] = lambda _answers, _draft: ""
    offered: Callable[[Answers, Draft], tuple[Choice, ...]] | None = None
    shown: Callable[[Answers, Draft], bool] = lambda _answers, _draft: True
    check: Callable[[str], Problem | None] = lambda _value: None
    decides: tuple[Part, ...] = ()

    def choices_for(self, answers: Answers, draft: Draft) -> tuple[Choice, ...]:
        """Give the choices that make sense now (all of them, unless ``offered`` says otherwise)."""
        return self.offered(answers, draft) if self.offered else self.choices


# --- the chain ------------------------------------------------------------------------------------

LinkStatus = Literal["active", "skipped", "unproven", "failed"]
ObjectKind = Literal["userPool", "webapp", "service"]


class TestUser(Record):
    """The end user we try the chain with. The token itself is a secret and lies in the store."""

    id: str
    token: Secret | None = None
    kid: str = ""
    expires_at: int | None = None
    proof: Literal["proven", "not proven"] = "not proven"


TestUser.__test__ = False  # type: ignore[attr-defined]  # pytest: this is no test class


class Link(Record):
    """Whether the test user's account at one app is linked. ``simulated``: no person clicked."""

    app: str
    status: LinkStatus
    simulated: bool = False

    def as_json(self) -> dict[str, Any]:
        """Give the shape that ``setup --json`` promises."""
        return {"app": self.app, "status": self.status, "simulated": self.simulated}


class Made(Record):
    """An object at Anon that this run created or found again."""

    kind: ObjectKind
    id: str


class Draft(Record):
    """What has been proven so far. Each step's ``run`` gives a copy that holds one link more.

    ``notes`` are problems that did not stop a step but must be told, *not proven* above all.
    ``promoted_from`` is the tested profile that this one carries over to production, if any.
    """

    profile: str = ""
    environment: str = ""
    promoted_from: str = ""
    base_url: str = ""
    generation: Literal[1, 2] = 2
    organization_id: str = ""
    api_key: Secret | None = None
    key_proof: Literal["", "accepted", "not proven"] = ""
    secret_store: str = ""
    pool: Pool | None = None
    webapp: Client | None = None
    service: Client | None = None
    service_key: Secret | None = None
    user: TestUser | None = None
    link: Link | None = None
    saved: str = ""
    created: tuple[Made, ...] = ()
    reused: tuple[Made, ...] = ()
    notes: tuple[Problem, ...] = ()

    def with_made(self, made: Made, *, new: bool) -> Draft:
        """Give a copy that also reports ``made``, as created or as reused."""
        if new:
            return self._replace(created=(*self.created, made))
        if made in self.created or made in self.reused:
            return self
        return self._replace(reused=(*self.reused, made))


class CreateRequest(Record):
    """A request that will make something: what the plan shows is what the ledger sends.

    ``body`` has no name yet: the ledger gives one, ``<profile>-<kind>-<8 hex>``. Values that are
    known only later stand in it as ``<userPoolId>`` and the like when it is merely planned.
    """

    kind: ObjectKind
    path: str
    body: Mapping[str, Any] = MappingProxyType({})


class Plan(Record):
    """What a step would send, and the draft it would give; unknown ids stand as ``<like this>``.

    ``lacks`` says what the step would stop for, as far as that can be told without sending.
    """

    requests: tuple[CreateRequest, ...]
    draft: Draft
    lacks: tuple[Problem, ...] = ()


class Step(Record):
    """One link of the chain, declared once.

    ``run`` proves it and gives the longer draft, or raises ``ProblemError``. It may be run again at
    any time and makes nothing twice. ``plan`` tells the creating requests it would send and
    what it lacks, and sends nothing itself; a step without one creates nothing, lacks nothing that
    could be told before, and lets no later step know more.
    ``leave``, where there is one, says what the draft is when one goes on without this link.
    ``take_up``, where there is one, stands in for ``run`` when an interrupted setup goes on: from
    what that one had reached (the second draft) it gives the draft with this link, or None where
    only a person can make it. ``mends`` has, by the code of a problem that ``run`` raises, the
    question whose answer mends it: it is asked for when that problem has come. ``stored`` names the
    fields whose answers an earlier run put into the secret store: nobody is asked for these.
    """

    id: str
    title: str
    purpose: str
    fields: tuple[Field, ...]
    run: Callable[[Context, Draft, Answers], Draft]
    done: Callable[[Draft], bool]
    plan: Callable[[Context, Draft, Answers], Plan] | None = None
    leave: Callable[[Draft, Answers, Problem], Draft] | None = None
    take_up: Callable[[Context, Draft, Draft, Answers], Draft | None] | None = None
    mends: Mapping[str, Field] = MappingProxyType({})
    stored: Callable[[Context, Draft, Answers], Collection[str]] = lambda *_: ()
