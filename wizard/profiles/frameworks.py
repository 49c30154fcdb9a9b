"""What each framework calls Anon's variables, and which of them it wants.

Knows: the prefixes that make a build tool publish a variable (contract, variable names).
Must never: put a variable that is private to servers under such a prefix.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from wizard.model import Record
from wizard.profiles.references import is_reference
from wizard.profiles.variables import BY_NAME, ESSENTIAL, VARIABLES, as_text
from wizard.text import mask

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wizard.model import Secret
    from wizard.profiles.variables import Values, Variable

PUBLIC_PREFIXES: Final = (
    "REACT_APP_",
    "VITE_",
    "NEXT_PUBLIC_",
    "PLASMO_PUBLIC_",
    "EXPO_PUBLIC_",
    "NUXT_PUBLIC_",
    "GATSBY_",
    "PUBLIC_",
)
"""What these stand before ends up in the code that browsers and phones get."""

_FRONT_END: Final = tuple(variable.name for variable in VARIABLES if variable.public)
_OLD_NAMES: Final = {
    "ANON_SDKCLIENT_ID": "ANON_CLIENT_ID",
    "ANON_APP_USER_ID_TOKEN": "ANON_USER_ID_TOKEN",
}
_PHONE: Final = ("ANON_ENV", "ANON_BASE_URL", "ANON_SDKCLIENT_ID", "ANON_APP_USER_ID_TOKEN")


class Framework(Record):
    """One framework: the plain variables it wants, and what it calls them.

    ``names`` holds other names than the plain ones. ``expands``: its reader takes ``$NAME`` in a
    value for another variable (dotenv-expand).
    """

    name: str
    label: str
    wants: tuple[str, ...]
    prefix: str = ""
    names: Mapping[str, str] = MappingProxyType({})
    expands: bool = False

    def name_of(self, plain: str) -> str:
        """Give this framework's name for a plain one."""
        return f"{self.prefix}{self.names.get(plain, plain)}"


FRAMEWORKS: Final = {
    framework.name: framework
    for framework in (
        Framework("node", "Node back end", ESSENTIAL),
        Framework("react", "Create React App", _FRONT_END, "REACT_APP_", expands=True),
        Framework("vite", "Vite", _FRONT_END, "VITE_", expands=True),
        Framework("next", "Next.js", _FRONT_END, "NEXT_PUBLIC_", expands=True),
        Framework("plasmo", "Plasmo", _PHONE, "PLASMO_PUBLIC_", _OLD_NAMES, expands=True),
        Framework("ios", "iOS", _PHONE, names=_OLD_NAMES),
    )
}

PLAIN: Final = Framework("", "no framework", tuple(variable.name for variable in VARIABLES))
"""All variables under their plain names."""

_SPELLINGS: Final = {
    "SDK_CLIENT_ID": "ANON_SDKCLIENT_ID",
    "ANON_SDK_CLIENT_ID": "ANON_SDKCLIENT_ID",
    "ANON_CLIENT_ID": "ANON_SDKCLIENT_ID",
    "ANON_USER_ID_TOKEN": "ANON_APP_USER_ID_TOKEN",
}
"""Other names that Anon's texts use, and whoever writes them down (FAQ)."""


class Assignment(Record):
    """One variable as it will be written: name, value, and what it is."""

    name: str
    value: str | Secret
    variable: Variable

    @property
    def text(self) -> str:
        """The value itself: only for where it is written."""
        return as_text(self.value)

    @property
    def masked(self) -> str:
        """The value as it may be shown: a secret masked, a reference to one as it is."""
        if isinstance(self.value, str):
            return self.value
        return self.text if is_reference(self.value) else mask(self.text)


def assignments(values: Values, framework: Framework = PLAIN) -> tuple[Assignment, ...]:
    """Give what the framework wants, as far as it is known, in the table's order."""
    wanted = (BY_NAME[plain] for plain in framework.wants)
    return tuple(
        Assignment(framework.name_of(variable.name), value, variable)
        for variable in wanted
        if (value := values.of(variable))
    )


def unknown(values: Values, framework: Framework) -> tuple[str, ...]:
    """Give the names that the framework wants and nothing is known for; not what users choose."""
    return tuple(
        framework.name_of(plain)
        for plain in framework.wants
        if plain in ESSENTIAL and plain != "ANON_BASE_URL" and not values.of(BY_NAME[plain])
    )


def variable_called(name: str) -> Variable | None:
    """Give the variable that goes by ``name`` in any framework; None: it is no variable of ours."""
    return _CALLED.get(name)


def is_public(name: str) -> bool:
    """Tell whether a build tool would publish a variable of this name."""
    return name.startswith(PUBLIC_PREFIXES)


def publishes_private(name: str) -> bool:
    """Tell whether this is the public name of something that only servers may know."""
    bare = next((name.removeprefix(each) for each in PUBLIC_PREFIXES if name.startswith(each)), "")
    return any(bare in _spellings(variable) for variable in VARIABLES if variable.private)


def _spellings(variable: Variable) -> tuple[str, ...]:
    return (variable.name, variable.name.removeprefix("ANON_"))


def _called(frameworks: Iterable[Framework]) -> Iterator[tuple[str, Variable]]:
    for prefix in ("", *PUBLIC_PREFIXES):
        public = {plain: plain for plain in _FRONT_END}
        for name, plain in {**public, **_SPELLINGS}.items():
            yield f"{prefix}{name}", BY_NAME[plain]
    for framework in frameworks:
        for plain in framework.wants:
            yield framework.name_of(plain), BY_NAME[plain]


_CALLED: Final = dict(_called((*FRAMEWORKS.values(), PLAIN)))
