"""What a setup has made, as rows: the review page and the closing words read from here.

Knows: the chain's names, and which variable belongs into which half of an app (contract,
variable names). Must never: hold a secret's value; a secret is a row by name only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from wizard.environments import environment
from wizard.model import app_name
from wizard.profiles.variables import BY_NAME, ESSENTIAL, Side, as_text, values_of_draft

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
    side: Side
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
    app = app_name(link.app)
    if link.status == "active":
        return Row("Link", f"{app} (simulated)" if link.simulated else app, "proven")
    return Row("Link", app, "not proven" if link.status == "unproven" else link.status)


def next_steps(draft: Draft) -> tuple[tuple[str, str], ...]:
    """Give the commands that come next, and what each is for."""
    values = ("anon-wizard env", "these variables, with their values")
    if not environment(draft.environment).local:
        return (values,)
    # The wizard's own sandbox ends with it, and an app would find nobody at ANON_BASE_URL.
    return (values, ("anon-wizard sandbox", "the local Anon by itself, for your app to talk to"))


def variables(draft: Draft) -> tuple[Variable, ...]:
    """Give the variables that the user's apps need, and in which half each belongs."""
    values = values_of_draft(draft)
    rows = (BY_NAME[name] for name in ESSENTIAL)
    return tuple(
        Variable(row.name, None if row.secret else as_text(values.of(row)), row.side, row.note)
        for row in rows
        if row.name != "ANON_BASE_URL" or values.base_url
    )
