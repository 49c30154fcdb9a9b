"""The fifth step: a test user whose token is proven against the pool's live key set.

Knows: the ways to a token (minted here, pasted, issued by Anon) and when one can be proven.
Must never: go on with a token that Anon would refuse, or keep a signing key of the user's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from wizard.environments import environment
from wizard.model import (
    Answers,
    Choice,
    Draft,
    Field,
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

if TYPE_CHECKING:
    from wizard.context import Context
    from wizard.identity.judge import Verdict

TOKEN: Final = "app_user_id_token"  # noqa: S105 — the name of a secret, not one
"""Name of the test user's token in the profile's secret store."""

PENDING: Final = f"pending_{TOKEN}"
"""Name of a token whose profile is not saved yet: until then the saved one stays as it is."""

_DEMO_USER: Final = "demo-user"

_SOON: Final = 60
"""Seconds; a token that runs out sooner is not worth keeping."""


def _own_key_set(_answers: Answers, draft: Draft) -> bool:
    return draft.pool is not None and _is_own(draft, draft.pool)


def _is_own(draft: Draft, pool: Pool) -> bool:
    """Tell whether somebody else than the local sandbox and Anon signs this pool's tokens."""
    local = environment(draft.environment).local
    return pool.source == "url" or (pool.source == "mock" and not local)


def _mints(answers: Answers, draft: Draft) -> bool:
    if answers.secret("mock_signing_key"):
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
    if token and draft.pool and way == "paste" and _is_own(draft, draft.pool):
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


EXAMPLE_KEY: Final = "mock_signing_key"
"""Name of an example key set's signing key in the profile's secret store: worthless, by its use."""

MOCK_SIGNING_KEY: Final = imported(EXAMPLE_KEY, "Signing key of the example key set", secret=True)
NPM_TOKEN: Final = imported("npm_token", "Token for Anon's npm packages", secret=True)


def _run(context: Context, draft: Draft, answers: Answers) -> Draft:
    pool = draft.pool
    if pool is None:
        raise ProblemError(problem("step.too_early", step="UserPool"))
    user = _user(context, draft, pool, answers)
    if user.token:
        context.secrets(draft).put(draft.profile, {PENDING: user.token, **_examples(answers)})
    return with_notes_of(draft._replace(user=user), pool)


def refuse_without_token(context: Context, draft: Draft, pool: Pool, answers: Answers) -> None:
    """Stop before ``pool`` is made where no token can be had that it will take (own key sets).

    Nothing is kept of the trial. Raises what this step would raise later on.
    """
    if context.unattended and _is_own(draft, pool):
        context.say("Trying whether the test user's token will pass")
        silent = replace(context, say=lambda _line: None)
        _user(silent, draft._replace(pool=pool), pool, answers)


def _user(context: Context, draft: Draft, pool: Pool, answers: Answers) -> TestUser:
    """Give the test user with a token that passes, an earlier run's where that still stands."""
    user_id = answers.text("user") or _default_user(answers, draft)
    wrong = check_user(user_id)
    if wrong:
        raise ProblemError(wrong)
    kept = _kept(context, draft, pool, user_id, answers)
    return kept or _fresh(context, draft, pool, user_id, answers)


def keep_token(context: Context, draft: Draft) -> None:
    """Let the test user's token be the profile's: it is saved with it now."""
    secrets = context.secrets(draft)
    if draft.user and draft.user.token:
        secrets.put(draft.profile, {TOKEN: draft.user.token})
    secrets.remove(draft.profile, PENDING)


def _examples(answers: Answers) -> dict[str, Secret]:
    """Give what a bundle holds for testing only: the example signing key, and npm's token."""
    given = {name: answers.secret(name) for name in (EXAMPLE_KEY, NPM_TOKEN.name)}
    return {name: secret for name, secret in given.items() if secret}


def with_notes_of(draft: Draft, pool: Pool) -> Draft:
    """Say what could not be proven: a hosted pool shows no key set to prove a token with."""
    return with_note(draft, problem("token.hosted_unproven")) if pool.source == "hosted" else draft


