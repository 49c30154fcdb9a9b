"""The chain as a list: the order in which its links are made and proven.

Knows: which steps there are, and what each is called. A new step is a file here and a line below.
Must never: import a step before it is asked for: the first picture shows the titles of all, and
asks for the first one only.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Final, cast, overload

if TYPE_CHECKING:
    from wizard.model import Step

TITLES: Final = {
    "environment": "Environment",
    "key": "Key",
    "pool": "UserPool",
    "clients": "SdkClients",
    "user": "Test user",
    "link": "Link",
    "save": "Save",
}
"""Id → title, in the chain's order. The id is the name of the step's module, too."""

_IDS: Final = tuple(TITLES)


class _Steps(Sequence["Step"]):
    """The steps in the chain's order, each imported when it is first asked for."""

    def __len__(self) -> int:
        return len(_IDS)

    @overload
    def __getitem__(self, at: int) -> Step: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Step]: ...

    def __getitem__(self, at: int | slice) -> Step | Sequence[Step]:
        if isinstance(at, slice):
            return [_step(each) for each in _IDS[at]]
        return _step(_IDS[at])


def _step(id_: str) -> Step:
    return cast("Step", import_module(f"{__name__}.{id_}").STEP)


STEPS: Final[Sequence[Step]] = _Steps()
