"""The third step: the UserPool, that is, how Anon checks that a token is really a user's.

Knows: the three sources of a key set, and that Anon reads it when the pool is created.
Must never: create a pool over a key set that Anon would refuse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from wizard.environments import environment
from wizard.model import (
    Answers,
    Choice,
    CreateRequest,
    Draft,
    Field,
    Plan,
    Pool,
    ProblemError,
    Step,
)
from wizard.problems import problem
from wizard.steps import TITLES
from wizard.steps.clients import refuse_mixed_up
from wizard.steps.making import Found, Wanted, known_id, make
from wizard.steps.promotion import refuse_borrowed_keys
from wizard.steps.shared import described, imported, with_organization
from wizard.steps.user import refuse_without_token
from wizard.steps.user_token import has_own_keys
from wizard.text import printable

if TYPE_CHECKING:
    from wizard.api import UserPoolAnswer
    from wizard.context import Context
    from wizard.identity.jwks import KeySet
    from wizard.model import JwksSource, Problem

_MOCK: Final = Choice("mock", "Mock key set", "made for testing only; the wizard can sign with it")
_URL: Final = Choice(
    "url", "My JWKS URL", "your identity provider's, or one that you host", free=True
)
_HOSTED: Final = Choice("hosted", "Anon-hosted", "Anon issues the tokens; no key set needed")


def _offered(answers: Answers, draft: Draft) -> tuple[Choice, ...]:
    """Offer what can work: a mock set is local, or named by a bundle; only G2 hosts pools."""
    local = bool(draft.environment) and environment(draft.environment).local
    hosted = (_HOSTED,) if draft.generation == 2 else ()
    return ((_MOCK,) if local or answers.text("mock_jwks") else ()) + (_URL, *hosted)


def _default(answers: Answers, draft: Draft) -> str:
    """Give the first choice that needs no address; none is given for anybody."""
    first = _offered(answers, draft)[0]
    return "" if first.free else first.value


def check_jwks(value: str) -> Problem | None:
    """Tell whether this is one of the choices or can be an address; nothing is fetched here."""
    if value in {"mock", "hosted"} or value.startswith(("https://", "http://")):
        return None
    return problem("pool.jwks_answer", value=value)


JWKS: Final = Field(
    name="jwks",
    label="How does Anon verify your users?",
    help="A JWKS is the list of your public keys. Anon downloads it from a public URL and checks "
    "with it that a user's token was signed by you. Never put a private key in it.",
    flag="--jwks",
    env="ANON_JWKS_PUBLIC_URL",
    choices=(_MOCK, _URL, _HOSTED),
    offered=_offered,
    placeholder="https://yourcompany.ai/.well-known/jwks.json",
    default=_default,
    shown=lambda answers, _draft: not takes_over(answers),
    check=check_jwks,
    decides=("pool", "webapp", "user", "link"),
)

ID_CLAIM: Final = Field(
    name="id_claim",
    label="Claim that holds the user's id",
    help="The claim of your tokens whose value names the user: “sub” unless you choose another, "
    "such as “email”. The same value is the appUserId your back end uses.",
    flag="--id-claim",
    metavar="CLAIM",
    optional=True,
    default=lambda _answers, _draft: "sub",
    shown=lambda answers, _draft: answers.text("jwks") != "hosted" and not takes_over(answers),
    decides=("pool", "webapp", "user", "link"),
)

POOL_ID: Final = imported("pool_id", "UserPool to take over")
MOCK_JWKS: Final = imported("mock_jwks", "URL of the example key set")


def source_of(jwks: str) -> JwksSource:
    """Give the kind of key set that an answer to “jwks” means."""
    return cast("JwksSource", jwks) if jwks in {"mock", "hosted"} else "url"


def authorization(context: Context, draft: Draft, answers: Answers) -> dict[str, str]:
    """Give the pool's ``authorization`` (contract, Endpoints); empty for an Anon-hosted pool."""
    jwks = _jwks(answers, draft)
    if not jwks:
        fix = "Give --jwks URL, or --jwks hosted"
        raise ProblemError(problem("usage.missing", label=JWKS.label, fix=fix))
    if jwks == "hosted":
        if draft.generation == 1:
            raise ProblemError(problem("pool.hosted_needs_g2"))
        return {}
    if jwks == "mock":
        local = environment(draft.environment).local
        jwks = context.sandbox().jwks_uri if local else answers.text("mock_jwks")
        if not jwks:
            raise ProblemError(problem("pool.no_mock"))
    return {"jwksUri": jwks, "idClaim": answers.text("id_claim") or "sub"}


def _wanted(context: Context, draft: Draft, answers: Answers, nth: int = 1) -> Wanted:
    checked_by = authorization(context, draft, answers)
    what = described(draft, "how its users' tokens are checked", nth)
    body: dict[str, object] = {"description": what}
    if checked_by:
        body["authorization"] = checked_by
    request = CreateRequest("userPool", "/org/userPool", with_organization(draft, body))

    def read(pool_id: str) -> Found:
        return _compared(context.api(draft).get_user_pool(pool_id), checked_by)

    saved = _saved(context, draft, checked_by) if nth == 1 else None
    return Wanted(request, saved, read, imported=answers.text("pool_id") if nth == 1 else "")


