"""The packet as Markdown (CommonMark), for a ticket or a wiki.

Must never: let a text become markup.
"""

from __future__ import annotations

from html import escape
from re import fullmatch, sub
from string import Template
from typing import TYPE_CHECKING, Any

from wizard.handoff import telling
from wizard.handoff.messages import in_numbers
from wizard.resources import read_text
from wizard.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def markdown(document: Mapping[str, Any]) -> str:
    """Give the packet as Markdown (CommonMark; tables are not needed)."""
    words = document["messages"]
    return Template(read_text("handoff/packet.md")).substitute(
        title=_plain(telling.title(document)),
        banner=f"> {telling.REHEARSED}" if document["rehearsal"] else "",
        made=document["made"],
        version=telling.version(document),
        profile=_plain(document["profile"]),
        standing=telling.standing(document),
        counts=in_numbers(document["counts"]),
        facts=_pairs(telling.facts(document)),
        production=_production(document["production"]),
        keys=_pairs((_plain(name), thumbprint) for name, thumbprint in telling.keys(document))
        or telling.NO_KEYS,
        checks="\n\n".join(_group(document, kind) for kind in telling.GROUPS),
        leftover=_listed(map(telling.left_over, document["leftOver"]), telling.NONE_LEFT),
        subject=_plain(words["subject"]),
        email=_fenced(words["email"]),
        slack=_fenced(words["slack"]),
    )


def _group(document: Mapping[str, Any], kind: str) -> str:
    rows = [each for each in document["checks"] if each["kind"] == kind]
    lines = [f"### {telling.GROUPS[kind]}", ""]
    for each in rows:
        state = each["state"].upper()
        text = telling.text(each)
        lines.append(
            f"- **{state}** {_plain(each['title'])} (`{each['id']}`){'  ' if text else ''}"
        )
        lines += [f"  {_plain(text)}"] if text else []
        lines += [f"  - {_plain(place)}" for place in each["evidence"]]
    return "\n".join(lines)


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"- {label}: {_exact(value)}" for label, value in pairs)


def _production(production: Mapping[str, Any] | None) -> str:
    if production is None:
        return ""
    heading = f"\n### In production: {_plain(production['profile'])}\n\n"
    return f"{heading}{_pairs(telling.ids(production))}\n"


def _listed(lines: Iterable[str], none: str) -> str:
    return "\n".join(f"- {_plain(line)}" for line in lines) or none


def _plain(text: object) -> str:
    """Give a text that Markdown takes for nothing else (CommonMark, Backslash escapes)."""
    return sub(r"([\\`*_{}\[\]()#+!|~])", r"\\\1", escape(printable(text), quote=False))


def _exact(text: str) -> str:
    """Give an id or an address as it is to be copied; anything else as plain text."""
    return f"`{text}`" if fullmatch(r"[A-Za-z0-9._~:/?=%-]+", text) else _plain(text)


def _fenced(text: str) -> str:
    return text.replace("```", "'''")
