"""JSON read so strictly that two readers can't see two things in it (RFC 8259, RFC 8725 §2.4).

Python's reader lets duplicate names, NaN, infinities and lone surrogates pass, and gives up with
errors of many kinds on deep nesting and giant numbers. Here each is one fault with one name.
Must never: raise anything but ``JsonError``, or take more than linear time.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, Final, Literal, NoReturn

Fault = Literal[
    "not_utf8",
    "bom",
    "not_json",
    "trailing_bytes",
    "duplicate_member",
    "not_a_number",
    "giant_number",
    "too_deep",
    "lone_surrogate",
]

DEEPEST: Final = 100
"""Levels of nesting that are still read; no key set and no token needs ten."""

_WHITE: Final = " \t\n\r"
_NO_BRACKETS: Final = bytes(set(range(256)) - set(b"[]{}"))
_LONGEST_INTEGER: Final = 308  # digits that surely fit a double: RFC 8259 §6, RFC 7493 §2.2

# An unclosed string runs to the end: without that way out the search would start over and over.
_STRINGS: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\Z)', re.DOTALL)
_SURROGATE_ESCAPE: Final = re.compile(rb"\\u[dD][89a-fA-F]")


class JsonError(ValueError):
    """Not JSON that can be trusted. ``fault`` names the kind, ``detail`` says where or which."""

    def __init__(self, fault: Fault, detail: str) -> None:
        super().__init__(fault)
        self.fault: Final = fault
        self.detail: Final = detail


def parse(raw: bytes) -> Any:
    """Give the one JSON value in ``raw``: UTF-8, no duplicate names at any depth, nothing after it.

    Raises ``JsonError``.
    """
    text = _text(raw)
    _refuse_depth(raw)
    try:
        value, end = _DECODER.raw_decode(text, _start(text))
    except json.JSONDecodeError as error:
        raise JsonError("not_json", f"line {error.lineno} column {error.colno}") from None
    except RecursionError:
        raise JsonError("too_deep", "deeper than this reader can follow") from None
    rest = text[end:].strip(_WHITE)
    if rest:
        raise JsonError("trailing_bytes", f"after the JSON value, {len(rest)} more")
    if _SURROGATE_ESCAPE.search(raw):
        _refuse_lone_surrogates(value)
    return value


def _start(text: str) -> int:
    return len(text) - len(text.lstrip(_WHITE))


def _text(raw: bytes) -> str:
    if raw.startswith(b"\xef\xbb\xbf"):
        raise JsonError("bom", "it starts with a byte order mark")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise JsonError("not_utf8", f"byte {error.start + 1}") from None
    if text.startswith(("\x00", "{\x00", "[\x00")):
        raise JsonError("not_utf8", "it looks like UTF-16")
    return text


def _refuse_depth(raw: bytes) -> None:
    if raw.count(b"[") + raw.count(b"{") <= DEEPEST:
        return
    depth = 0
    for byte in _STRINGS.sub(b"", raw).translate(None, _NO_BRACKETS):
        depth += 1 if byte in b"[{" else -1
        if depth > DEEPEST:
            raise JsonError("too_deep", f"more than {DEEPEST} levels")


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise JsonError("duplicate_member", _first_repeated(pairs))
    return members


def _first_repeated(pairs: list[tuple[str, Any]]) -> str:
    seen: set[str] = set()
    for name, _value in pairs:
        if name in seen:
            return name
        seen.add(name)
    return ""


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_INTEGER:
        raise JsonError("giant_number", f"{len(digits)} digits")
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise JsonError("giant_number", "its exponent is out of range")
    return value


def _constant(name: str) -> NoReturn:
    raise JsonError("not_a_number", name)


def _refuse_lone_surrogates(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise JsonError("lone_surrogate", "half of a UTF-16 pair stands alone") from None


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_members,
    parse_int=_integer,
    parse_float=_float,
    parse_constant=_constant,
)
