"""Which faults are switched on.

Must never: be on unless somebody asked for it; nothing here survives a restart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.model import ProblemError
from wizard.problems import problem
from wizard.sandbox.known_faults import FAULTS

if TYPE_CHECKING:
    from wizard.sandbox.fault_acts import Act
    from wizard.sandbox.fault_rules import Rule


class Faults:
    """The faults that are switched on, in the order in which they were."""

    def __init__(self, specs: tuple[str, ...] = ()) -> None:
        self._on: dict[tuple[str, str], Rule | None] = {}
        for spec in specs:
            self.switch_on(spec)

    def switch_on(self, spec: str) -> None:
        """Switch on ``NAME`` or ``NAME=ARG``. Raises ``sandbox.fault``."""
        name, argument = read(spec)
        self._on[name, argument] = _rule(name, argument)

    def switch_off(self, spec: str) -> bool:
        """Switch off ``NAME`` (all of it) or ``NAME=ARG``; tell whether any of it was on."""
        name, _, argument = spec.partition("=")
        meant = [key for key in self._on if key[0] == name and argument in ("", key[1])]
        for key in meant:
            del self._on[key]
        return bool(meant)

    def clear(self) -> None:
        """Switch all off."""
        self._on.clear()

    def has(self, name: str) -> bool:
        """Tell whether a fault that an endpoint asks for is on."""
        return any(on == name for on, _ in self._on)

    def act_on(self, method: str, path: str) -> Act | None:
        """Give what is done to this request, None if it is left alone."""
        for rule in self._on.values():
            if rule is not None and rule.meets(method, path):
                return rule.act
        return None

    def specs(self) -> list[str]:
        """Give what is on, as ``NAME`` or ``NAME=ARG``."""
        return [f"{name}={argument}" if argument else name for name, argument in self._on]


def read(spec: str) -> tuple[str, str]:
    """Take ``NAME[=ARG]`` apart and check it. Raises ``sandbox.fault``."""
    name, _, argument = spec.partition("=")
    _rule(name, argument)
    return name, argument


def _rule(name: str, argument: str) -> Rule | None:
    if name not in FAULTS:
        raise ProblemError(
            problem("sandbox.fault", name=name, reason="There is none of that name.")
        )
    try:
        return FAULTS[name].rule(argument)
    except ValueError as error:
        reason = f"Its argument does not fit: {error}."
        raise ProblemError(problem("sandbox.fault", name=name, reason=reason)) from None
