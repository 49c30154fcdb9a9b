"""The page of the test user: a pasted token is judged as Anon will judge it, check by check."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.worker import get_current_worker

from screens.base import StepPage
from screens.fields import Question
from screens.table import Table
from screens.verdicts import check_rows
from wizard.environments import environment
from wizard.model import CancelledByUserError, ProblemError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from wizard.flow import Progress
    from wizard.identity.judge import Verdict
    from wizard.model import Secret


class _Judged(Message):
    """The token was judged."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__()
        self.verdict = verdict


class Page(StepPage):
    """The test user."""

    go = "Check the token"
    doing = "Getting and checking the token"

    _progress: Progress | None = None

    def below(self) -> Iterable[Widget]:
        """Give the place for the verdict."""
        yield Table("verdict")

    def note(self, progress: Progress) -> str:
        """Say who issues the token where nobody is asked."""
        pool = progress.draft.pool
        if pool is None or pool.source == "url":
            return ""
        if pool.source == "hosted":
            return "The UserPool is Anon-hosted: Anon issues this user's token."
        return (
            "A token (appUserIdToken) is a signed statement of who the user is. The sandbox's mock "
            "identity provider signs this one; its “kid” names the key in the pool's JWKS."
        )

    def show(self, progress: Progress) -> None:
        """Keep what the judgement depends on; an old verdict does not stand for a new token."""
        super().show(progress)
        self._progress = progress
        self._verdict().display = False

    @on(Question.Left)
    def _judge_now(self, event: Question.Left) -> None:
        token = self._progress.answers.secret("user_token") if self._progress else None
        if event.question.field.name == "user_token" and token and self._progress:
            self.run_worker(
                partial(self._judge, token, self._progress),
                name="judge",
                description="a look at a token",
                group="judge",
                exclusive=True,
                thread=True,
            )

    def _judge(self, token: Secret, progress: Progress) -> None:
        from wizard.identity.fetch import load
        from wizard.identity.judge import judge

        pool, worker = progress.draft.pool, get_current_worker()
        if pool is None:
            return
        private = environment(progress.draft.environment).private
        try:
            keys = load(
                pool.jwks_uri, allow_private=private, cancelled=lambda: bool(worker.is_cancelled)
            )
        except (ProblemError, CancelledByUserError):
            return  # the step itself will tell
        user_id = progress.answers.text("user") or None
        verdict = judge(token.reveal().strip(), keys, id_claim=pool.id_claim, user_id=user_id)
        self.post_message(_Judged(verdict))

    @on(_Judged)
    def _show_verdict(self, event: _Judged) -> None:
        event.stop()
        self._verdict().show(check_rows(event.verdict, self.signs))
        self._verdict().display = True

    def _verdict(self) -> Table:
        return self.query_one(".verdict", Table)
