"""What a setup has made, as rows: the review page and the closing words read from here.

Knows: the chain's names, and which variable belongs into which half of an app (contract,
variable names). Must never: hold a secret's value; a secret is a row by name only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from wizard.environments import environment

if TYPE_CHECKING:
    from wizard.model import Draft


@dataclass(frozen=True, slots=True)
class Row:
    """One link of the chain: what it is, and whether it is proven."""

    name: str
    value: str
    state: Literal["proven", "not proven", "open", "skipped", "failed"]


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of an app. ``value`` None: a secret, which is never shown here."""

    name: str
    value: str | None
    side: Literal["front end", "back end", "both"]
    note: str = ""


def chain(draft: Draft) -> tuple[Row, ...]:
    """Give the chain as it stands, in its order."""
    pool, webapp, service = draft.pool, draft.webapp, draft.service
    return (
        _row("Environment", draft.environment),
        _key(draft),
        _row("UserPool", pool.id if pool else ""),
        _row("Webapp client", webapp.id if webapp else ""),
        _row("Service client", service.id if service else ""),
        _user(draft),
        _link(draft),
    )


def _row(name: str, value: str) -> Row:
    return Row(name, value, "proven" if value else "open")


def _key(draft: Draft) -> Row:
    if not draft.key_proof:
        return Row("Key", "", "open")
    return Row("Key", draft.key_proof, "proven" if draft.key_proof == "accepted" else "not proven")


def _user(draft: Draft) -> Row:
    return (
        Row("Test user", draft.user.id, draft.user.proof) if draft.user else _row("Test user", "")
    )


def _link(draft: Draft) -> Row:
    link = draft.link
    if link is None:
        return Row("Link", "", "open")
    if link.status == "active":
        return Row("Link", f"{link.app} (simulated)" if link.simulated else link.app, "proven")
    return Row("Link", link.app, "not proven" if link.status == "unproven" else link.status)


def variables(draft: Draft) -> tuple[Variable, ...]:
    """Give the variables that the user's apps need, and in which half each belongs."""
    local = environment(draft.environment).local
    webapp = draft.webapp.id if draft.webapp else ""
    user = draft.user.id if draft.user else ""
    base = (Variable("ANON_BASE_URL", draft.base_url, "both", "our name"),) if local else ()
    return (
        Variable("ANON_ENV", draft.environment, "both"),
        *base,
        Variable("ANON_SDKCLIENT_ID", webapp, "front end", "the webapp client's id"),
        Variable("ANON_APP_USER_ID_TOKEN", None, "front end", "the signed-in user's token"),
        Variable(
            "ANON_API_KEY", None, "back end", "the service client's key; never in a front end"
        ),
        Variable("ANON_APP_USER_ID", user, "back end", "the same id that the token carries"),
    )
