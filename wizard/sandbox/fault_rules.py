"""What a fault is, which requests it meets, and how its argument is read.

Must never: know a single fault; those stand in ``known_faults``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.sandbox.fault_acts import first, reply, wait

if TYPE_CHECKING:
    from collections.abc import Callable

    from wizard.sandbox.fault_acts import Act

LONGEST_DELAY: Final = 3600.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Which requests a fault meets, and what it does.

    An empty method means any, and a path that ends in ``*`` any that begins so.
    """

    method: str
    path: str
    act: Act

    def meets(self, method: str, path: str) -> bool:
        """Tell whether this request is meant."""
        if self.method not in ("", method):
            return False
        return path.startswith(self.path[:-1]) if self.path.endswith("*") else path == self.path


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. ``rule`` reads the argument (a wrong one: ``ValueError``).

    A rule of None means that the endpoint itself asks ``Faults.has``.
    """

    name: str
    argument: str
    imitates: str
    rule: Callable[[str], Rule | None]

    @property
    def usage(self) -> str:
        """Give it as it is written on the command line: ``delay=SECONDS:PATH``."""
        if not self.argument.startswith("["):
            return f"{self.name}={self.argument}" if self.argument else self.name
        return f"{self.name}[={self.argument[1:]}"


def by_name(argument: str) -> None:
    """Leave it to the endpoint, which asks whether the fault is on."""
    if argument:
        raise ValueError("it takes no argument")


def answers(method: str, path: str, status: int, words: str) -> Callable[[str], Rule]:
    """Answer one call with a refusal."""

    def rule(argument: str) -> Rule:
        by_name(argument)
        return Rule(method, path, reply(status, words))

    return rule


def answers_at(path: str, status: int, words: str) -> Callable[[str], Rule]:
    """Answer every call at a path, this one unless another is named, with a refusal."""
    return lambda argument: Rule("", _path(argument or path), reply(status, words))


def at_path(act: Act) -> Callable[[str], Rule]:
    """Do something to every call at the path that is named."""
    return lambda argument: Rule("", _path(argument), act)


def transient(method: str, path: str, act: Act) -> Callable[[str], Rule]:
    """Do something to one call: always, or as often as the argument says."""

    def rule(argument: str) -> Rule:
        if not argument:
            return Rule(method, path, act)
        if not (argument.isascii() and argument.isdigit() and 1 <= int(argument[:5]) <= 1000):
            raise ValueError("it needs a count from 1 to 1000, or nothing for always")
        return Rule(method, path, first(int(argument), act))

    return rule


def with_status(argument: str) -> Rule:
    """Read ``CODE:PATH``."""
    code, _, path = argument.partition(":")
    if len(code) != 3 or not (code.isascii() and code.isdigit() and 400 <= int(code) <= 599):
        raise ValueError("it needs CODE:PATH with a code from 400 to 599")
    headers = {"retry-after": "1"} if code in {"429", "503"} else {}
    return Rule("", _path(path), reply(int(code), f"status {code} on purpose", headers))


def late(argument: str) -> Rule:
    """Read ``SECONDS:PATH``."""
    seconds, _, path = argument.partition(":")
    try:
        length = float(seconds)
    except ValueError:
        length = math.nan
    if not 0 <= length <= LONGEST_DELAY:
        raise ValueError("it needs SECONDS:PATH with 0 to 3600 seconds")
    return Rule("", _path(path), wait(length))


def _path(argument: str) -> str:
    if not argument:
        raise ValueError("it needs a path, for instance /org/userPool")
    return argument if argument.startswith("/") else f"/{argument}"
