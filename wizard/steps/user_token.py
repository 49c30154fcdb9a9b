"""The test user's token: where it can come from, and when it is proven.

Knows: the ways to a token (minted here, pasted, issued by Anon), and that an earlier run's stands.
Must never: let a token pass that Anon would refuse, or keep a signing key of the user's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from wizard.environments import environment
from wizard.model import Answers, Draft, Pool, Problem, ProblemError, Secret, TestUser
from wizard.problems import problem
from wizard.profiles.references import is_reference

if TYPE_CHECKING:
    from wizard.context import Context
    from wizard.identity.judge import Verdict

TOKEN: Final = "app_user_id_token"  # noqa: S105 — the name of a secret, not one
"""Name of the test user's token in the profile's secret store."""

PENDING: Final = f"pending_{TOKEN}"
"""Name of a token whose profile is not saved yet: until then the saved one stays as it is."""

EXAMPLE_KEY: Final = "mock_signing_key"
"""Name of an example key set's signing key in the profile's secret store: worthless, by its use."""

Way = Literal["issued by Anon", "issued by the sandbox", "pasted", "signed here"]

_SOON: Final = 60
"""Seconds; a token that runs out sooner is not worth keeping."""


def has_own_keys(draft: Draft, pool: Pool) -> bool:
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


def lacks_a_way(context: Context, draft: Draft, pool: Pool, answers: Answers) -> Problem | None:
    """Say that there is no way to a token, as far as that can be told without asking anybody."""
    if _way(draft, pool, answers):
        return None
    secrets = context.secrets(draft)
    stored = (secrets.stored(draft.profile, name) for name in (PENDING, TOKEN))
    return None if any(_may_stand(context, token) for token in stored if token) else _no_way()


def _may_stand(context: Context, token: Secret) -> bool:
    """Tell whether a stored token has not run out; of a reference only 1Password could tell."""
    from wizard.identity.tokens import inspect

    expires = None if is_reference(token) else inspect(token.reveal()).expires_at
    return expires is None or expires > context.now()


def _way(draft: Draft, pool: Pool, answers: Answers) -> Way | None:
    """Give the way to a token that the answers open; None: they open none."""
    if pool.source == "hosted":
        return "issued by Anon"
    if not has_own_keys(draft, pool):
        return "issued by the sandbox"
    if answers.secret("user_token") and answers.text("token_from", "paste") == "paste":
        return "pasted"
    return "signed here" if answers.text("signing_key") or answers.secret(EXAMPLE_KEY) else None


def _no_way() -> Problem:
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
    if has_own_keys(draft, pool) and answers.secret("user_token"):
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
    way = _way(draft, pool, answers)
    if way == "issued by Anon":
        context.say("Asking Anon for a token")
        issued = context.api(draft).create_app_user_id_token(user_id, pool.id)
        return _kept_hosted(context, issued, user_id) or TestUser(user_id, issued)
    token = _obtained(context, way, pool, user_id, answers)
    context.say("Checking the token as Anon will")
    verdict = _verdict(context, draft, pool, user_id, token)
    if verdict.problem and verdict.state == "fail":
        raise ProblemError(verdict.problem)
    return _proven(user_id, token, verdict)


def _obtained(
    context: Context, way: Way | None, pool: Pool, user_id: str, answers: Answers
) -> Secret:
    """Get a token the way the answers open."""
    if way is None:
        raise ProblemError(_no_way())
    if way == "issued by the sandbox":
        context.say("Getting a token from the mock identity provider")
        return context.sandbox().issue_token(user_id, id_claim=pool.id_claim)
    pasted = answers.secret("user_token")
    if way == "pasted" and pasted:
        return Secret(pasted.reveal().strip())
    return _minted(context, pool, user_id, answers)


def _minted(context: Context, pool: Pool, user_id: str, answers: Answers) -> Secret:
    from wizard.identity.keys import load_private
    from wizard.identity.tokens import mint
    from wizard.reading import read_text

    path, example = answers.text("signing_key"), answers.secret(EXAMPLE_KEY)
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
