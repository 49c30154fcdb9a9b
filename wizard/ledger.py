"""What is about to be created, and what came back: nothing lost, nothing made twice.

Knows: the five rules of “Creating things” (threats), for a server that can neither list nor delete.
Must never: send a creating request that is not journalled, or repeat one whose answer was lost.

The journal's lock is held from the look at what is there until the answer is written down, so a
``pending`` entry that anybody else can see is one whose writer died: its answer is lost.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import time
import unicodedata
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Generic, Protocol, TypeVar

from wizard.model import ProblemError
from wizard.problems import problem
from wizard.profiles.files import locked
from wizard.profiles.journal import Entry, Journal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.model import CreateRequest, ObjectKind, Problem
    from wizard.profiles.home import Home
    from wizard.profiles.journal import State


class Answer(Protocol):
    """What the server says it created."""

    @property
    def id(self) -> str:
        """Give the object's id."""


class Found(Protocol):
    """An object as the server holds it; ``difference`` from what is wanted is empty for none."""

    @property
    def name(self) -> str:
        """Give its name."""

    @property
    def difference(self) -> str:
        """Say how it differs from what is wanted, in words that follow “It exists, but”."""


A = TypeVar("A", bound=Answer)

_KNOWN: Final = frozenset({"done", "adopted"})
_DOUBTFUL: Final = frozenset({"pending", "unknown"})
_NAME_CHARACTERS: Final = 40  # of the profile's name in an object's; what Anon allows is unknown


@dataclass(frozen=True, slots=True)
class Created(Generic[A]):
    """The object a step now has. ``answer`` is there only where it was created just now."""

    id: str
    name: str
    new: bool
    answer: A | None = None


