"""The sixth step: the test user links an account, and the link is proven.

Knows: the Link page's URL, the ways it can end, and how each environment lets a link be proven.
Must never: show *not proven* as failed or as passed, or take a stranger's callback for ours.
"""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from wizard.environments import environment
from wizard.model import (
    APPS,
    Answers,
    CancelledByUserError,
    Choice,
    Draft,
    Field,
    Link,
    Problem,
    ProblemError,
    Step,
)
from wizard.problems import problem
from wizard.steps import TITLES
from wizard.steps.shared import with_note

if TYPE_CHECKING:
    from wizard.callback import CallbackListener, LinkReturn
    from wizard.context import Context, LinkOffer, LinkStage, LinkWish

_DEFAULT_APP: Final = "instagram"

_LOOK_EVERY: Final = 0.5
"""Seconds between two looks at the person's wishes and the link's stage."""

APP: Final = Field(
    name="app",
    label="App to link",
    help="The app in which Anon shall act for your user. They log in there once, in the browser.",
    flag="--app",
    metavar="APP",
    choices=(
        *(Choice(app, name) for app, name in APPS.items()),
        Choice("other", "Another app", "its id at Anon", free=True),
    ),
    default=lambda _answers, _draft: _DEFAULT_APP,
    decides=("link",),
)

REDIRECT_URL: Final = Field(
    name="redirect_url",
    label="Redirect URL of your own app",
    help="Where the browser goes after the link. Leave it empty and it comes back to this wizard. "
    "With your own, you paste back the address it ends at.",
    flag="--redirect-url",
    metavar="URL",
    placeholder="leave empty to come back here",
    optional=True,
)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One try at the link: what was offered, and how to hear of its end."""

    context: Context
    draft: Draft
    app: str
    offer: LinkOffer
    state: str
    listener: CallbackListener | None

    def ended(self, wish: LinkWish | None) -> LinkReturn | None:
        """Wait a moment for the browser to come back, or read what was pasted."""
        if wish and wish.kind == "pasted":
            return self._pasted(wish.text)
        if wish and wish.kind == "simulate":
            return self._read(self._walked())
        if self.listener is None:
            time.sleep(_LOOK_EVERY)
            return None
        return self.listener.wait(_LOOK_EVERY, self.context.cancelled)

    def _pasted(self, text: str) -> LinkReturn | None:
        """Read what was pasted; another address than ours ends nothing."""
        try:
            return self._read(text)
        except ProblemError as refused:
            self.context.guide.refused(refused.problem)
            return None

    def _read(self, address: str) -> LinkReturn:
        from wizard.callback import read_returned_url

        return read_returned_url(address, self.state)

    def _walked(self) -> str:
        from wizard.sandbox import walk

        self.context.say("Walking the Link page without a browser (simulated)")
        return walk(self.offer.url)


def _run(context: Context, draft: Draft, answers: Answers) -> Draft:
    app = answers.text("app") or _DEFAULT_APP
    if context.link.skip:
        return draft._replace(link=Link(app, "skipped"))
    if _made_before(context, draft, app) and _stands(context, draft, app):
        context.say("The link of an earlier run still stands")
        return draft._replace(link=_earlier(context, draft, app))
    with ExitStack() as stack:
        attempt = _open(stack, context, draft, app, answers.text("redirect_url"))
        context.guide.offer(attempt.offer)
        return draft._replace(link=_wait(attempt))


def _take_up(context: Context, draft: Draft, reached: Draft, answers: Answers) -> Draft | None:
    """Go on with the link of an interrupted setup, where it is the same user's at the same app.

    Where Anon can be asked, it is; elsewhere what was proven minutes ago is taken for it.
    """
    link, app = reached.link, answers.text("app") or _DEFAULT_APP
    same = (reached.pool, reached.webapp) == (draft.pool, draft.webapp)
    if link is None or link.app != app or not same or _user_id(reached) != _user_id(draft):
        return None
    if link.status == "active" and environment(draft.environment).local:
        return draft._replace(link=link) if _stands(context, draft, app) else None
    return draft._replace(link=link) if link.status in {"active", "skipped"} else None


def _user_id(draft: Draft) -> str:
    return draft.user.id if draft.user else ""


def _stands(context: Context, draft: Draft, app: str) -> bool:
    """Ask whether the user is linked already, where the environment can be asked."""
    if not environment(draft.environment).local or draft.user is None:
        return False
    status, _stage = context.sandbox().link_status(draft.environment, app, draft.user.id)
    return status == "active"


def _made_before(context: Context, draft: Draft, app: str) -> bool:
    """Tell whether this profile's own client was linked: another client's link proves nothing."""
    saved = context.saved(draft.profile)
    if saved is None or draft.webapp is None:
        return False
    same = (saved.app, saved.user_id, saved.webapp_id) == (app, _user_id(draft), draft.webapp.id)
    from wizard.profiles.proofs import read

    return same and read(context.home, draft.profile).get("link") == "active"


def _earlier(context: Context, draft: Draft, app: str) -> Link:
    """Give the link as the earlier run proved it, which remembers whether a person clicked."""
    from wizard.profiles.proofs import read

    simulated = bool(read(context.home, draft.profile).get("link_simulated", False))
    return Link(app, "active", simulated=simulated)


def _open(
    stack: ExitStack, context: Context, draft: Draft, app: str, own_redirect: str
) -> _Attempt:
    """Start to listen, then ask Anon for the Link page's URL."""
    from wizard.callback import CallbackListener, new_state
    from wizard.context import LinkOffer

    listener = None if own_redirect else stack.enter_context(CallbackListener())
    state = listener.state if listener else new_state()
    context.say("Asking Anon for the Link page")
    url = _link_url(context, draft, app, listener.redirect_url if listener else own_redirect, state)
    local = environment(draft.environment).local
    offer = LinkOffer(url, app, simulates=local, pastes=listener is None, watched=local)
    return _Attempt(context, draft, app, offer, state, listener)


