"""The shape of what is sent in: a small part of JSON Schema, checked and published alike.

Knows: text, integers, choices, lists, objects. The OpenAPI document shows these very schemas.
Must never: let a string into the store that SQLite or UTF-8 cannot hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

Schema = Mapping[str, Any]

NAME: Final = 200
"""Longest name, in characters (our choice: Anon documents no limits)."""
TEXT: Final = 2_000
"""Longest description or URL."""


def text(limit: int = NAME, least: int = 1, **more: Any) -> Schema:
    """Give the schema of a string of ``least`` to ``limit`` characters."""
    return {"type": "string", "minLength": least, "maxLength": limit, **more}


def integer(least: int, most: int) -> Schema:
    """Give the schema of a whole number between two bounds."""
    return {"type": "integer", "minimum": least, "maximum": most}


def choice(*values: str) -> Schema:
    """Give the schema of one of some strings."""
    return {"type": "string", "enum": list(values)}


def listing(items: Schema, most: int = 20) -> Schema:
    """Give the schema of a list with at least one item."""
    return {"type": "array", "items": items, "minItems": 1, "maxItems": most}


def record(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    """Give the schema of an object; members that are not named are allowed, and ignored."""
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
    }


def one_of(*schemas: Schema) -> Schema:
    """Give the schema of a value that fits one of several."""
    return {"anyOf": list(schemas)}


ANYTHING: Final[Schema] = {}


def complaint(value: Any, schema: Schema, name: str = "body") -> str:
    """Give the first thing that is wrong with ``value``, in one sentence, or nothing.

    The words follow those of serde, which Anon's own error texts come from.
    """
    if "anyOf" in schema:
        fits = any(not complaint(value, option, name) for option in schema["anyOf"])
        return "" if fits else f"data did not match any variant of `{name}`"
    kind = schema.get("type")
    return _CHECKS[kind](value, schema, name) if kind else _unstorable(value, name)


def _check_text(value: Any, schema: Schema, name: str) -> str:
    if not isinstance(value, str):
        return f"invalid type for `{name}`: expected a string"
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", TEXT):
        return f"invalid length for `{name}`"
    if "pattern" in schema and not re.fullmatch(schema["pattern"], value):
        return f"invalid value for `{name}`: it does not match {schema['pattern']}"
    if "enum" in schema and value not in schema["enum"]:
        return f"unknown variant for `{name}`, expected one of {', '.join(schema['enum'])}"
    return _unstorable(value, name)


def _unstorable(value: Any, name: str) -> str:
    if isinstance(value, str):
        lone = any("\ud800" <= character <= "\udfff" for character in value)
        return f"invalid value for `{name}`: a lone surrogate" if lone else ""
    if isinstance(value, dict):
        return next((words for pair in value.items() if (words := _unstorable(pair, name))), "")
    if isinstance(value, list | tuple):
        return next((words for item in value if (words := _unstorable(item, name))), "")
    return ""


def _check_integer(value: Any, schema: Schema, name: str) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        return f"invalid type for `{name}`: expected an integer"
    inside = schema["minimum"] <= value <= schema["maximum"]
    return "" if inside else f"invalid value for `{name}`: out of range"


def _check_list(value: Any, schema: Schema, name: str) -> str:
    if not isinstance(value, list):
        return f"invalid type for `{name}`: expected a sequence"
    if not schema["minItems"] <= len(value) <= schema["maxItems"]:
        return f"invalid length for `{name}`"
    found = (complaint(item, schema["items"], f"{name}[{at}]") for at, item in enumerate(value))
    return next(filter(None, found), "")


def _check_object(value: Any, schema: Schema, name: str) -> str:
    if not isinstance(value, dict):
        return f"invalid type for `{name}`: expected an object"
    for member in schema.get("required", ()):
        if value.get(member) is None:
            return f"missing field `{member}`"
    properties = schema.get("properties", {})
    given = ((key, value[key]) for key in properties if value.get(key) is not None)
    return next(filter(None, (complaint(item, properties[key], key) for key, item in given)), "")


_CHECKS: Final[Mapping[str, Callable[[Any, Schema, str], str]]] = MappingProxyType(
    {
        "string": _check_text,
        "integer": _check_integer,
        "array": _check_list,
        "object": _check_object,
    }
)
