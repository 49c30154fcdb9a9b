"""The rooms off the home screen; a new one is a file and a line here.

Must never: load a room before it is entered.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from screens.room import RoomScreen


def _doctor() -> type[RoomScreen]:
    from screens.doctor import DoctorScreen

    return DoctorScreen


ROOMS: Final = MappingProxyType({"doctor": _doctor})
"""Name → what gives the room's screen."""
