"""More UserPools and SdkClients of a saved profile, and which of them it uses (FAQ).

Knows: that a profile lists many and selects one pool, one webapp and one service client.
Must never: let a profile use a client of one pool with a token of another without saying so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.environments import environment
from wizard.model import Answers, Client, ClientKind, Draft, Pool, ProblemError
from wizard.problems import problem
from wizard.profiles import proofs
from wizard.profiles.coherence import mark_of
from wizard.profiles.store import ProfileStore
from wizard.steps import clients, pool, user, user_token
from wizard.steps.key import API_KEY

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.context import Context
    from wizard.model import Problem, Profile


@dataclass(frozen=True, slots=True)
class Added:
    """A pool or client that the profile now knows. ``new``: it was created just now."""

    profile: Profile
    object: Pool | Client
    new: bool


@dataclass(frozen=True, slots=True)
class Used:
    """The profile that uses another client. ``trouble``: why its token does not fit any more."""

    profile: Profile
    trouble: Problem | None


def draft_of(context: Context, profile: Profile) -> Draft:
    """Give the draft that a saved profile stands for, key and all.

    Starts the local sandbox where the profile is its. Raises ``secrets.missing``, and what the
    secret store raises.
    """
    place = environment(profile.environment)
    profile = profile.moved(context.sandbox().url) if place.local else profile
    draft = Draft(
        profile=profile.name,
        environment=profile.environment,
        base_url=profile.base_url,
        generation=profile.generation,
        organization_id=profile.organization_id,
        secret_store=profile.secret_store,
        pool=profile.pool(),
        webapp=profile.client("webapp"),
        service=profile.client("service"),
    )
    key = context.sandbox().keys[place.name] if place.local else None
    key = key or context.secrets(draft).get(profile.name, API_KEY)
    if key is None:
        raise ProblemError(problem("secrets.missing", name=API_KEY, profile=profile.name))
    return draft._replace(api_key=key, key_proof="accepted")


def refuse_unmeant(profile: Profile, said: str) -> None:
    """Raise ``prod.unconfirmed`` where production would be changed and was not named."""
    if environment(profile.environment).prod and said != profile.name:
        raise ProblemError(problem("prod.unconfirmed", profile=profile.name))


def add_pool(context: Context, profile: Profile, answers: Answers) -> Added:
    """Make one more pool. ``answers``: ``jwks`` and ``id_claim``, as in the setup's pool step.

    Interrupted and run again, it finds the pool that was made. Raises what the pool step raises.
    """
    draft = draft_of(context, profile)
    checked_by = pool.authorization(context, draft, answers)
    known = profile.moved(draft.base_url).pools
    same = (each for each in known if _checked_by(each) == checked_by)
    made = pool.with_pool(context, draft, answers, nth=1 + sum(1 for _ in same))
    return _added(profile, context, made, made.pool)


def _checked_by(known: Pool) -> dict[str, str]:
    return {"jwksUri": known.jwks_uri, "idClaim": known.id_claim} if known.jwks_uri else {}


def add_client(context: Context, profile: Profile, kind: ClientKind, pool_id: str) -> Added:
    """Make one more client, a webapp client in the pool of that id (empty: the selected one).

    Raises ``pool.unknown``, and what the clients step raises.
    """
    draft = draft_of(context, profile)
    same = [each for each in profile.clients if each.kind == kind]
    if kind == "service":
        made = clients.with_service(context, draft, nth=1 + len(same))
        return _added(profile, context, made, made.service)
    its = _pool(profile, pool_id or profile.pool_id)
    count = sum(1 for each in same if each.pool_id == its.id)
    made = clients.with_webapp(context, draft._replace(pool=its), nth=1 + count)
    return _added(profile, context, made, made.webapp)


def _pool(profile: Profile, pool_id: str) -> Pool:
    found = next((each for each in profile.pools if each.id == pool_id), None)
    if found is None:
        known = ", ".join(each.id for each in profile.pools) or "none"
        raise ProblemError(problem("pool.unknown", id=pool_id, known=known))
    return found


def pool_at(profile: Profile, object_id: str) -> str:
    """Give the id of the pool that is meant by a pool or a client of it; empty: the one in use."""
    pools = {each.id: each.id for each in profile.pools}
    return {**pools, **{each.id: each.pool_id for each in profile.clients}}.get(object_id, "")


def _added(profile: Profile, context: Context, made: Draft, one: Pool | Client | None) -> Added:
    assert one is not None  # noqa: S101 — the step that made it put it there
    new = any(each.id == one.id for each in made.created)
    saved = _saved(context, profile, lambda saved: _with(saved.moved(made.base_url), one))
    return Added(saved, one, new)


def _with(saved: Profile, one: Pool | Client) -> Profile:
    """Give the profile that lists this one too, at the end."""
    if isinstance(one, Pool):
        pools = (each for each in saved.pools if each.id != one.id)
        return saved._replace(pools=(*pools, one))
    others = (each for each in saved.clients if each.id != one.id)
    return saved._replace(clients=(*others, one))


def use_client(context: Context, profile: Profile, client_id: str) -> Used:
    """Let the profile use another of its clients; a webapp client brings its pool along.

    The test user's token is checked against that pool, and got anew where that needs nobody.
    Raises ``client.unknown``, and what saving raises.
    """
    client = next((each for each in profile.clients if each.id == client_id), None)
    if client is None:
        known = ", ".join(each.id for each in profile.clients) or "none"
        raise ProblemError(problem("client.unknown", id=client_id, known=known))
    if client.kind == "service":
        changed = _saved(context, profile, lambda saved: saved._replace(service_id=client.id))
        return Used(changed, None)

    def selected(saved: Profile) -> Profile:
        return saved._replace(webapp_id=client.id, pool_id=client.pool_id)

    changed = _saved(context, profile, selected)
    return Used(changed, _token_trouble(context, changed))


def _token_trouble(context: Context, profile: Profile) -> Problem | None:
    """Prove the stored token with the pool it now has to fit, or get one that does."""
    answers = Answers().put("user", profile.user_id, "profile")
    try:
        draft = user.STEP.run(context, draft_of(context, profile), answers)
        user_token.keep_token(context, draft)
    except ProblemError as stopped:
        return stopped.problem
    proven = draft.user
    if proven and proven.token:  # proven with the pool, or issued for it
        mark, expires = mark_of(profile.pool_id, proven.token), proven.expires_at
        proofs.update(context.home, profile.name, chain=mark, token_expires_at=expires)
    return None


def _saved(context: Context, profile: Profile, change: Callable[[Profile], Profile]) -> Profile:
    """Save a change of the profile as it is now, whatever others did to it meanwhile."""
    store = ProfileStore(context.home)
    store.update(profile.name, lambda saved: change(saved or profile))
    return store.load(profile.name)
