"""The second step: the API key, proven live before anything is built on it.

Knows: what a key looks like, which generation it speaks, and where it will be kept.
Must never: show a key, or use one environment's key for another (threats, Prod).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from wizard.environments import environment
from wizard.model import Answers, Choice, Draft, Field, Plan, ProblemError, Secret, Step
from wizard.problems import problem
from wizard.steps import TITLES
from wizard.steps.shared import local_organization, with_note

if TYPE_CHECKING:
    from wizard.context import Context
    from wizard.model import Problem

API_KEY: Final = "api_key"
"""Name of the key in the profile's secret store."""


def _hosted(_answers: Answers, draft: Draft) -> bool:
    return bool(draft.environment) and not environment(draft.environment).local


def _needs_organization(answers: Answers, draft: Draft) -> bool:
    key = answers.secret("api_key")
    return _hosted(answers, draft) and key is not None and generation_of(key) == 1


def check_key(value: str) -> Problem | None:
    """Tell whether this can be a key: one line of visible characters (no prefix is refused).

    A reference to 1Password is fine, too.
    """
    key = value.strip()
    if key.startswith("op://"):
        from wizard.profiles.references import is_reference

        return None if is_reference(Secret(key)) else problem("key.reference")
    fits = 8 <= len(key) <= 4096 and key.isascii() and key.isprintable() and " " not in key
    return None if fits else problem("key.shape")


def generation_of(key: Secret) -> Literal[1, 2]:
    """Tell the API generation: a JWT is a session token of G1, all else is a key of G2."""
    parts = key.reveal().split(".")
    return 1 if len(parts) == 3 and all(parts) and parts[0].startswith("eyJ") else 2


KEY: Final = Field(
    name="api_key",
    label="API key",
    help="From console.anon.com, or from what Anon sent you (backend_api_key). It starts with "
    "anon_, or with ory_ where it is older. It is never shown, and only sent to Anon.",
    flag="--api-key-file",
    env="ANON_API_KEY",
    secret=True,
    placeholder="anon_…",
    shown=_hosted,
    check=check_key,
)

ORGANIZATION: Final = Field(
    name="organization",
    label="Organization id",
    help="Your credential is a session token of Anon's first API generation, which wants the "
    "organization in every request that creates something.",
    flag="--organization",
    metavar="ID",
    env="ANON_ORG_ID",
    shown=_needs_organization,
    decides=("pool", "webapp", "service", "user", "link"),
)

SECRET_STORE: Final = Field(
    name="secret_store",
    label="Keep the key in",
    help="The system's keyring is encrypted while you are logged out. The file is not: it is "
    "readable by you alone, on this machine only.",
    flag="--secret-store",
    choices=(
        Choice("keyring", "The system's keyring"),
        Choice("file", "A file only you can read", "0600, not encrypted"),
    ),
    shown=_hosted,
    default=lambda _answers, _draft: "keyring",
)


def _run(context: Context, draft: Draft, answers: Answers) -> Draft:
    """Open the store first: a key that cannot be kept is not sent anywhere (threats, Secrets)."""
    from wizard.profiles import proofs
    from wizard.profiles.belongings import gather_secrets
    from wizard.profiles.keys import remember_key

    draft = _identified(context, draft, answers)
    key = draft.api_key or Secret("")
    local = environment(draft.environment).local
    refuse_foreign(context, draft, key)
    _refuse_dead_keyring(draft)
    store = context.secrets(draft)
    context.say("Asking Anon whether it knows the key")
    proof = context.api(draft).prove_key()
    if proof == "accepted" and not local:  # the sandbox's keys may be tried at its URL as well
        remember_key(context.home, key, draft.environment)
    gather_secrets(context.home, draft.profile, draft.secret_store)
    given = key if local else _given(answers)
    if given and store.stored(draft.profile, API_KEY) != given:
        store.put(draft.profile, {API_KEY: given})
        proofs.update(context.home, draft.profile, key_since=int(context.now()))
    proven = draft._replace(key_proof=proof)
    return proven if proof == "accepted" else with_note(proven, problem("key.not_proven"))


def refuse_foreign(context: Context, draft: Draft, key: Secret) -> None:
    """Stop a key that was stored for another environment: it is bound to that one for good."""
    from wizard.profiles.keys import environment_of

    local = environment(draft.environment).local
    theirs = None if local else environment_of(context.home, key)
    if theirs not in {None, draft.environment}:
        raise ProblemError(problem("key.other_environment", environment=theirs))


def _refuse_dead_keyring(draft: Draft) -> None:
    from wizard.profiles.secrets import keyring_trouble

    if draft.secret_store != "keyring":  # noqa: S105 — the store's kind, no password
        return
    trouble = keyring_trouble()
    if trouble:
        raise ProblemError(problem("secrets.unavailable", reason=trouble))


def _plan(context: Context, draft: Draft, answers: Answers) -> Plan:
    return Plan((), _identified(context, draft, answers))


def _identified(context: Context, draft: Draft, answers: Answers) -> Draft:
    """Give the draft with the key and all that its look tells; nothing is asked or kept."""
    place = environment(draft.environment)
    store = "file" if place.local else answers.text("secret_store") or "keyring"
    draft = draft._replace(secret_store=store)
    key = context.sandbox().keys[place.name] if place.local else _given_key(context, draft, answers)
    organization = local_organization(context, place) or answers.text("organization")
    generation = generation_of(key)
    if generation == 1 and not organization:
        raise ProblemError(problem("organization.missing"))
    return draft._replace(api_key=key, generation=generation, organization_id=organization)


def _given_key(context: Context, draft: Draft, answers: Answers) -> Secret:
    """Give the key that was typed, else the one that an earlier run stored for this profile."""
    from wizard.profiles.belongings import stored_secret
    from wizard.profiles.onepassword import resolve

    given = _given(answers)
    if given is None:
        stored = stored_secret(context.home, draft.profile, API_KEY, first=draft.secret_store)
        if stored is None:
            raise ProblemError(
                problem("usage.missing", label=KEY.label, fix="Set ANON_API_KEY, or --api-key-file")
            )
        return stored
    wrong = check_key(given.reveal())
    if wrong:
        raise ProblemError(wrong)
    return resolve(given)


def _stored(context: Context, draft: Draft, answers: Answers) -> tuple[str, ...]:
    """Name the key, where an earlier run stored one; a store that does not answer is told later."""
    from wizard.profiles.belongings import is_stored

    first = answers.text("secret_store") or "keyring"
    try:
        known = is_stored(context.home, draft.profile, API_KEY, first=first)
    except ProblemError:
        return ()
    return (KEY.name,) if known else ()


def _given(answers: Answers) -> Secret | None:
    """Give the key as it was given: itself, or the reference that is kept in its place."""
    given = answers.secret("api_key")
    return Secret(given.reveal().strip()) if given else None


STEP: Final = Step(
    id="key",
    title=TITLES["key"],
    purpose="The API key tells Anon which organization is asking. "
    "It is checked with one harmless question before you go on.",
    fields=(KEY, ORGANIZATION, SECRET_STORE),
    run=_run,
    plan=_plan,
    done=lambda draft: bool(draft.key_proof),
    stored=_stored,
)