def _saved(context: Context, draft: Draft, checked_by: dict[str, str]) -> str | None:
    """Give the id of the saved profile's pool, where it is the one that is wanted."""
    saved = context.saved(draft.profile)
    pool = saved.moved(draft.base_url).pool() if saved else None
    if pool is None:
        return None
    theirs = {"jwksUri": pool.jwks_uri, "idClaim": pool.id_claim} if pool.jwks_uri else {}
    return pool.id if theirs == checked_by else None


def _plan(context: Context, draft: Draft, answers: Answers) -> Plan:
    if takes_over(answers):
        # How such a pool is checked, only Anon knows: as of a hosted one, nothing is lacking.
        pool_id = answers.text("pool_id") or "<userPoolId>"
        return Plan((), draft._replace(pool=Pool(pool_id, "", "hosted")))
    wanted = _wanted(context, draft, answers)
    known, pool = known_id(context, draft, wanted), _unmade(draft, answers, wanted)
    planned = draft._replace(pool=pool._replace(id=known or "<userPoolId>"))
    return Plan(() if known else (wanted.request,), planned)


def _unmade(draft: Draft, answers: Answers, wanted: Wanted) -> Pool:
    """Give the pool that is wanted, without its id and name."""
    checked_by = wanted.request.body.get("authorization", {})
    source = source_of(_jwks(answers, draft))
    return Pool("", "", source, checked_by.get("jwksUri", ""), checked_by.get("idClaim", "sub"))


def _run(context: Context, draft: Draft, answers: Answers) -> Draft:
    return with_pool(context, draft, answers)


def with_pool(context: Context, draft: Draft, answers: Answers, nth: int = 1) -> Draft:
    """Give the draft with the pool that the answers describe, made if it has to be.

    ``nth`` above 1 asks for a further pool of the same key set.
    """
    answers = _taken_over(context, draft, answers)
    from wizard.profiles.handoffs import Sighting, saw

    jwks = _jwks(answers, draft)
    refuse_borrowed_keys(context.home, draft, jwks, None)
    wanted = _wanted(context, draft, answers, nth)
    pool = _unmade(draft, answers, wanted)
    if has_own_keys(draft, pool):
        key_set = prove_key_set(context, draft, pool.jwks_uri)
        refuse_borrowed_keys(context.home, draft, pool.jwks_uri, key_set)
        saw(context.home, draft.profile, Sighting(pool.jwks_uri, key_set.kids, int(context.now())))
    if known_id(context, draft, wanted) is None:
        refuse_without_token(context, draft, pool, answers)
    draft, made = make(context, draft, wanted)
    return draft._replace(pool=pool._replace(id=made.id, name=made.name))


def _jwks(answers: Answers, draft: Draft) -> str:
    return answers.text("jwks") or _default(answers, draft)


def takes_over(answers: Answers) -> bool:
    """Tell whether a bundle names the pool, by itself or by its webapp client."""
    return bool(answers.text("pool_id") or answers.text("webapp_id"))


def _taken_over(context: Context, draft: Draft, answers: Answers) -> Answers:
    """Take a bundle's pool as it is, where nobody said how its users' tokens are checked."""
    if not takes_over(answers):
        return answers
    pool_id = answers.text("pool_id") or _pool_of(context, draft, answers.text("webapp_id"))
    answers, jwks = answers.put("pool_id", pool_id, "import"), answers.get("jwks")
    if jwks and jwks.source not in {"default", "profile"}:
        return answers
    its = context.api(draft).get_user_pool(pool_id)
    answers = answers.put("id_claim", its.id_claim or "sub", "import")
    return answers.put("jwks", its.jwks_uri or "hosted", "import")


def _pool_of(context: Context, draft: Draft, webapp_id: str) -> str:
    """Ask which pool a webapp client belongs to; a service client in its place is explained."""
    client = context.api(draft).get_sdk_client(webapp_id)
    refuse_mixed_up(client, "webapp", webapp_id)
    return client.pool_id


def prove_key_set(context: Context, draft: Draft, url: str) -> KeySet:
    """Download and lint the key set as Anon would; the first thing wrong with it stops us."""
    from wizard.identity.fetch import load

    context.say(f"Downloading the key set from {printable(url)}")
    private = environment(draft.environment).private
    key_set = load(url, allow_private=private, cancelled=context.cancelled)
    if key_set.verdict == "fail":
        raise ProblemError(key_set.problems[0])
    return key_set


def _compared(answer: UserPoolAnswer, checked_by: dict[str, str]) -> Found:
    """Say how a pool at Anon differs from the one that is wanted; empty: it does not."""
    if answer.jwks_uri != checked_by.get("jwksUri", ""):
        difference = f"its key set is {printable(answer.jwks_uri or 'Anon-hosted')}"
    elif answer.jwks_uri and answer.id_claim != checked_by.get("idClaim", "sub"):
        difference = f"its id claim is {printable(answer.id_claim)}"
    else:
        difference = ""
    return Found(answer.name, difference)


STEP: Final = Step(
    id="pool",
    title=TITLES["pool"],
    purpose="A UserPool is a group of your users, and how Anon checks that a token is "
    "really theirs.",
    fields=(JWKS, ID_CLAIM, POOL_ID, MOCK_JWKS),
    run=_run,
    done=lambda draft: draft.pool is not None,
    plan=_plan,
)
