"""The words of the trade as frozen values.

Knows: what a record, a secret and a failure are; ``profile`` and ``chain`` know the rest, and are
loaded when one of their names is first asked for: a shell prompt waits for this module, and each
dataclass costs it half a millisecond.
Must never: evaluate an annotation (``typing.NamedTuple`` compiles each one, which costs a short
command more than its work), read a file, open a socket, import anything heavy, or print.
"""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from typing import NamedTuple as Record

    from wizard.model.chain import (
        Answer,
        Answers,
        Certainty,
        Choice,
        CreateRequest,
        Draft,
        Field,
        Link,
        LinkStatus,
        Made,
        ObjectKind,
        Plan,
        Problem,
        Source,
        Step,
        TestUser,
        Value,
    )
    from wizard.model.profile import (
        APPS,
        Client,
        ClientKind,
        JwksSource,
        Pool,
        Profile,
        app_name,
    )

_OF_PROFILES: Final = (
    "APPS",
    "Client",
    "ClientKind",
    "JwksSource",
    "Pool",
    "Profile",
    "app_name",
)

__all__ = [
    "APPS",
    "Answer",
    "Answers",
    "CancelledByUserError",
    "Certainty",
    "Choice",
    "Client",
    "ClientKind",
    "CreateRequest",
    "Draft",
    "Field",
    "JwksSource",
    "Link",
    "LinkStatus",
    "Made",
    "ObjectKind",
    "Plan",
    "Pool",
    "Problem",
    "ProblemError",
    "Profile",
    "Record",
    "Secret",
    "Source",
    "Step",
    "TestUser",
    "Value",
    "app_name",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    from importlib import import_module

    place = "profile" if name in _OF_PROFILES else "chain"
    return getattr(import_module(f"{__name__}.{place}"), name)


if not TYPE_CHECKING:

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
        """What frozen values are made of: a ``typing.NamedTuple``, for all that mypy knows."""


class Secret:
    """A key, token or password that never shows itself by accident.

    ``repr``, ``str`` and ``format`` are masked, pickling is refused. ``reveal()`` gives the value,
    and is called only where it is sent, signed with, stored, or shown by an explicit act.
    """

    __slots__ = ("__value",)

    def __init__(self, value: str) -> None:
        self.__value = value

    def reveal(self) -> str:
        """Give the value itself."""
        return self.__value

    def __repr__(self) -> str:
        return "Secret(…)"

    def __str__(self) -> str:
        return "…"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __bool__(self) -> bool:
        return bool(self.__value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self.__value == other.reveal()

    def __hash__(self) -> int:
        return hash((Secret, self.__value))

    def __deepcopy__(self, memo: object) -> Secret:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not pickled")


class ProblemError(Exception):
    """A step, a request or a check stopped; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem: Final = problem

    def __str__(self) -> str:
        """Give code and words: a test that has the sandbox as a fixture shows nothing else."""
        return f"{self.problem.code}: {self.problem.symptom} {self.problem.fix}"


class CancelledByUserError(Exception):
    """The user called off what was going on; nothing failed."""
