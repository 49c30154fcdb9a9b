"""Records as plain values and back: what TOML and JSON can hold.

Knows: texts, whole numbers, booleans, literals, optionals, tuples and records of these. A record is
a frozen dataclass, or a ``Record`` where a shell prompt waits: dataclasses takes long to load.
Must never: write a ``Secret``, or read one: such a field keeps its default.
"""

from __future__ import annotations

import types
from functools import cache
from typing import Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints

from wizard.model import Secret

T = TypeVar("T")


class ShapeError(ValueError):
    """A plain value is not what the record wants; ``reason`` is a sentence for people."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def plain(value: Any) -> Any:
    """Give ``value`` as dicts, lists, texts, numbers and None; secrets are left out."""
    record: Any = type(value)
    if _is_record(record):
        members = {name: getattr(value, name) for name in _members(record)}
        return {
            name: plain(member)
            for name, member in members.items()
            if not isinstance(member, Secret)
        }
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value


def shaped(cls: type[T], value: object, name: str = "it") -> T:
    """Give the record that ``value`` describes; unknown members are passed over.

    Raises ``ShapeError``. ``name`` is what the sentence calls the value.
    """
    if not isinstance(value, dict):
        raise ShapeError(f"“{name}” is not a table.")
    record: Any = cls
    hints = _hints(record)
    members = {
        name: _member(hints[name], name, value)
        for name, has_default in _members(record).items()
        if name in value or not has_default
    }
    return cls(**members)


def _member(hint: Any, name: str, value: dict[str, Any]) -> Any:
    if name not in value:
        raise ShapeError(f"“{name}” is missing.")
    return _fitted(hint, value[name], name)


def _fitted(hint: Any, value: Any, name: str) -> Any:
    origin = get_origin(hint)
    if origin is types.UnionType:
        return None if value is None else _fitted(_inner(hint), value, name)
    if origin is tuple:
        if not isinstance(value, list):
            raise ShapeError(f"“{name}” is not a list.")
        return tuple(_fitted(get_args(hint)[0], item, name) for item in value)
    if origin is Literal:
        return _one_of(get_args(hint), value, name)
    if hint is Secret:
        return None
    if _is_record(hint):
        return shaped(cast("type[Any]", hint), value, name)
    return _scalar(hint, value, name)


def _inner(hint: Any) -> Any:
    """Give ``X`` of ``X | None``."""
    return next(part for part in get_args(hint) if part is not type(None))


def _one_of(allowed: tuple[Any, ...], value: Any, name: str) -> Any:
    for each in allowed:
        if type(each) is type(value) and each == value:
            return each
    raise ShapeError(f"“{name}” is none of {', '.join(str(each) or 'empty' for each in allowed)}.")


def _scalar(hint: type, value: Any, name: str) -> Any:
    if type(value) is not hint:
        words = {str: "a text", int: "a whole number", bool: "true or false"}
        raise ShapeError(f"“{name}” is not {words[hint]}.")
    return value


def _is_record(cls: type) -> bool:
    return hasattr(cls, "__dataclass_fields__") or hasattr(cls, "_field_defaults")


@cache
def _members(cls: Any) -> dict[str, bool]:
    """Give a record's members, and of each whether it has a default."""
    if hasattr(cls, "_field_defaults"):
        return {name: name in cls._field_defaults for name in cls._fields}
    from dataclasses import MISSING, fields

    return {
        field.name: field.default is not MISSING or field.default_factory is not MISSING
        for field in fields(cls)
    }


@cache
def _hints(cls: Any) -> dict[str, Any]:
    return get_type_hints(cls)
