"""What the core's small immutable values are made of.

Knows: how a class with annotations becomes a named tuple.
Must never: look at an annotation. ``typing.NamedTuple`` compiles each one, and that costs a command
that a shell prompt waits for more than its work.
"""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING, Any

__all__ = ["Record"]

if TYPE_CHECKING:
    from typing import NamedTuple as Record
else:

    class _Kind(type):
        """Gives a named tuple in place of the class that names ``Record`` as its base."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = body["__annotations__"]
            defaults = [body.pop(field) for field in fields if field in body]
            made = namedtuple(  # noqa: PYI024 — for mypy, and for readers, it is the typed one
                name, fields, defaults=defaults, module=body["__module__"]
            )
            for member, value in body.items():
                setattr(made, member, value)
            return made

    class Record(metaclass=_Kind):
        """The base to name: a ``typing.NamedTuple``, for all that mypy knows."""
