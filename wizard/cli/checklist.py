"""The production checklist as lines for people: what blocks first, then the rest, shorter.

Knows: how many lines each kind of result is worth.
Must never: leave out a result, or show one that was not looked at among those that are in order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wizard.text import columns, glyphs, printable, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wizard.handoff.item import Result
    from wizard.handoff.look import Look

_HEADINGS: Final = {
    "fail": "Mend this",
    "ask": "Only you can tell",
    "warn": "Good to know",
    "pass": "In order",
    "skip": "Not looked at",
}
"""The states in the order in which they matter."""

_SIGNS: Final = {"fail": "bad", "ask": "here", "warn": "note", "pass": "ok", "skip": "open"}
_SHOWN: Final = 6
"""Places of a finding; the packet and ``--json`` have them all."""


def lines(look: Look, results: Sequence[Result]) -> Iterator[str]:
    """Give all results, grouped by what they ask of the reader; a blank line after each group."""
    from wizard.handoff.telling import settled

    done, total = settled(results)
    there = look.promoted.name if look.promoted else _production(look)
    yield f"{printable(look.tested.name)}, on the way to {there}: {done} of {total} settled."
    yield ""
    for state, heading in _HEADINGS.items():
        group = [each for each in results if each.row.state == state]
        if group:
            yield f"{heading} ({len(group)})"
            yield from _group(state, group)
            yield ""


def _production(look: Look) -> str:
    return "local-prod, a rehearsal" if look.rehearsal else "production"


def _group(state: str, group: Sequence[Result]) -> Iterator[str]:
    sign = glyphs()[_SIGNS[state]]
    if state == "skip":
        yield from _by_reason(sign, group)
        return
    for each in group:
        yield from _in_one_line(sign, each) if state == "pass" else _at_length(sign, each)


def _at_length(sign: str, one: Result) -> Iterator[str]:
    row = one.row
    yield f"{sign} {one.item.title}  [{row.id}]"
    yield wrapped(f"    {printable(row.text)}", hanging=4)
    if row.state == "ask":
        return
    places = [place for place in row.places if not row.text.startswith(place.partition(": ")[0])]
    yield from (f"      {printable(place)}" for place in places[:_SHOWN])
    if len(places) > _SHOWN:
        yield f"      and {len(places) - _SHOWN} more: --json shows them all"


def _in_one_line(sign: str, one: Result) -> Iterator[str]:
    told = "" if one.row.text == one.item.title else f": {printable(one.row.text)}"
    line, most = f"{sign} {one.item.title}{told}", columns()
    yield line if len(line) <= most else f"{line[: most - 3]}..."


def _by_reason(sign: str, group: Sequence[Result]) -> Iterator[str]:
    """Give each reason once, with the titles of what it kept from being looked at."""
    titles: dict[str, list[str]] = {}
    for each in group:
        titles.setdefault(each.row.text, []).append(each.item.title)
    for reason, kept in titles.items():
        yield wrapped(f"{sign} {printable(reason)}", hanging=2)
        yield from (f"    {title}" for title in kept)


def closing(data: Mapping[str, Any], *, whole: bool) -> Iterator[str]:
    """Say where it stands, and what to do next. ``whole``: all items were gone through."""
    from wizard.handoff.messages import in_numbers

    states = {each["state"] for each in data["checks"]}
    if whole:
        standing = "Nothing stands in the way" if data["ready"] else "Not ready for production yet"
        yield f"{standing}: {in_numbers(data['counts'])}."
    if data["rehearsal"]:
        yield "This is a rehearsal: what needs a public address was skipped, not passed."
    if "fail" in states:
        yield "Check one again:  anon-wizard handoff --only ID"
    if "ask" in states:
        yield "Answer what only you can:  anon-wizard handoff --check ID --note TEXT"
    if whole and not data["packet"]:
        yield "Write the packet for the prod-key request:  anon-wizard handoff --write DIR"
    yield from (f"Written: {printable(path)}" for path in data["packet"])