def _link_url(context: Context, draft: Draft, app: str, redirect_url: str, state: str) -> str:
    user, webapp = draft.user, draft.webapp
    if user is None or webapp is None:
        raise ProblemError(problem("step.too_early", step="Test user"))
    return context.api(draft).link_url(
        app=app,
        redirect_url=redirect_url,
        state=state,
        app_user_id_token=user.token,
        app_user_id=None if user.token else user.id,
        client_id=webapp.id,
    )


def _wait(attempt: _Attempt) -> Link:
    """Wait until the link ends one way or the other, the person gives up, or time is up."""
    context = attempt.context
    deadline = context.now() + context.link.timeout
    while context.now() < deadline:
        if context.cancelled():
            raise CancelledByUserError
        wish = context.guide.wish()
        if wish and wish.kind == "skip":
            return Link(attempt.app, "skipped")
        ended = attempt.ended(wish)
        if ended:
            simulated = wish is not None and wish.kind == "simulate"
            return _judged(attempt, ended, simulated=simulated)
        _watch(attempt)
    from wizard.identity.words import span

    raise ProblemError(problem("link.deadline", span=span(context.link.timeout)))


def _watch(attempt: _Attempt) -> None:
    """Show how far the person has come, where that can be seen."""
    user = attempt.draft.user
    if attempt.offer.watched and user:
        place = attempt.draft.environment
        _status, stage = attempt.context.sandbox().link_status(place, attempt.app, user.id)
        attempt.context.guide.stage(cast("LinkStage", stage))


def _judged(attempt: _Attempt, ended: LinkReturn, *, simulated: bool) -> Link:
    """Take the page's word, and where the environment can be asked, ask it."""
    if ended.outcome != "success":
        raise ProblemError(_problem_with(ended))
    if attempt.offer.watched and not _stands(attempt.context, attempt.draft, attempt.app):
        reason = "The Link page reports success, but Anon does not know of a session."
        raise ProblemError(problem("link.unproven", reason=reason))
    attempt.context.guide.stage("linked")
    return Link(attempt.app, "active", simulated=simulated)


_DOCUMENTED_ERRORS: Final = frozenset({"bad_input", "bad_authorization", "anon_internal_error"})


def _problem_with(ended: LinkReturn) -> Problem:
    if ended.outcome == "cancelled":
        return problem("link.cancelled")
    if ended.error_code in _DOCUMENTED_ERRORS:
        return problem(f"link.{ended.error_code}")
    return problem("link.failed", words=ended.error_code or "no code")


def _leave(draft: Draft, answers: Answers, why: Problem) -> Draft:
    """Go on without: not proven where nobody finished it, failed where Anon said so."""
    said_so = {*_DOCUMENTED_ERRORS, "failed", "redirect_refused", "api.invalid"}
    failed = why.code.removeprefix("link.") in said_so
    link = Link(answers.text("app") or _DEFAULT_APP, "failed" if failed else "unproven")
    return with_note(draft._replace(link=link), why)


STEP: Final = Step(
    id="link",
    title=TITLES["link"],
    purpose="Your test user logs in to an app once, in the browser. Anon saves that session, and "
    "from then on your back end can act for them.",
    fields=(APP, REDIRECT_URL),
    run=_run,
    done=lambda draft: draft.link is not None,
    leave=_leave,
    take_up=_take_up,
)
