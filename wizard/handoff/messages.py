"""The words to Anon, ready to be sent: for Slack and for e-mail (FAQ, “I'm done testing”).

Must never: promise what the checklist does not show.
"""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING, Any, Final

from wizard.environments import environment
from wizard.resources import read_text

if TYPE_CHECKING:
    from collections.abc import Mapping


def messages(document: Mapping[str, Any]) -> dict[str, str]:
    """Give ``subject``, ``email`` and ``slack`` for a packet's document."""
    told = _told(document)
    rehearsal = "[Rehearsal, not to be sent] " if document["rehearsal"] else ""
    return {
        "subject": f"{rehearsal}Prod API key{_whose(document)}",
        "email": rehearsal + _filled("message.txt", told),
        "slack": rehearsal + _filled("slack.txt", told),
    }


def _filled(name: str, told: Mapping[str, str]) -> str:
    return Template(read_text(f"handoff/{name}")).substitute(told).strip()


def _told(document: Mapping[str, Any]) -> dict[str, str]:
    """Give each placeholder's words; what is not known says so."""
    names = {
        "organization": "organizationId",
        "pool": "userPoolId",
        "webapp": "webappClientId",
        "service": "serviceClientId",
        "jwks": "jwksUri",
        "contact": "contact",
    }
    told = {name: str(document[member] or _UNKNOWN) for name, member in names.items()}
    if not document["organizationId"]:  # generation 2 does not tell it
        told["organization"] = "the one that our present key belongs to"
    return {
        **told,
        "environment": environment(document["environment"]).label,
        "apps": ", ".join(document["plannedApps"]) or "not decided",
        "counted": in_numbers(document["counts"]),
        "open": _open(document),
    }


_UNKNOWN: Final = "not known here"
IN_WORDS: Final = {
    "pass": "passed",
    "warn": "with a remark",
    "fail": "failed",
    "ask": "waiting for a person",
    "skip": "not looked at",
}


def _whose(document: Mapping[str, Any]) -> str:
    known = document["organizationId"]
    return f" for {known}" if known else ""


def in_numbers(counts: Mapping[str, int]) -> str:
    """Say the counts in words, those that are not nought."""
    return ", ".join(f"{counts[state]} {word}" for state, word in IN_WORDS.items() if counts[state])


def _open(document: Mapping[str, Any]) -> str:
    waiting = [each["title"] for each in document["checks"] if each["state"] in {"fail", "ask"}]
    return f" Still open: {'; '.join(waiting)}." if waiting else ""
