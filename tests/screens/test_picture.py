"""What a change draws is what Textual's own compositor would draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._compositor import Compositor

from screens import frame
from screens.frame import _Picture
from tests.bench.experiments.largest_form import LARGEST
from tests.bench.programs.standing import stand_at
from tests.screens.rooms import entered, save_profile
from tests.screens.stage import LARGE, SMALL, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pytest
    from textual.geometry import Region
    from textual.strip import Strip

    from tests.screens.stage import Stage
    from wizard.profiles.home import Home


class Twice(_Picture):
    """Puts each picture together a second time, as Textual does, and compares what is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.as_textual = False
        self.rows = 0
        self.differing: list[int] = []
        self.spared = 0
        """How many widgets Textual's own asked for a whole picture, and ours did not."""

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        kind = Compositor if self.as_textual else _Picture
        asked = list(kind._get_renders(self, crop))
        if crop == self.size.region:
            self.spared += len(asked) if self.as_textual else -len(asked)
        return asked

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        ours = super()._render_chops(crop, is_rendered_line)
        self.as_textual = True
        theirs = super()._render_chops(crop, is_rendered_line)
        self.as_textual = False
        for y in filter(is_rendered_line, crop.line_range):
            self.rows += 1
            if sent(ours[y], crop) != sent(theirs[y], crop):
                self.differing.append(y)
        return ours


def sent(line: Mapping[int, Strip | None], crop: Region) -> list[tuple[int, str, str]]:
    """Give each character of a line that lies where something changed: piece, itself, style."""
    return [
        (x, character, str(style))
        for x, strip in line.items()
        if strip is not None and x < crop.right and x + strip.cell_length > crop.x
        for text, style, _ in strip
        for character in text
    ]


async def compared(stage: Stage, keys: Sequence[str]) -> None:
    """Press keys, and have what each of them drew compared."""
    for key in keys:
        await stage.press(key)
    pictures = [screen._compositor for screen in stage.app.screen_stack]
    twice = [picture for picture in pictures if isinstance(picture, Twice)]
    assert sum(picture.rows for picture in twice) > len(keys)
    assert not [picture.differing for picture in twice if picture.differing]
    assert all(picture.spared > 0 for picture in twice)


async def test_a_form_is_drawn_as_textual_would(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame, "_Picture", Twice)
    for size in (LARGE, SMALL):
        async with opened(home, size, fresh=stand_at(LARGEST)) as stage:
            await stage.at(LARGEST)
            await compared(stage, ["a", "tab", "down", "tab", "b", "tab", "tab", "shift+tab"])


async def test_what_lies_over_a_screen_is_drawn_as_textual_would(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame, "_Picture", Twice)
    save_profile(home)
    async with entered(home, "d") as stage:
        stage.app.notify("Copied", timeout=60)
        await compared(stage, ["down", "down", "up", "f1", "escape", "pagedown", "pageup"])
