"""The test user's token: where it can come from, and when it is proven.

Knows: the ways to a token (minted here, pasted, issued by Anon), and that an earlier run's stands.
Must never: let a token pass that Anon would refuse, or keep a signing key of the user's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.environments import environment
from wizard.model import Answers, Draft, Pool, Problem, ProblemError, Secret, TestUser
from wizard.problems import problem

if TYPE_CHECKING:
    from wizard.context import Context
    from wizard.identity.judge import Verdict

TOKEN: Final = "app_user_id_token"  # noqa: S105 — the name of a secret, not one
"""Name of the test user's token in the profile's secret store."""

PENDING: Final = f"pending_{TOKEN}"
"""Name of a token whose profile is not saved yet: until then the saved one stays as it is."""

EXAMPLE_KEY: Final = "mock_signing_key"
"""Name of an example key set's signing key in the profile's secret store: worthless, by its use."""

_SOON: Final = 60
"""Seconds; a token that runs out sooner is not worth keeping."""


def is_own(draft: Draft, pool: Pool) -> bool:
    """Tell whether somebody else than the local sandbox and Anon signs this pool's tokens."""
    local = environment(draft.environment).local
    return pool.source == "url" or (pool.source == "mock" and not local)


def proven_user(
    context: Context, draft: Draft, pool: Pool, user_id: str, answers: Answers
) -> TestUser:
    """Give the test user with a token that passes, an earlier run's where that still stands.

    Raises ``usage.missing`` where there is no way to a token, and what is wrong with one.
    """
    kept = _kept(context, draft, pool, user_id, answers)
    return kept or _fresh(context, draft, pool, user_id, answers)


def has_source(context: Context, draft: Draft, pool: Pool, answers: Answers) -> bool:
    """Tell whether a token can come from anywhere: of one's own keys nobody else makes any."""
    if not is_own(draft, pool):
        return True
    given = answers.secret("user_token") or answers.secret(EXAMPLE_KEY)
    secrets = context.secrets(draft)
    return bool(given or answers.text("signing_key")) or any(
        secrets.get(draft.profile, name) for name in (PENDING, TOKEN)
    )


def no_source() -> Problem:
    """Say that nothing was given that a token could come from."""
    fix = "Give --signing-key FILE (with --kid KID), or --user-token-file FILE"
    return problem("usage.missing", label="A token for the test user", fix=fix)


def keep_token(context: Context, draft: Draft) -> None:
    """Let the test user's token be the profile's: it is saved with it now."""
    secrets = context.secrets(draft)
    if draft.user and draft.user.token:
        secrets.put(draft.profile, {TOKEN: draft.user.token})
    secrets.remove(draft.profile, PENDING)


def _kept(
    context: Context, draft: Draft, pool: Pool, user_id: str, answers: Answers
) -> TestUser | None:
    """Give the user of an earlier run, where its token still stands: nothing need be issued."""
    if is_own(draft, pool) and answers.secret("user_token"):
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

    path, example = answers.text("signing_key"), answers.secret(EXAMPLE_KEY)
    if not path and not example:
        raise ProblemError(no_source())
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
