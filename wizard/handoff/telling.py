"""What the packet says, in words that both of its readable forms use.

Must never: let a control character of a stranger's through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from wizard.handoff.item import Result

GROUPS: Final = {
    "machine": "Checked by machine",
    "person": "Said by people",
    "with the prod key": "With the prod key",
}
_FACTS: Final = {
    "environment": "Environment",
    "organizationId": "Organization",
    "userPoolId": "UserPool",
    "webappClientId": "Webapp client",
    "serviceClientId": "Service client",
    "jwksUri": "JWKS",
    "idClaim": "Claim with the user's id",
}


def standing(document: Mapping[str, Any]) -> str:
    """Say in a sentence whether production may begin."""
    ready = "Nothing stands in the way of production."
    return ready if document["ready"] else "Not ready for production yet."


def progress(results: Collection[Result], *, rehearsal: bool) -> str:
    """Say how far a profile is to production, from what was checked."""
    from wizard.handoff.checklist import counted, ready
    from wizard.handoff.messages import in_numbers

    standing = "Nothing stands in the way" if ready(results) else "Not ready for production yet"
    told = f"{standing}: {in_numbers(counted(results))}."
    return f"{told} A rehearsal: what needs a public address was skipped." if rehearsal else told


def settled(results: Collection[Result]) -> tuple[int, int]:
    """Give how many items are settled, of those that can be now."""
    states = [result.row.state for result in results]
    return sum(state in {"pass", "warn"} for state in states), sum(s != "skip" for s in states)


def title(document: Mapping[str, Any]) -> str:
    """Give the packet's title."""
    what = "Rehearsal of a prod-key request" if document["rehearsal"] else "Prod-key request"
    return f"{what}: {printable(document['profile'])}"


REHEARSED: Final = (
    "This is a rehearsal on one machine. What needs a public address or https was skipped, not "
    "passed. Do not send it."
)


def facts(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give what Anon needs to know, a name and a value each."""
    apps = ("Planned apps", ", ".join(document["plannedApps"]))
    return [*ids(document), *_known((apps, ("Contact", document["contact"])))]


def ids(holder: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give the ids of the tested profile, or of production's."""
    return _known((label, holder[member]) for member, label in _FACTS.items())


def _known(rows: Iterable[tuple[str, Any]]) -> list[tuple[str, str]]:
    return [(label, printable(value)) for label, value in rows if value]


def left_over(each: Mapping[str, Any]) -> str:
    """Say what perhaps lies at Anon unused."""
    known = f"id {each['id']}" if each["id"] else "id not known"
    return printable(f"{each['kind']} {each['name']}, {known}, asked for {each['at'] or 'once'}")


def keys(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give the keys' names and thumbprints; a name that is the thumbprint is not said twice."""
    found = ((each["key"], each["thumbprint"]) for each in document["keys"])
    return [("kid is the thumbprint" if mark in name else name, mark) for name, mark in found]


def text(check: Mapping[str, Any]) -> str:
    """Give what was found; nothing where it is the title again."""
    return "" if check["text"] == check["title"] else str(check["text"])


NONE_LEFT: Final = "Nothing: no request's answer was lost."
NO_KEYS: Final = "None: the key set could not be fetched, or there is none."


def version(document: Mapping[str, Any]) -> str:
    """Give the program's version."""
    return str(document["program"]).removeprefix("anon-wizard ")
