"""``profile list``: which profiles are saved, and which one is in use here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wizard.cli.command import Result
from wizard.environments import environment
from wizard.model import ProblemError
from wizard.profiles.resolution import resolve
from wizard.profiles.store import ProfileStore
from wizard.text import cells, padded, printable

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from wizard.cli.command import Call

_MARK = {True: "*", False: " "}


def arguments(_parser: ArgumentParser) -> None:
    """Take nothing but the global flags."""


def run(call: Call) -> Result:
    """List them; a star stands before the one that commands work on here."""
    store = ProfileStore(call.home)
    active, names = store.active(), store.names()
    resolved = resolve(call.home, call.environ, call.options.profile)
    if resolved and resolved.by != "active":
        missing = "" if resolved.name in names else " (no such profile is saved)"
        call.say(f"{resolved.why()}{missing}")
    in_use = resolved.name if resolved else None
    rows = [_row(store, name, active) for name in names]
    text = "\n".join(_lines(rows, in_use)) or "No profile is saved yet. Run: anon-wizard setup"
    return Result(data={"profiles": rows, "active": active, "inUse": in_use}, text=text)


def _row(store: ProfileStore, name: str, active: str | None) -> dict[str, Any]:
    """Give one profile as data; one that can't be read is listed with the problem's code."""
    row: dict[str, Any] = {"name": name, "active": name == active, "problem": None}
    try:
        place = environment(store.load(name).environment)
    except ProblemError as unreadable:
        code = unreadable.problem.code
        return {**row, "environment": None, "label": f"({code})", "problem": code}
    return {**row, "environment": place.name, "label": place.label}


def _lines(rows: list[dict[str, Any]], in_use: str | None) -> Iterator[str]:
    names = [printable(row["name"]) for row in rows]
    width = max(map(cells, names), default=0)
    for name, row in zip(names, rows, strict=True):
        aside = "  (active)" if row["active"] and row["name"] != in_use else ""
        mark = _MARK[row["name"] == in_use]
        yield f"{mark} {padded(name, width)}  {printable(row['label'])}{aside}".rstrip()
