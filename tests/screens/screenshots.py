"""The README's pictures, taken from the real app: ``python -m tests.screens.screenshots``.

Ids, keys and the home's path are replaced by made-up ones of the same length, so that a picture
changes only when the screen does.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from typing import Final

from tests.screens.stage import opened
from tests.screens.story import tell
from wizard.profiles.home import Home
from wizard.resources import ROOT

FOLDER: Final = ROOT / "assets" / "screenshots"
SIZE: Final = (104, 30)
PICTURES: Final = {
    "environment": "dark",
    "pool": "dark",
    "production": "dark",
    "clients": "light",
    "link-offered": "dark",
    "save": "dark",
    "done": "light",
}
"""Which places of the story are shown, and in which colours."""

_MADE_UP: Final = (
    (
        r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "5f2b8c1e-90d4-4a7b-8e36-c1d2e3f4a5b6",
    ),
    (r"(?<=id=)[0-9a-f]{32}", "0c9d4e7f1a2b3c4d5e6f708192a3b4c5"),
    (r"[\w-]{8}…[\w-]{4}", "Qm3xT9_v…k7Ew"),
    (r"/tmp/aw-\w{8}", "/home/you/wizard"),
    (r"\d+:\d\d&#160;left", "9:58&#160;left"),
    (r"[◐◓◑◒]", "◐"),
    (r"(?<=127\.0\.0\.1:)\d+", "4010"),
    (r"(?<=localhost:)\d+", "4010"),
)


def made_up(picture: str) -> str:
    """Give a picture with what differs from run to run replaced."""
    for pattern, stand_in in _MADE_UP:
        picture = re.sub(pattern, stand_in, picture)
    return picture


async def take(home: Home) -> list[str]:
    """Go through the story and write its pictures; give their names."""
    taken: list[str] = []
    async with opened(home, SIZE) as stage:

        async def picture(name: str) -> None:
            if name not in PICTURES:
                return
            stage.app.theme = PICTURES[name]
            await stage.pilot.pause()
            drawn = stage.app.export_screenshot(title="anon-wizard")
            (FOLDER / f"{name}.svg").write_text(made_up(drawn), encoding="utf-8")
            taken.append(name)

        await tell(stage, picture)
    return taken


def main() -> None:
    """Take all pictures anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="aw-", dir="/tmp") as folder:
        taken = asyncio.run(take(Home.find({"ANON_WIZARD_HOME": folder})))
    told = f"{len(taken)} pictures in {FOLDER.relative_to(ROOT)}: {', '.join(taken)}"
    print(told)  # noqa: T201 — a script's word to whoever ran it


if __name__ == "__main__":
    main()
