"""The last step: what was proven becomes a profile, and the active one.

Knows: what goes into the profile and what into its state file.
Must never: write a secret into either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.model import Answers, Client, Draft, Pool, ProblemError, Profile, Step
from wizard.problems import problem
from wizard.steps import TITLES
from wizard.steps.promotion import remember
from wizard.steps.user_token import keep_token

if TYPE_CHECKING:
    from wizard.context import Context


def profile_of(draft: Draft, saved: Profile | None) -> Profile:
    """Give the profile this draft makes; what ``saved`` knows beside it is kept."""
    pool, webapp, service, user = draft.pool, draft.webapp, draft.service, draft.user
    if not (pool and webapp and service and user):
        raise ProblemError(problem("step.too_early", step="SdkClients"))
    known = saved or Profile(draft.profile, draft.environment, draft.base_url)
    before = known.moved(draft.base_url)
    return before._replace(
        generation=draft.generation,
        organization_id=draft.organization_id,
        secret_store=draft.secret_store,
        pools=_pools(before.pools, pool),
        clients=_clients(before.clients, (webapp, service)),
        pool_id=pool.id,
        webapp_id=webapp.id,
        service_id=service.id,
        user_id=user.id,
        app=draft.link.app if draft.link else "",
    )


def _pools(before: tuple[Pool, ...], ours: Pool) -> tuple[Pool, ...]:
    return (*(pool for pool in before if pool.id != ours.id), ours)


def _clients(before: tuple[Client, ...], ours: tuple[Client, ...]) -> tuple[Client, ...]:
    ids = {client.id for client in ours}
    return (*(client for client in before if client.id not in ids), *ours)


def _run(context: Context, draft: Draft, _answers: Answers) -> Draft:
    from wizard.profiles import proofs
    from wizard.profiles.belongings import keep_secrets_only_in
    from wizard.profiles.drafts import forget
    from wizard.profiles.store import ProfileStore

    store = ProfileStore(context.home)
    keep_token(context, draft)
    path = store.update(draft.profile, lambda saved: profile_of(draft, saved))
    keep_secrets_only_in(context.home, draft.profile, draft.secret_store)
    store.use(draft.profile)
    proofs.update(context.home, draft.profile, **_proofs(context, draft))
    remember(context.home, draft)
    forget(context.home, draft.profile)
    return draft._replace(saved=path)


def _proofs(context: Context, draft: Draft) -> dict[str, str | int | bool]:
    """Give what changes often, for the state file beside the profile. Times are Unix seconds."""
    from wizard.profiles.coherence import mark_of

    proven: dict[str, str | int | bool] = {
        "proven_at": int(context.now()),
        "key": draft.key_proof,
        "token": draft.user.proof if draft.user else "not proven",
        "link": draft.link.status if draft.link else "skipped",
        "link_simulated": bool(draft.link and draft.link.simulated),
    }
    if draft.link and draft.link.status == "active":
        proven[f"linked.{draft.link.app}"] = int(context.now())
    if draft.user and draft.user.expires_at:
        proven["token_expires_at"] = draft.user.expires_at
    if draft.pool and draft.user and draft.user.token:  # proven with the pool, or issued for it
        proven["chain"] = mark_of(draft.pool.id, draft.user.token)
    return proven


STEP: Final = Step(
    id="save",
    title=TITLES["save"],
    purpose="What was made and proven is saved as a profile you can switch to.",
    fields=(),
    run=_run,
    done=lambda draft: bool(draft.saved),
)
