"""What a key costs on the largest form, what waiting costs, and what never holds a key up."""

from __future__ import annotations

from collections import Counter
from contextlib import asynccontextmanager
from threading import Event, get_ident
from typing import TYPE_CHECKING, Any, Final, NoReturn

from textual._compositor import ChopsUpdate
from textual.app import App
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen
from textual.widget import Widget

from screens.app import Beginning, WizardApp
from screens.base import StepPage
from screens.help import HelpScreen
from screens.line import Line
from tests.bench.experiments.largest_form import LARGEST
from tests.bench.programs.standing import stand_at
from tests.screens.stage import LARGE, opened
from wizard import flow

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pytest
    from textual.geometry import Region
    from textual.message_pump import MessagePump
    from textual.strip import Strip

    from tests.screens.stage import Stage
    from wizard.profiles.home import Home

TICKS: Final = 4.0
"""A second, while one waits."""
BLINKS: Final = 2.0
"""Times a second that the cursor of the line one is in comes or goes."""


@asynccontextmanager
async def largest_form(home: Home, **beginning: Any) -> AsyncIterator[Stage]:
    async with opened(home, LARGE, fresh=stand_at(LARGEST), **beginning) as stage:
        await stage.at(LARGEST)
        yield stage


class Drawn:
    """What is drawn and styled from now on."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.pictures: list[object] = []
        self.asked: set[Widget] = set()
        self.styled: Counter[str] = Counter()
        self.laid_out = 0
        display, apply, lay_out = App._display, Stylesheet.apply, Screen._refresh_layout
        ask = Widget.render_lines

        def displaying(app: App[Any], screen: Any, picture: Any) -> None:
            if picture is not None and not app._batch_count:
                self.pictures.append(picture)
            display(app, screen, picture)

        def applying(sheet: Stylesheet, node: Any, **options: Any) -> None:
            self.styled[type(node).__name__] += 1
            apply(sheet, node, **options)

        def laying_out(screen: Screen[Any], *arguments: Any, **options: Any) -> None:
            self.laid_out += 1
            lay_out(screen, *arguments, **options)

        def asking(widget: Widget, crop: Region) -> list[Strip]:
            self.asked.add(widget)
            return ask(widget, crop)

        patch.setattr(Widget, "render_lines", asking)
        patch.setattr(Screen, "_refresh_layout", laying_out)
        patch.setattr(App, "_display", displaying)
        patch.setattr(Stylesheet, "apply", applying)

    def rows(self) -> set[int]:
        """Give the rows that were drawn; every picture is to be one of parts."""
        parts = [picture for picture in self.pictures if isinstance(picture, ChopsUpdate)]
        assert len(parts) == len(self.pictures), self.pictures
        return {row for picture in parts for row, _, _ in picture.spans}


async def test_a_key_draws_its_line_and_lays_nothing_out(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with largest_form(home) as stage:
        assert isinstance(stage.app.focused, Line)
        await stage.press("a")
        drawn = Drawn(monkeypatch)
        await stage.press("b")
        line = stage.app.focused.region
        assert drawn.rows() == {line.y}
        assert all(widget.region.overlaps(line) for widget in drawn.asked)
        assert not drawn.styled
        assert not drawn.laid_out


async def test_closing_what_lies_over_a_form_styles_nothing_of_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with largest_form(home) as stage:
        form = stage.app.screen
        await stage.press("f1")
        assert stage.app.screen is not form
        drawn = Drawn(monkeypatch)
        await stage.press("escape")
        assert stage.app.screen is form
        assert not drawn.styled


async def test_waiting_draws_one_line_four_times_a_second(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with largest_form(home) as stage:
        line = stage.app.screen.query_one(f"#{LARGEST}", StepPage).busy_line()
        line.start("Waiting")
        await stage.settle()
        drawn = Drawn(monkeypatch)
        line._draw()
        await stage.settle()
        blinking = stage.app.focused
        assert blinking
        assert line.region.y in drawn.rows() <= {line.region.y, blinking.region.y}
        assert not drawn.styled
        assert not drawn.laid_out
        assert TICKS <= rate(stage) <= TICKS + BLINKS


def rate(stage: Stage) -> float:
    """Give how often a second anything happens by itself."""
    pumps: list[MessagePump] = [stage.app, stage.app.screen, *stage.app.screen.walk_children()]
    return sum(1 / timer._interval for pump in pumps for timer in pump._timers if goes_on(timer))


def goes_on(timer: Any) -> bool:
    """Tell whether a timer of Textual's runs, and will do so for ever."""
    return bool(timer._active.is_set() and not timer._repeat)


async def test_what_takes_long_runs_off_the_loop(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = Event(), Event()
    threads: list[int] = []

    def long(_context: object, progress: flow.Progress) -> flow.Progress:
        threads.append(get_ident())
        begun.set()
        may_end.wait(60)
        return progress

    monkeypatch.setattr(flow, "advance", long)
    async with opened(home) as stage:
        await stage.pilot.press("enter")
        await stage.until(begun.is_set, "the step")
        await stage.pilot.press("f1")
        await stage.until(lambda: isinstance(stage.app.screen, HelpScreen), "help meanwhile")
        assert threads != [get_ident()]
        may_end.set()


def no_world(*_: object) -> NoReturn:
    raise AssertionError("nothing needs a world")


async def test_libraries_load_off_the_loop_once_a_key_is_pressed() -> None:
    threads: list[int] = []
    tidied: list[int] = []
    app = WizardApp(
        no_world,
        Beginning(),
        tidy=lambda: tidied.append(get_ident()),
        warm_up=lambda: threads.append(get_ident()),
    )
    async with app.run_test() as pilot:
        while not tidied:
            await pilot.pause(0.01)
        assert not threads  # nobody is there yet: it would only take memory
        await pilot.press("tab")
        await app.workers.wait_for_complete()
        await pilot.pause()
    assert len(threads) == len(tidied) == 1
    assert get_ident() not in threads
