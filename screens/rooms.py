"""The rooms off the home screen; a new one is a file and a line here.

Must never: load a room before it is entered.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, cast

from wizard.environments import NAMED

if TYPE_CHECKING:
    from screens.room import RoomScreen
    from wizard.profiles.home import Home


@dataclass(frozen=True, slots=True)
class Room:
    """One room: the module that offers ``Page``.

    ``elsewhere``, where it is not empty, is said to a profile that is not of the local sandbox.
    """

    module: str
    elsewhere: str = ""

    def fits(self, environment: str) -> bool:
        """Tell whether a profile of that environment may come in."""
        return not self.elsewhere or any(environment == each.name for each in NAMED if each.local)

    def enter(self, home: Home, profile: str, environment: str) -> RoomScreen:
        """Give the room's screen, for this profile."""
        page = cast("type[RoomScreen]", import_module(self.module).Page)
        return page(home, profile, environment)


ROOMS: Final = MappingProxyType(
    {
        "doctor": Room("screens.doctor"),
        "handoff": Room("screens.handoff"),
        "lab": Room("screens.lab", "The lab is open to profiles of the local sandbox."),
    }
)
