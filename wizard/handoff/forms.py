"""The packet as people read it: Markdown, and one HTML page that needs nothing else.

Knows: the templates in ``assets/handoff``, and how each form spells a stranger's text.
Must never: let a text become markup.
"""

from __future__ import annotations

from html import escape
from re import sub
from string import Template
from typing import TYPE_CHECKING, Any, Final

from wizard.environments import environment
from wizard.handoff.messages import in_numbers
from wizard.resources import read_text
from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SIGNS: Final = {"pass": "✓", "warn": "!", "fail": "✗", "skip": "-", "ask": "?"}
_GROUPS: Final = {
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


def _standing(document: Mapping[str, Any]) -> str:
    told = f"{in_numbers(document['counts'])}."
    if document["ready"]:
        return f"Nothing stands in the way of production: {told}"
    return f"Not ready for production yet: {told}"


def _title(document: Mapping[str, Any]) -> str:
    what = "Rehearsal of a prod-key request" if document["rehearsal"] else "Prod-key request"
    return f"{what}: {printable(document['profile'])}"


_REHEARSED: Final = (
    "This is a rehearsal on one machine. What needs a public address or https was skipped, not "
    "passed. Do not send it."
)


def _facts(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give what Anon needs, a name and a value each; production's own ids below the tested ones."""
    rows = [(label, document[member]) for member, label in _FACTS.items()]
    rows += [("Planned apps", ", ".join(document["plannedApps"])), ("Contact", document["contact"])]
    production = document["production"]
    if production:
        rows.append(("Production's profile", production["profile"]))
        rows += [(f"Production: {label}", production[m]) for m, label in _FACTS.items()]
    return [(label, printable(value)) for label, value in rows if value]


def _left_over(each: Mapping[str, Any]) -> str:
    known = f"id {each['id']}" if each["id"] else "id not known"
    return printable(f"{each['kind']} {each['name']}, {known}, asked for {each['at'] or 'once'}")


_NONE_LEFT: Final = "Nothing: no request's answer was lost."
_NO_KEYS: Final = "None: the key set could not be fetched, or there is none."

# --- Markdown -------------------------------------------------------------------------------------


def markdown(document: Mapping[str, Any]) -> str:
    """Give the packet as Markdown (CommonMark; tables are not needed)."""
    words = document["messages"]
    return Template(read_text("handoff/packet.md")).substitute(
        title=_plain(_title(document)),
        banner=f"> {_REHEARSED}" if document["rehearsal"] else "",
        made=document["made"],
        version=_version(document),
        profile=_plain(document["profile"]),
        standing=_standing(document),
        facts="\n".join(f"- {label}: {_plain(value)}" for label, value in _facts(document)),
        keys=_listed(
            f"{each['key']}: thumbprint {each['thumbprint']}" for each in document["keys"]
        ),
        checks="\n\n".join(_markdown_group(document, kind) for kind in _GROUPS),
        leftover=_listed(map(_left_over, document["leftOver"]), _NONE_LEFT),
        subject=_plain(words["subject"]),
        email=_fenced(words["email"]),
        slack=_fenced(words["slack"]),
    )


def _markdown_group(document: Mapping[str, Any], kind: str) -> str:
    rows = [each for each in document["checks"] if each["kind"] == kind]
    lines = [f"### {_GROUPS[kind]}", ""]
    for each in rows:
        state = each["state"].upper()
        lines.append(f"- **{state}** {_plain(each['title'])} (`{each['id']}`)  ")
        lines.append(f"  {_plain(each['text'])}")
        lines += [f"  - {_plain(place)}" for place in each["evidence"]]
    return "\n".join(lines)


def _listed(lines: Iterable[str], none: str = _NO_KEYS) -> str:
    return "\n".join(f"- {_plain(line)}" for line in lines) or none


def _plain(text: object) -> str:
    """Give a text that Markdown takes for nothing else (CommonMark, Backslash escapes)."""
    return sub(r"([\\`*_{}\[\]<>()#+!|~&])", r"\\\1", printable(text))


def _fenced(text: str) -> str:
    return text.replace("```", "'''")


# --- HTML -----------------------------------------------------------------------------------------


def page(document: Mapping[str, Any]) -> str:
    """Give the packet as one HTML page: no script, no outside resource, fit to be printed."""
    words = document["messages"]
    return Template(read_text("handoff/packet.html")).substitute(
        title=escape(_title(document)),
        banner=f'<p class="banner">{escape(_REHEARSED)}</p>' if document["rehearsal"] else "",
        made=escape(document["made"]),
        version=escape(_version(document)),
        profile=_html(document["profile"]),
        counts="".join(_count(state, number) for state, number in document["counts"].items()),
        standing=escape(_standing(document)),
        facts=_pairs(_facts(document)),
        keys=_pairs((each["key"], each["thumbprint"]) for each in document["keys"]),
        checks="".join(_html_group(document, kind) for kind in _GROUPS),
        leftover=_html_list(map(_left_over, document["leftOver"])) or f"<p>{_NONE_LEFT}</p>",
        subject=_html(words["subject"]),
        email=escape(words["email"]),
        slack=escape(words["slack"]),
        footer=escape(f"{_place(document)}. Times are UTC."),
    )


def _version(document: Mapping[str, Any]) -> str:
    return str(document["program"]).removeprefix("anon-wizard ")


def _place(document: Mapping[str, Any]) -> str:
    return f"Tested in {environment(document['environment']).label}"


def _count(state: str, number: int) -> str:
    return f"<li><b>{number}</b> {state}</li>" if number else ""


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    told = "".join(
        f"<dt>{_html(name)}</dt><dd><code>{_html(value)}</code></dd>" for name, value in pairs
    )
    return told or f"<dd>{_NO_KEYS}</dd>"


def _html_group(document: Mapping[str, Any], kind: str) -> str:
    rows = "".join(_html_row(each) for each in document["checks"] if each["kind"] == kind)
    return f'<h3>{_GROUPS[kind]}</h3>\n<ul class="checks">{rows}</ul>\n'


def _html_row(each: Mapping[str, Any]) -> str:
    state = each["state"]
    evidence = "".join(f"<li>{_html(place)}</li>" for place in each["evidence"])
    told = f'<ul class="evidence">{evidence}</ul>' if evidence else ""
    return (
        f'<li class="{state}"><span class="state">{_SIGNS[state]} {state}</span>'
        f'<span class="title">{_html(each["title"])} <span class="id">{each["id"]}</span></span>'
        f'<p class="what">{_html(each["text"])}</p>{told}</li>'
    )


def _html_list(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{_html(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def _html(text: object) -> str:
    return escape(printable(text))