class Ledger:
    """The creating requests of one profile in one environment."""

    def __init__(  # noqa: PLR0913, PLR0917 — what every entry says, and two clocks for tests
        self,
        home: Home,
        profile: str,
        environment: str,
        base_url: str,
        now: Callable[[], float] = time.time,
        token_hex: Callable[[int], str] = secrets.token_hex,
    ) -> None:
        self._profile = profile
        self._environment = environment
        self._base_url = base_url
        self._now = now
        self._token_hex = token_hex
        self._journal = Journal(home.journal(profile))
        self._lock = home.journal_lock(profile)

    def entries(self) -> tuple[Entry, ...]:
        """Give every request of this profile as it stands, oldest first."""
        return self._journal.entries()

    def made(self, request: CreateRequest) -> str | None:
        """Give the id of what this very request (its name aside) made, or None."""
        entry = self._made(request)
        return entry.id if entry else None

    def doubtful(self, kind: ObjectKind) -> Entry | None:
        """Give the request for such an object whose answer was lost, or None."""
        return next((e for e in reversed(self._mine(kind)) if e.state in _DOUBTFUL), None)

    def gone(self, kind: ObjectKind, object_id: str) -> None:
        """Note that the server no longer has this object: it is not reused any more."""
        with self._locked():
            for entry in self._mine(kind):
                if entry.id == object_id and entry.state in _KNOWN:
                    self._note(entry, "gone")

    def create(  # noqa: PLR0913 — by name only; each is one thing that the rules ask about
        self,
        request: CreateRequest,
        *,
        send: Callable[[dict[str, Any]], A],
        read: Callable[[str], Found],
        keep: Callable[[A], None] = lambda _answer: None,
        adopt: str | None = None,
        another: bool = False,
        usable: Callable[[str], bool] = lambda _object_id: True,
    ) -> Created[A]:
        """Give the object that ``request`` describes: known already, adopted, or created now.

        ``send`` posts a body; it may raise, see ``_sent``. ``keep`` stores, durably, what an answer
        shows only once. ``adopt`` is the id that the user gave for a request whose answer was lost,
        and ``read`` fetches it to compare. ``another``: the user wants a new object in place of a
        doubtful one, an adopted one, or a known one that is not ``usable``.

        Raises ``ledger.answer_lost``, ``ledger.adopted_differs``, ``journal.corrupt``,
        ``store.busy``, what ``send``, ``read`` and ``keep`` raise, and what saving raises.
        """
        with self._locked():
            known = self._made(request)
            if known and not (another and (known.state == "adopted" or not usable(known.id))):
                return Created(known.id, known.name, new=False)
            if adopt:
                return self._adopted(request, adopt, read(adopt))
            self._settle(request.kind, known, another=another)
            return self._sent(request, send, keep)

    def _made(self, request: CreateRequest) -> Entry | None:
        wanted = request_hash(request, self._base_url)
        entries = reversed(self._mine(request.kind))
        return next((e for e in entries if e.hash == wanted and e.state in _KNOWN), None)

    def _mine(self, kind: ObjectKind) -> list[Entry]:
        entries = self._journal.entries()
        return [e for e in entries if e.kind == kind and e.environment == self._environment]

    def _adopted(self, request: CreateRequest, object_id: str, found: Found) -> Created[A]:
        """Take the user's id for the doubtful request, where the object is what was asked for.

        One with another name was not made by that request, which then stays perhaps left over.
        """
        if found.difference:
            differs = {"kind": request.kind, "id": object_id, "difference": found.difference}
            raise ProblemError(problem("ledger.adopted_differs", **differs))
        doubtful = self.doubtful(request.kind)
        if doubtful and doubtful.name == found.name:
            entry = replace(doubtful, hash=request_hash(request, self._base_url))
        else:
            self._set_aside(request.kind)
            entry = replace(self._entry(request), name=found.name)
        self._note(replace(entry, id=object_id), "adopted")
        return Created(object_id, found.name, new=False)

    def _settle(self, kind: ObjectKind, known: Entry | None, *, another: bool) -> None:
        """Set aside what the user no longer wants; without that wish a doubtful one stops us."""
        doubtful = self.doubtful(kind)
        if doubtful and not another:
            raise _answer_lost(doubtful)
        self._set_aside(kind)
        if known:
            self._note(known, "left over")

    def _set_aside(self, kind: ObjectKind) -> None:
        for entry in self._mine(kind):
            if entry.state in _DOUBTFUL:
                self._note(entry, "left over")

    def _sent(
        self,
        request: CreateRequest,
        send: Callable[[dict[str, Any]], A],
        keep: Callable[[A], None],
    ) -> Created[A]:
        """Journal, send, and write down what came back.

        A refusal and a request that was not sent made nothing. An ``AnswerLostError``, or any
        other end (the program is killed, a defect), leaves open what happened.
        """
        from wizard.api import AnswerLostError
        from wizard.http import CancelledBeforeSendingError

        entry = self._entry(request)
        self._journal.append(entry)
        try:
            answer = send({**request.body, "name": entry.name})
        except AnswerLostError as lost:
            self._note(entry, "unknown")
            raise _answer_lost(entry) from lost
        except (ProblemError, CancelledBeforeSendingError):
            self._note(entry, "refused")
            raise
        return self._kept(replace(entry, id=answer.id), answer, keep)

    def _kept(self, entry: Entry, answer: A, keep: Callable[[A], None]) -> Created[A]:
        """Store what is shown once, then the id; where that fails, tell the id: it exists."""
        try:
            keep(answer)
            self._note(entry, "done")
        except BaseException as stopped:
            with suppress(ProblemError):
                self._note(entry, "unknown")
            if isinstance(stopped, ProblemError):
                raise _not_recorded(entry, stopped.problem) from None
            raise
        return Created(entry.id, entry.name, new=True, answer=answer)

    def _entry(self, request: CreateRequest) -> Entry:
        key = self._token_hex(4)
        return Entry(
            key=key,
            kind=request.kind,
            name=f"{safe_name(self._profile)}-{request.kind}-{key}",
            environment=self._environment,
            base_url=self._base_url,
            profile=self._profile,
            hash=request_hash(request, self._base_url),
            state="pending",
            at=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self._now())),
        )

    def _note(self, entry: Entry, state: State) -> None:
        self._journal.append(replace(entry, state=state))

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with locked(self._lock):
            yield


def request_hash(request: CreateRequest, base_url: str) -> str:
    """Give what tells one request from another: kind, path and body, whatever its name.

    Where the body names the server it goes to (the local sandbox's mock key set), that address
    does not count: the sandbox may change its port.
    """
    body = {name: value for name, value in request.body.items() if name != "name"}
    content = {"kind": request.kind, "path": request.path, "body": body}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), default=dict)
    return hashlib.sha256(text.replace(f'"{base_url}/', '"/').encode()).hexdigest()


def planned_name(profile: str, kind: ObjectKind) -> str:
    """Give an object's name as a plan shows it: its eight hex digits are not drawn yet."""
    return f"{safe_name(profile)}-{kind}-<8 hex>"


def safe_name(profile: str) -> str:
    """Give the part of an object's name that tells its profile: ASCII letters, digits, ``._-``."""
    ascii_only = unicodedata.normalize("NFKD", profile).encode("ascii", "ignore").decode("ascii")
    spelled = re.sub(r"[^A-Za-z0-9._-]+", "-", ascii_only).strip("-.")
    return spelled[:_NAME_CHARACTERS] or "profile"


def _answer_lost(entry: Entry) -> ProblemError:
    details = {"kind": entry.kind, "name": entry.name, "at": entry.at}
    return ProblemError(problem("ledger.answer_lost", **details))


def _not_recorded(entry: Entry, why: Problem) -> ProblemError:
    details = {"kind": entry.kind, "id": entry.id, "reason": f"{why.symptom} {why.cause}"}
    return ProblemError(problem("ledger.not_recorded", **details))
