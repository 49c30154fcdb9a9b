"""TOML as text: at once where it is as plain as the wizard writes it.

Knows: lines that hold a text without escapes, a whole number, a remark, or a list's next table.
Must never: read a line otherwise than Python's own reader does. Whatever is less plain is left to
that one; loading it takes a short command a sixth of its time.
"""

from __future__ import annotations

from typing import Any, Final

_DIGITS: Final = 18  # of a number that is surely one to every reader


def loads(text: str) -> dict[str, Any]:
    """Give the table that ``text`` describes. Raises ``tomllib.TOMLDecodeError``, a ValueError."""
    table = _plain(text)
    if table is not None:
        return table
    import tomllib

    return tomllib.loads(text)


def _plain(text: str) -> dict[str, Any] | None:
    """Give the table, or None where one of the lines is less plain, or wrong."""
    whole: dict[str, Any] = {}
    table = whole
    for line in text.split("\n"):
        if not line.isprintable():
            return None
        if not line or line.startswith("#"):
            continue
        name, equals, written = line.partition(" = ")
        if equals:
            value = _value(written)
            if value is None or name in table or not _is_name(name):
                return None
            table[name] = value
        else:
            name = line.removeprefix("[[").removesuffix("]]")
            tables = whole.setdefault(name, [])
            if line != f"[[{name}]]" or not _is_name(name) or not isinstance(tables, list):
                return None
            table = {}
            tables.append(table)
    return whole


def _is_name(name: str) -> bool:
    return name.isascii() and name.isidentifier()


def _value(written: str) -> str | int | None:
    inner = written[1:-1]
    if written == f'"{inner}"':
        return None if '"' in inner or "\\" in inner else inner
    is_number = written.isascii() and written.isdigit() and len(written) <= _DIGITS
    return int(written) if is_number and str(int(written)) == written else None
