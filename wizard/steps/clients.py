"""The fourth step: the two SdkClients, one for each half of an app.

Knows: what each client is for and which id goes where (FAQ, “webapp, not service”).
Must never: lose a service client's key; Anon shows it once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.model import (
    Answers,
    Client,
    ClientKind,
    CreateRequest,
    Draft,
    Field,
    Made,
    Plan,
    ProblemError,
    Secret,
    Step,
)
from wizard.problems import problem
from wizard.steps import TITLES
from wizard.steps.key import check_key, refuse_foreign
from wizard.steps.making import Found, Wanted, known_id, make
from wizard.steps.shared import described, imported, with_organization

if TYPE_CHECKING:
    from wizard.api import SdkClientAnswer
    from wizard.context import Context


def service_key_name(client_id: str) -> str:
    """Give the name of a service client's key in the profile's secret store."""
    return f"service_key.{client_id}"


WEBAPP_ID: Final = imported("webapp_id", "Webapp client to take over")
SERVICE_ID: Final = imported("service_id", "Service client to take over")
SERVICE_KEY: Final = Field(
    name="service_key",
    label="Key of the service client",
    help="Anon showed it once, to whoever created the client. A reference to 1Password will do, "
    "too: op://vault/item/field.",
    flag="--service-key-file",
    secret=True,
    optional=True,
    placeholder="anon_…",
    shown=lambda _answers, _draft: False,
    check=check_key,
)
"""A bundle answers it, or a flag; asked for where the client is there and its key is not."""


def _webapp(context: Context, draft: Draft, nth: int = 1, taken: str = "") -> Wanted:
    pool_id = draft.pool.id if draft.pool else ""
    body = {
        "description": described(draft, "front ends carry this client's id", nth),
        "kind": {"application": {"userPoolId": pool_id}},
    }
    request = CreateRequest("webapp", "/org/sdkClient", with_organization(draft, body))

    def read(client_id: str) -> Found:
        answer = context.api(draft).get_sdk_client(client_id)
        refuse_mixed_up(answer, "webapp", taken)
        return _compared(answer, "webapp", pool_id)

    saved = _saved(context, draft, "webapp", pool_id) if nth == 1 else None
    return Wanted(request, saved, read, imported=taken)


def _service(
    context: Context, draft: Draft, nth: int = 1, taken: str = "", given: Secret | None = None
) -> Wanted:
    what = described(draft, "back ends carry this client's key", nth)
    body = {"description": what, "kind": "service"}
    request = CreateRequest("service", "/org/sdkClient", with_organization(draft, body))

    def read(client_id: str) -> Found:
        answer = context.api(draft).get_sdk_client(client_id)
        refuse_mixed_up(answer, "service", taken)
        return _compared(answer, "service", "")

    def keep(answer: SdkClientAnswer) -> None:
        if answer.secret:
            kept = {service_key_name(answer.id): answer.secret}
            context.secrets(draft).put(draft.profile, kept)

    def holds(client_id: str) -> bool:
        return given is not None or _service_key(context, draft, client_id) is not None

    saved = _saved(context, draft, "service") if nth == 1 else None
    return Wanted(request, saved, read, keep, holds, taken)


def _service_key(context: Context, draft: Draft, client_id: str) -> Secret | None:
    return context.secrets(draft).get(draft.profile, service_key_name(client_id))


def _saved(context: Context, draft: Draft, kind: ClientKind, pool_id: str = "") -> str | None:
    """Give the id of the saved profile's client of that kind, where it is of that pool."""
    saved = context.saved(draft.profile)
    client = saved.client(kind) if saved else None
    return client.id if client and client.pool_id == pool_id else None


def _plan(context: Context, draft: Draft, answers: Answers) -> Plan:
    wanted = (
        _webapp(context, draft, taken=answers.text("webapp_id")),
        _service(context, draft, taken=answers.text("service_id")),
    )
    missing = (each.request for each in wanted if known_id(context, draft, each) is None)
    return Plan(tuple(missing), draft)


def _run(context: Context, draft: Draft, answers: Answers) -> Draft:
    draft = with_webapp(context, draft, taken=answers.text("webapp_id"))
    given = answers.secret("service_key")
    return with_service(context, draft, taken=answers.text("service_id"), given=given)


def _keep_given(context: Context, draft: Draft, client_id: str, key: Secret) -> None:
    """Keep the key that was given for a service client that is there, once Anon has accepted it."""
    from wizard.profiles.onepassword import resolve

    name, store = service_key_name(client_id), context.secrets(draft)
    if store.stored(draft.profile, name) == key:
        return
    wrong = check_key(key.reveal())
    if wrong:
        raise ProblemError(wrong)
    value = resolve(key)
    refuse_foreign(context, draft, value)
    context.say("Asking Anon whether it knows the service client's key")
    context.api(draft._replace(api_key=value)).prove_key()
    store.put(draft.profile, {name: key})


def with_webapp(context: Context, draft: Draft, nth: int = 1, taken: str = "") -> Draft:
    """Give the draft with the pool's webapp client; ``nth`` above 1 asks for a further one.

    ``taken`` is the id of one that is there and taken over.
    """
    draft, made = make(context, draft, _webapp(context, draft, nth, taken))
    pool_id = draft.pool.id if draft.pool else ""
    return draft._replace(webapp=Client(made.id, made.name, "webapp", pool_id))


def with_service(
    context: Context, draft: Draft, nth: int = 1, taken: str = "", given: Secret | None = None
) -> Draft:
    """Give the draft with a service client and its key; arguments as for ``with_webapp``.

    ``given`` is the key of a client that is there; one that is created has its own.
    """
    draft, made = make(context, draft, _service(context, draft, nth, taken, given))
    if given and Made("service", made.id) not in draft.created:
        _keep_given(context, draft, made.id, Secret(given.reveal().strip()))
    key = _service_key(context, draft, made.id)
    if key is None:
        raise ProblemError(problem("ledger.adopted_key", id=made.id, kind="service"))
    return draft._replace(service=Client(made.id, made.name, "service"), service_key=key)


def refuse_mixed_up(answer: SdkClientAnswer, kind: ClientKind, taken: str) -> None:
    """Explain the trap of the early templates, where a bundle walked into it (FAQ, CORS).

    Raises ``client.wrong_kind`` where the client that is ``taken`` over is of the other kind.
    """
    if answer.id == taken and answer.kind != kind:
        details = {"actual": answer.kind, "wanted": kind}
        raise ProblemError(problem("client.wrong_kind", id=taken, **details))


def _compared(answer: SdkClientAnswer, kind: ClientKind, pool_id: str) -> Found:
    """Say how a client at Anon differs from the one that is wanted; empty: it does not."""
    if answer.kind != kind:
        return Found(answer.name, f"it is a {answer.kind} client")
    if answer.pool_id != pool_id:
        return Found(answer.name, f"it belongs to the UserPool {answer.pool_id}")
    return Found(answer.name, "")


STEP: Final = Step(
    id="clients",
    title=TITLES["clients"],
    purpose="An SdkClient is how an app names itself to Anon. You get two: the webapp client, "
    "whose id goes into your front end, and the service client, whose key stays on your server.",
    fields=(WEBAPP_ID, SERVICE_ID, SERVICE_KEY),
    run=_run,
    done=lambda draft: draft.webapp is not None and draft.service is not None,
    plan=_plan,
    mends={"ledger.adopted_key": SERVICE_KEY},
)
