"""The page of the UserPool: the key set that one names is downloaded and shown, key by key.

Knows: when a URL is worth a look: as it is left, or when nobody has typed for 600 ms.
Must never: fetch for every key that is pressed, or on the event loop.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from textual import on
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from screens.base import StepPage
from screens.fields import Question
from screens.plain import plain
from screens.table import Table
from screens.verdicts import KEY_COLUMNS, key_rows
from wizard import flow
from wizard.environments import environment
from wizard.model import CancelledByUserError, ProblemError
from wizard.steps.pool import check_jwks, source_of, takes_over

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.content import Content
    from textual.timer import Timer
    from textual.widget import Widget

    from wizard.flow import Progress
    from wizard.identity.jwks import KeySet
    from wizard.model import Problem

_QUIET: Final = 0.6
"""Seconds without a key after which a complete URL is fetched (threats)."""


class _Read(Message):
    """A key set was looked at."""

    def __init__(self, url: str, keys: KeySet | None, trouble: Problem | None) -> None:
        super().__init__()
        self.url = url
        self.keys = keys
        self.trouble = trouble


class Page(StepPage):
    """The UserPool."""

    go = "Create the UserPool"
    doing = "Creating the UserPool"

    _url = ""
    _private = False
    _waits: Timer | None = None
    _trouble: Problem | None = None

    def below(self) -> Iterable[Widget]:
        """Give the place for the table of keys."""
        yield Static(classes="keys-told", markup=False)
        yield Table("keys-found")

    def note(self, progress: Progress) -> str:
        """Say that the pool is there already, where what Anon sent names it."""
        if not takes_over(progress.answers):
            return ""
        return (
            "What Anon sent you names the UserPool. It is looked up there and taken over as it is; "
            "none is created."
        )

    def show(self, progress: Progress) -> None:
        """Wait for quiet, then look at the URL, if there is another one now."""
        super().show(progress)
        if takes_over(progress.answers):
            self.name_way_on("Take over the UserPool")
        else:
            self.name_way_on("Continue" if flow.stands(progress, "userPool") else self.go)
        self._private = environment(progress.draft.environment).private
        url = progress.answers.text("jwks")
        url = "" if source_of(url) != "url" or check_jwks(url) else url
        if self._waits:
            self._waits.stop()
        if url != self._url:
            self._url = ""
            self._found("", ())
            self.forgive(self._trouble)
        if url:
            self._waits = self.set_timer(_QUIET, partial(self._look, url))

    @on(Question.Left)
    def _look_now(self, event: Question.Left) -> None:
        value = event.question.value()
        if event.question.field.name == "jwks" and source_of(value) == "url":
            self._look(value)

    def _look(self, url: str) -> None:
        if url == self._url or not url or check_jwks(url):
            return
        self._url = url
        self._found("Downloading the key set", ())
        self.run_worker(
            partial(self._read, url, allow_private=self._private),
            name="key set",
            description="a look at a key set",
            group="key set",
            exclusive=True,
            thread=True,
        )

    def _read(self, url: str, *, allow_private: bool) -> None:
        from wizard.identity.fetch import load

        worker = get_current_worker()
        try:
            keys = load(
                url, allow_private=allow_private, cancelled=lambda: bool(worker.is_cancelled)
            )
        except ProblemError as stopped:
            self.post_message(_Read(url, None, stopped.problem))
        except CancelledByUserError:
            return
        else:
            broken = keys.verdict == "fail"
            self.post_message(_Read(url, keys, keys.problems[0] if broken else None))

    @on(_Read)
    def _show_keys(self, event: _Read) -> None:
        event.stop()
        if event.url != self._url:
            return
        rows = tuple(key_rows(event.keys, self.signs)) if event.keys else ()
        count = f"{len(rows)} key{'s' if len(rows) > 1 else ''} in this set" if rows else ""
        self._found(count, rows)
        self._trouble = event.trouble
        if event.trouble:
            self.fail(event.trouble)

    def _found(self, words: str, rows: Sequence[Sequence[Content]]) -> None:
        told, keys = self.query_one(".keys-told", Static), self.query_one(".keys-found", Table)
        told.update(plain(words, "$muted"))
        told.display = bool(words)
        keys.show(rows, KEY_COLUMNS)
        keys.display = bool(rows)
