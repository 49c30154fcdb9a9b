"""The fifth step: a test user whose token is proven against the pool's live key set.

Knows: what is asked about the user, and which ways to their token there are to choose from.
Must never: go on with a token that Anon would refuse.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from wizard.model import (
    Answers,
    Choice,
    Draft,
    Field,
    Plan,
    Pool,
    Problem,
    ProblemError,
    Secret,
    Step,
    TestUser,
)
from wizard.paths import is_file, named_path
from wizard.problems import problem
from wizard.steps import TITLES
from wizard.steps.shared import imported, with_note
from wizard.steps.user_token import EXAMPLE_KEY, PENDING, has_own_keys, lacks_a_way, proven_user

if TYPE_CHECKING:
    from wizard.context import Context

_DEMO_USER: Final = "demo-user"


def _own_key_set(_answers: Answers, draft: Draft) -> bool:
    return draft.pool is not None and has_own_keys(draft, draft.pool)


def _mints(answers: Answers, draft: Draft) -> bool:
    if answers.secret(EXAMPLE_KEY):
        return False
    return _own_key_set(answers, draft) and answers.text("token_from", "mint") == "mint"


def _pastes(answers: Answers, draft: Draft) -> bool:
    return _own_key_set(answers, draft) and answers.text("token_from", "mint") == "paste"


def _default_token_from(answers: Answers, _draft: Draft) -> str:
    return "paste" if answers.secret("user_token") else "mint"


def _default_user(answers: Answers, draft: Draft) -> str:
    """Take the user that the given token is for; who has a token need not say its user as well."""
    token = answers.secret("user_token")
    way = answers.text("token_from") or _default_token_from(answers, draft)
    if token and draft.pool and way == "paste" and has_own_keys(draft, draft.pool):
        from wizard.identity.tokens import claimed_user

        claimed = claimed_user(token, draft.pool.id_claim)
        return _DEMO_USER if check_user(claimed) else claimed
    return _DEMO_USER


def check_user(value: str) -> Problem | None:
    """Tell whether this can be an appUserId: something visible, of sane length."""
    return None if value.strip() and len(value) <= 256 else problem("user.missing")


def check_path(value: str) -> Problem | None:
    """Tell whether there is such a file."""
    path = named_path(value)
    if not value or is_file(path):
        return None
    return problem("usage.file", path=value, reason="There is no such file.")


USER: Final = Field(
    name="user",
    label="Id of the test user (appUserId)",
    help="The id your app knows a user by. Their token carries it, and your back end names it to "
    "act for them: both must be the same.",
    flag="--user",
    metavar="ID",
    env="ANON_APP_USER_ID",
    placeholder=_DEMO_USER,
    default=_default_user,
    check=check_user,
    decides=("user", "link"),
)

TOKEN_FROM: Final = Field(
    name="token_from",
    label="Where does the test user's token come from?",
    help="A token (appUserIdToken) is a JWT signed with a private key whose public half is in "
    "your key set; its “kid” header names the key.",
    choices=(
        Choice("mint", "Sign one here", "with your private key; the key is read, not kept"),
        Choice("paste", "Paste one", "that your identity provider issued"),
    ),
    default=_default_token_from,
    shown=_own_key_set,
)

SIGNING_KEY: Final = Field(
    name="signing_key",
    label="File of the private key",
    help="PEM or JWK. It is read once to sign the test token, and never copied or sent.",
    flag="--signing-key",
    metavar="FILE",
    placeholder="~/keys/private.pem",
    shown=_mints,
    check=check_path,
)

KID: Final = Field(
    name="kid",
    label="kid of that key",
    help="The name of this key in your key set. Leave it empty where the key itself tells it, "
    "or where your set names keys by RFC 7638 thumbprint.",
    flag="--kid",
    metavar="KID",
    optional=True,
    shown=_mints,
)

USER_TOKEN: Final = Field(
    name="user_token",
    label="Token of the test user",
    help="The JWT as your identity provider issues it to a signed-in user: three parts with "
    "dots between. Anon calls it appUserIdToken.",
    flag="--user-token-file",
    env="ANON_APP_USER_ID_TOKEN",
    secret=True,
    placeholder="eyJ…",
    shown=_pastes,
)


MOCK_SIGNING_KEY: Final = imported(EXAMPLE_KEY, "Signing key of the example key set", secret=True)
NPM_TOKEN: Final = imported("npm_token", "Token for Anon's npm packages", secret=True)


def _run(context: Context, draft: Draft, answers: Answers) -> Draft:
    pool = draft.pool
    if pool is None:
        raise ProblemError(problem("step.too_early", step="UserPool"))
    user = _user(context, draft, pool, answers)
    if user.token:
        context.secrets(draft).put(draft.profile, {PENDING: user.token, **_examples(answers)})
    return _with_notes_of(draft._replace(user=user), pool)


def refuse_without_token(context: Context, draft: Draft, pool: Pool, answers: Answers) -> None:
    """Stop before ``pool`` is made where no token can be had that it will take (own key sets).

    Nothing is kept of the trial. Raises what this step would raise later on.
    """
    if context.unattended and has_own_keys(draft, pool):
        context.say("Trying whether the test user's token will pass")
        silent = replace(context, say=lambda _line: None)
        _user(silent, draft._replace(pool=pool), pool, answers)


def _plan(context: Context, draft: Draft, answers: Answers) -> Plan:
    lacks = draft.pool and lacks_a_way(context, draft, draft.pool, answers)
    return Plan((), draft, (lacks,) if lacks else ())


def _user(context: Context, draft: Draft, pool: Pool, answers: Answers) -> TestUser:
    """Give the test user with a token that passes, an earlier run's where that still stands."""
    user_id = answers.text("user") or _default_user(answers, draft)
    wrong = check_user(user_id)
    if wrong:
        raise ProblemError(wrong)
    return proven_user(context, draft, pool, user_id, answers)


def _examples(answers: Answers) -> dict[str, Secret]:
    """Give what a bundle holds for testing only: the example signing key, and npm's token."""
    given = {name: answers.secret(name) for name in (EXAMPLE_KEY, NPM_TOKEN.name)}
    return {name: secret for name, secret in given.items() if secret}


def _with_notes_of(draft: Draft, pool: Pool) -> Draft:
    """Say what could not be proven: a hosted pool shows no key set to prove a token with."""
    return with_note(draft, problem("token.hosted_unproven")) if pool.source == "hosted" else draft


STEP: Final = Step(
    id="user",
    title=TITLES["user"],
    purpose="One user of your app to try the chain with. Their token is checked against the "
    "pool's key set, exactly as Anon will check it.",
    fields=(USER, TOKEN_FROM, SIGNING_KEY, KID, USER_TOKEN, MOCK_SIGNING_KEY, NPM_TOKEN),
    run=_run,
    plan=_plan,
    done=lambda draft: draft.user is not None,
)
