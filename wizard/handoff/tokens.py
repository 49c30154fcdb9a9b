"""A sample of the tokens that real users will carry.

Must never: keep the sample, or show it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.checks.row import skipped
from wizard.handoff.item import Item, asked, found, remarked, wrong
from wizard.identity.judge import judge
from wizard.identity.tokens import inspect
from wizard.identity.words import date, span
from wizard.problems import problem
from wizard.steps.user_token import TOKEN
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.checks.row import Outcome
    from wizard.handoff.look import Look
    from wizard.model import Secret

SHORTEST: Final = 5 * 60
"""Seconds (our choice): what a person needs on the Link page."""
LONG: Final = 31 * 86_400
"""Seconds (our choice): longer than this wants a reason."""
LONGEST: Final = 184 * 86_400
"""Seconds: Anon's own tokens live six months by default (contract, Endpoints)."""


def _sample(look: Look) -> Secret | None:
    return look.sample or look.tested.secrets.get(TOKEN)


def _passes(look: Look) -> Outcome:
    token, pool = _sample(look), look.pool
    if not pool.jwks_uri:
        return skipped("The pool is Anon-hosted: Anon issues the tokens")
    if token is None:
        return asked(_ASK)
    if pool.source == "mock" and not look.sample:
        return skipped("rehearsal: the token is the mock identity provider's, not yours")
    user = None if look.sample else look.tested.profile.user_id or None
    verdict = judge(
        token.reveal(),
        look.key_set(),
        id_claim=pool.id_claim,
        user_id=user,
        now=look.tested.now(),
    )
    if verdict.problem and verdict.state == "fail":
        return wrong(verdict.problem)
    whose = "The sample you gave" if look.sample else "The test user's token of the setup"
    told = f"{verdict.algorithm}, kid {printable(verdict.kid or '', 80)}"
    return found(f"{whose} passes", f"{told}, user “{printable(verdict.user_id or '', 80)}”")


def _lives_sanely(look: Look) -> Outcome:
    token = _sample(look)
    if token is None or not look.pool.jwks_uri:
        return skipped("There is no sample to look at")
    seen = inspect(token.reveal(), now=look.tested.now())
    ends = seen.expires_at
    if ends is None:
        return wrong(problem("token.no_expiry"))
    begins = next((each.seconds for each in seen.times if each.claim == "iat"), look.tested.now())
    life = ends - begins
    evidence = f"expires {date(ends)}"
    if life < SHORTEST:
        return wrong(problem("handoff.token_lives_short", life=span(life)), evidence)
    if life > LONG:
        tell = wrong if life > LONGEST else remarked
        return tell(problem("handoff.token_lives_long", life=span(life)), evidence)
    return found(f"Tokens live {span(life)}", evidence)


_ASK: Final = (
    "There is no token to look at. Give one that your identity provider issued to a user: "
    "anon-wizard handoff --user-token-file FILE."
)

ITEMS: Final = (
    Item(
        "token.sample",
        "A token of your identity provider passes",
        "user",
        _passes,
        ("jwks.sound", "jwks.kid"),
        certainty="documented",
    ),
    Item(
        "token.life",
        "Tokens expire, neither too soon nor too late",
        "user",
        _lives_sanely,
        ("token.sample",),
        certainty="documented",
    ),
)
