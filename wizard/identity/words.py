"""JSON values, spans of time and dates in plain words.

Must never: raise for a number that is out of any calendar's range.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNITS: Final = (
    ("year", 31_557_600),
    ("day", 86_400),
    ("hour", 3_600),
    ("minute", 60),
    ("second", 1),
)
_LAST_SECOND: Final = 253_402_300_799  # 9999-12-31T23:59:59Z, the end of Python's calendar
_SHOWN: Final = 10


def kind_of(value: Any) -> str:
    """Say what a JSON value is: “a number”, “a list”, “null”."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    kinds = {int: "a number", float: "a number", str: "a text", list: "a list"}
    return kinds.get(type(value), "an object")


def listed(names: Iterable[str], none: str = "nothing") -> str:
    """Give names in quotes with commas between, the first ten of them."""
    quoted = [f"“{name}”" for name in names]
    if not quoted:
        return none
    more = f" and {len(quoted) - _SHOWN} more" if len(quoted) > _SHOWN else ""
    return ", ".join(quoted[:_SHOWN]) + more


def span(seconds: float) -> str:
    """Give a length of time in its two largest units: “2 days 3 hours”."""
    rest = int(min(abs(seconds), 1e15))
    parts: list[str] = []
    for unit, size in _UNITS:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count} {unit}{'' if count == 1 else 's'}")
        if len(parts) == 2 or (parts and not count):
            break
    return " ".join(parts) or "less than a second"


def roughly(seconds: float) -> str:
    """Give a length of time as time past, in its largest unit alone: “3 hours ago”."""
    for unit, size in _UNITS:
        count = int(min(seconds, 1e15)) // size
        if count > 0:
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return "just now"


def ago(seconds: float) -> str:
    """Give a length of time as time past: “3 hours ago”, “just now”."""
    return f"{span(seconds)} ago" if seconds >= 1 else "just now"


def date(timestamp: float) -> str:
    """Give seconds since 1970 as a date in UTC, or say that no calendar reaches that far."""
    if not 0 <= timestamp <= _LAST_SECOND:
        return f"{timestamp:.6g} (out of the calendar)"
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(timestamp))


def is_out_of_calendar(timestamp: float) -> bool:
    """Say whether a time lies after the year 9999: surely not seconds."""
    return timestamp > _LAST_SECOND
