"""The variables of Anon's apps: one table of what there is, and the values of one chain.

Knows: the names and meanings of the contract (“variable names”), and which half of an app each
belongs into.
Must never: put a secret into a text by itself: it stays a ``Secret`` until it is written out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from wizard.environments import environment
from wizard.model import Record

if TYPE_CHECKING:
    from wizard.model import Draft, Profile, Secret
    from wizard.profiles.secrets import SecretStore

EXTENSION_ID: Final = "lbgbplnejdpahnfmnphghjlbedpjjbgd"
"""Anon's own browser extension (contract, Linking)."""

Side = Literal["front end", "back end", "both", "neither"]


class Variable(Record):
    """One variable by its plain name.

    ``value`` names the field of ``Values`` it comes from. ``public``: front ends repeat it under
    their prefix. ``secret``: never shown unmasked. ``private``: a secret of servers, which no front
    end may ever hold. ``suggested``: users choose it, so what is there is left alone.
    """

    name: str
    value: str
    side: Side
    note: str = ""
    public: bool = False
    secret: bool = False
    private: bool = False
    suggested: bool = False


VARIABLES: Final = (
    Variable("ANON_ENV", "environment", "both", public=True),
    Variable("ANON_BASE_URL", "base_url", "both", "our name", public=True),
    Variable("ANON_SDKCLIENT_ID", "webapp_id", "front end", "the webapp client's id", public=True),
    Variable(
        "ANON_APP_USER_ID_TOKEN",
        "token",
        "front end",
        "the signed-in user's token",
        public=True,
        secret=True,
    ),
    Variable(
        "ANON_API_KEY",
        "service_key",
        "back end",
        "the service client's key; never in a front end",
        secret=True,
        private=True,
    ),
    Variable("ANON_APP_USER_ID", "user_id", "back end", "the same id that the token carries"),
    Variable("ANON_USER_POOL_ID", "pool_id", "neither", "where the users belong"),
    Variable("ANON_JWKS_PUBLIC_URL", "jwks_uri", "neither", "how their tokens are checked"),
    Variable("ANON_ORG_ID", "organization_id", "neither", "for management calls (generation 1)"),
    Variable(
        "ANON_SESSION_TOKEN",
        "session_token",
        "neither",
        "for management calls (generation 1)",
        secret=True,
        private=True,
    ),
    Variable(
        "NPM_TOKEN",
        "npm_token",
        "neither",
        "to install Anon's packages",
        secret=True,
        private=True,
    ),
    Variable("ANON_COMPANY_NAME", "company_name", "front end", public=True, suggested=True),
    Variable("ANON_COMPANY_LOGO", "company_logo", "front end", public=True, suggested=True),
    Variable(
        "ANON_CHROME_EXTENSION_ID",
        "extension_id",
        "front end",
        "Anon's own extension, unless you ship one",
        public=True,
        suggested=True,
    ),
)

ESSENTIAL: Final = (
    "ANON_ENV",
    "ANON_BASE_URL",
    "ANON_SDKCLIENT_ID",
    "ANON_APP_USER_ID_TOKEN",
    "ANON_API_KEY",
    "ANON_APP_USER_ID",
)
"""What the two halves of an app need between them; the base URL only where no name tells it."""

BY_NAME: Final = {variable.name: variable for variable in VARIABLES}


class Values(Record):
    """The values of one chain; empty or None where there is none. Each field feeds a variable.

    Company name and logo are the user's own and in no profile: they stand here so that a file's
    lines for them are recognised, and left alone.
    """

    environment: str = ""
    base_url: str = ""
    webapp_id: str = ""
    token: Secret | None = None
    service_key: Secret | None = None
    user_id: str = ""
    pool_id: str = ""
    jwks_uri: str = ""
    organization_id: str = ""
    session_token: Secret | None = None
    npm_token: Secret | None = None
    company_name: str = ""
    company_logo: str = ""
    extension_id: str = EXTENSION_ID

    def of(self, variable: Variable) -> str | Secret | None:
        """Give the variable's value; empty or None where there is none."""
        value: str | Secret | None = getattr(self, variable.value)
        return value


def as_text(value: str | Secret | None) -> str:
    """Give a value itself, empty for none: only for where it is written, or compared."""
    return value if isinstance(value, str) else value.reveal() if value else ""


def ids_of(profile: Profile) -> Values:
    """Give a saved profile's values without its secrets."""
    pool = profile.pool()
    return Values(
        environment=profile.environment,
        base_url=_named_base_url(profile.environment, profile.base_url),
        webapp_id=profile.webapp_id,
        user_id=profile.user_id,
        pool_id=profile.pool_id,
        jwks_uri=pool.jwks_uri if pool else "",
        organization_id=profile.organization_id if profile.generation == 1 else "",
    )


def values_of(profile: Profile, secrets: SecretStore, *, resolved: bool = True) -> Values:
    """Give a saved profile's values. ``resolved`` False leaves references to 1Password as they are.

    Raises what reading the secret store raises.
    """

    def get(name: str) -> Secret | None:
        read = secrets.get if resolved else secrets.stored
        return read(profile.name, name)

    service = profile.service_id
    return ids_of(profile)._replace(
        token=get("app_user_id_token"),
        service_key=get(f"service_key.{service}") if service else None,
        session_token=get("api_key") if profile.generation == 1 else None,
        npm_token=get("npm_token"),
    )


def values_of_draft(draft: Draft) -> Values:
    """Give the values that a setup has reached so far."""
    pool, user = draft.pool, draft.user
    return Values(
        environment=draft.environment,
        base_url=_named_base_url(draft.environment, draft.base_url),
        webapp_id=draft.webapp.id if draft.webapp else "",
        token=user.token if user else None,
        service_key=draft.service_key,
        user_id=user.id if user else "",
        pool_id=pool.id if pool else "",
        jwks_uri=pool.jwks_uri if pool else "",
    )


def _named_base_url(name: str, base_url: str) -> str:
    """Give the base URL where the environment's name does not tell it."""
    place = environment(name)
    return base_url if place.local or place.name == place.base_url else ""
