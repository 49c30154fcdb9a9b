"""The packet as one HTML page that needs nothing else, and can be printed.

Must never: let a text become markup, or load anything from anywhere.
"""

from __future__ import annotations

from html import escape
from string import Template
from typing import TYPE_CHECKING, Any, Final

from wizard.environments import environment
from wizard.handoff import telling
from wizard.handoff.messages import IN_WORDS
from wizard.resources import read_text
from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SIGNS: Final = {"pass": "✓", "warn": "!", "fail": "✗", "skip": "-", "ask": "?"}


def page(document: Mapping[str, Any]) -> str:
    """Give the packet as one HTML page: no script, no outside resource, fit to be printed."""
    words = document["messages"]
    return Template(read_text("handoff/packet.html")).substitute(
        title=escape(telling.title(document)),
        banner=f'<p class="banner">{escape(telling.REHEARSED)}</p>'
        if document["rehearsal"]
        else "",
        made=escape(document["made"]),
        version=escape(telling.version(document)),
        profile=_html(document["profile"]),
        counts="".join(_count(word, document["counts"][state]) for state, word in IN_WORDS.items()),
        standing=escape(telling.standing(document)),
        facts=_pairs(telling.facts(document)),
        production=_production(document["production"]),
        keys=_pairs(telling.keys(document)),
        checks="".join(_group(document, kind) for kind in telling.GROUPS),
        leftover=_list(map(telling.left_over, document["leftOver"]))
        or f"<p>{telling.NONE_LEFT}</p>",
        subject=_html(words["subject"]),
        email=escape(words["email"]),
        slack=escape(words["slack"]),
        footer=escape(f"{_place(document)}. Times are UTC."),
    )


def _place(document: Mapping[str, Any]) -> str:
    return f"Tested in {environment(document['environment']).label}"


def _count(word: str, number: int) -> str:
    return f"<li><b>{number}</b> {word}</li>" if number else ""


def _production(production: Mapping[str, Any] | None) -> str:
    if production is None:
        return ""
    name = _html(production["profile"])
    return f"<h3>In production: {name}</h3>\n<dl>{_pairs(telling.ids(production))}</dl>"


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    told = "".join(
        f"<dt>{_html(name)}</dt><dd><code>{_html(value)}</code></dd>" for name, value in pairs
    )
    return told or f"<dd>{telling.NO_KEYS}</dd>"


def _group(document: Mapping[str, Any], kind: str) -> str:
    rows = "".join(_row(each) for each in document["checks"] if each["kind"] == kind)
    return f'<h3>{telling.GROUPS[kind]}</h3>\n<ul class="checks">{rows}</ul>\n'


def _row(each: Mapping[str, Any]) -> str:
    state = each["state"]
    evidence = "".join(f"<li>{_html(place)}</li>" for place in each["evidence"])
    told = f'<p class="what">{_html(telling.text(each))}</p>' if telling.text(each) else ""
    told += f'<ul class="evidence">{evidence}</ul>' if evidence else ""
    return (
        f'<li class="{state}"><span class="state">{_SIGNS[state]} {state}</span>'
        f'<span class="title">{_html(each["title"])} <span class="id">{each["id"]}</span></span>'
        f"{told}</li>"
    )


def _list(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{_html(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def _html(text: object) -> str:
    return escape(printable(text))