def _kept(
    context: Context, draft: Draft, pool: Pool, user_id: str, answers: Answers
) -> TestUser | None:
    """Give the user of an earlier run, where its token still stands: nothing need be issued."""
    if _is_own(draft, pool) and answers.secret("user_token"):
        return None
    stored = (context.secrets(draft).get(draft.profile, name) for name in (PENDING, TOKEN))
    found = (_still_good(context, draft, pool, user_id, token) for token in stored if token)
    return next((user for user in found if user), None)


def _still_good(
    context: Context, draft: Draft, pool: Pool, user_id: str, token: Secret
) -> TestUser | None:
    if pool.source == "hosted":
        return _kept_hosted(context, token, user_id)
    verdict = _verdict(context, draft, pool, user_id, token)
    return _proven(user_id, token, verdict) if verdict.state != "fail" else None


def _kept_hosted(context: Context, token: Secret, user_id: str) -> TestUser | None:
    """Give the user whose token Anon issued, where it says it is theirs and has not run out."""
    from wizard.identity.tokens import inspect

    seen = inspect(token.reveal(), now=context.now())
    header, claims = seen.header or {}, seen.claims or {}
    expires, kid = claims.get("exp"), header.get("kid")
    if claims.get("sub") != user_id or not isinstance(expires, int):
        return None
    fresh = expires > context.now() + _SOON
    return TestUser(user_id, token, kid if isinstance(kid, str) else "", expires) if fresh else None


def _fresh(context: Context, draft: Draft, pool: Pool, user_id: str, answers: Answers) -> TestUser:
    if pool.source == "hosted":
        context.say("Asking Anon for a token")
        issued = context.api(draft).create_app_user_id_token(user_id, pool.id)
        return _kept_hosted(context, issued, user_id) or TestUser(user_id, issued)
    token = _obtained(context, draft, pool, user_id, answers)
    context.say("Checking the token as Anon will")
    verdict = _verdict(context, draft, pool, user_id, token)
    if verdict.problem and verdict.state == "fail":
        raise ProblemError(verdict.problem)
    return _proven(user_id, token, verdict)


def _obtained(context: Context, draft: Draft, pool: Pool, user_id: str, answers: Answers) -> Secret:
    """Get a token the way the answers say."""
    if environment(draft.environment).local and pool.source == "mock":
        context.say("Getting a token from the mock identity provider")
        return context.sandbox().issue_token(user_id, id_claim=pool.id_claim)
    pasted = answers.secret("user_token")
    if pasted and answers.text("token_from", "paste") == "paste":
        return Secret(pasted.reveal().strip())
    return _minted(context, pool, user_id, answers)


def _minted(context: Context, pool: Pool, user_id: str, answers: Answers) -> Secret:
    from wizard.identity.keys import load_private
    from wizard.identity.tokens import mint
    from wizard.reading import read_text

    path, example = answers.text("signing_key"), answers.secret("mock_signing_key")
    if not path and not example:
        fix = "Give --signing-key FILE (with --kid KID), or --user-token-file FILE"
        raise ProblemError(problem("usage.missing", label="A token for the test user", fix=fix))
    context.say("Signing a token with your key" if path else "Signing a token with the example key")
    text = Secret(read_text(path)) if path else example or Secret("")
    key = load_private(text, answers.text("kid") or None)
    return mint(key, user_id=user_id, id_claim=pool.id_claim, now=context.now())


def _verdict(context: Context, draft: Draft, pool: Pool, user_id: str, token: Secret) -> Verdict:
    """Judge the token against the pool's key set as it is served now."""
    from wizard.identity.fetch import load
    from wizard.identity.judge import judge

    private = environment(draft.environment).private
    key_set = load(pool.jwks_uri, allow_private=private, cancelled=context.cancelled)
    return judge(
        token.reveal(), key_set, id_claim=pool.id_claim, user_id=user_id, now=context.now()
    )


def _proven(user_id: str, token: Secret, verdict: Verdict) -> TestUser:
    return TestUser(user_id, token, verdict.kid or "", verdict.expires_at, "proven")


STEP: Final = Step(
    id="user",
    title=TITLES["user"],
    purpose="One user of your app to try the chain with. Their token is checked against the "
    "pool's key set, exactly as Anon will check it.",
    fields=(USER, TOKEN_FROM, SIGNING_KEY, KID, USER_TOKEN, MOCK_SIGNING_KEY, NPM_TOKEN),
    run=_run,
    done=lambda draft: draft.user is not None,
)
