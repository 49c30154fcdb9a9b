"""Colours that can be read, a window of any size, help for every page, a QR code that scans."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.color import Color
from textual.events import Key
from textual.filter import ANSIToTruecolor
from textual.geometry import Size

from screens.busy import BusyLine
from screens.button import Button
from screens.choices import ChoiceList
from screens.help import HelpScreen
from screens.home import _KEYS as HOME_KEYS
from screens.looks import remembered_theme
from screens.pages import PAGES
from screens.qr import QrScreen
from screens.scroll import Scroll
from screens.signs import signs
from screens.themes import DARK, LIGHT, THEMES
from tests.saved import save
from tests.screens.rooms import entered, save_profile
from tests.screens.stage import LARGE, SMALL, Stage, opened
from tests.screens.story import tell
from tests.screens.test_setup import by_keys, to_the_link
from wizard.profiles.store import ProfileStore
from wizard.resources import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.segment import Segment
    from rich.style import Style
    from textual.theme import Theme

    from wizard.profiles.home import Home

READ_ON = ("background", "surface", "panel")
READ = ("foreground", "accent", "error", "warning", "muted")


def colour(theme: Theme, name: str) -> Color:
    """Give one of a theme's colours."""
    found = theme.variables.get(name) or getattr(theme, name.replace("-", "_"))
    return Color.parse(found)


def luminance(shade: Color) -> float:
    """Give the relative luminance (WCAG 2.2)."""
    parts = [part / 255 for part in shade.rgb]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Color, other: Color) -> float:
    """Give the contrast ratio (WCAG 2.2), 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", READ_ON)
@pytest.mark.parametrize("text", READ)
def test_text_can_be_read_on_every_ground(theme: Theme, ground: str, text: str) -> None:
    assert contrast(colour(theme, text), colour(theme, ground)) >= 4.5


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", ["accent", "danger"])
def test_text_can_be_read_on_the_loud_grounds(theme: Theme, ground: str) -> None:
    assert contrast(colour(theme, "on-accent"), colour(theme, ground)) >= 4.5


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
async def test_nothing_is_drawn_in_the_terminals_own_colours(
    home: Home, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign: set[tuple[str, str]] = set()
    mix = ANSIToTruecolor.apply

    def mixing(
        themes: ANSIToTruecolor, segments: list[Segment], background: Color
    ) -> list[Segment]:
        for text, style, _ in segments:
            drawn = (style.color, style.bgcolor) if style else ()
            if any(each and each.triplet is None for each in drawn):
                foreign.add((text, str(style)))
        return mix(themes, segments, background)

    monkeypatch.setattr(ANSIToTruecolor, "apply", mixing)
    async with opened(home, (80, 16)) as stage:  # so low that each page has its scroll bar
        stage.app.theme = theme.name
        bars: set[str] = set()

        async def picture(name: str) -> None:
            scrolls = stage.app.screen.query(Scroll)
            bars.update(name for each in scrolls if each.show_vertical_scrollbar)

        await tell(stage, picture)
    assert bars
    assert not foreign


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_each_theme_draws_every_page_and_is_remembered(home: Home, theme: str) -> None:
    async with opened(home) as stage:
        stage.app.theme = theme
        await stage.idle()
        await to_the_link(stage)
        assert "Open browser" in stage.text()
    assert remembered_theme(home) == theme


async def test_without_colours_what_has_the_focus_can_be_told(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(home) as stage:
        assert stage.app.no_color
        assert "(•) Local sandbox" in stage.text()
        await stage.press("tab")
        assert "▌ local" in stage.text()
        assert reversed_words(stage) == [" "]  # the cursor behind it
        await stage.press("tab")
        assert [word.strip() for word in reversed_words(stage)] == ["Continue ⏎"]


async def test_without_colours_the_line_one_is_at_can_be_told(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    save_profile(home)
    async with entered(home, "d") as stage:
        assert "Profile" in "".join(reversed_words(stage))
        assert "Environment" not in "".join(reversed_words(stage))


async def test_without_colours_the_chosen_command_can_be_told(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(home) as stage:
        await stage.press("ctrl+p")
        await stage.until(lambda: "Help on this page" in stage.text(), "the commands")
        await stage.press("down")
        words = [text.strip() for text, style in drawn(stage) if style.underline and text.strip()]
        assert words[0] == "Leave"
        assert len(words) == 2  # the second line tells about it


def reversed_words(stage: Stage) -> list[str]:
    """Give what is drawn reversed, run by run."""
    return [text for text, style in drawn(stage) if style.reverse]


def drawn(stage: Stage) -> Iterator[tuple[str, Style]]:
    """Give all that is drawn, run by run."""
    size = stage.app.screen.size
    for strip in stage.app.screen._compositor.render_strips(size):
        yield from ((text, style) for text, style, _ in strip if style)


def test_a_list_of_no_choices_takes_no_row() -> None:
    nothing = ChoiceList(signs())
    assert nothing.get_content_height(Size(40, 9), Size(40, 9), 40) == 0


@pytest.mark.parametrize("size", [(39, 12), (40, 11), (1, 1)], ids=str)
async def test_a_window_too_small_says_what_it_needs_and_comes_back(
    home: Home, size: tuple[int, int]
) -> None:
    async with opened(home, size) as stage:
        assert "Which Anon" not in stage.text()
        await stage.pilot.resize_terminal(80, 24)
        await stage.pilot.pause()
        assert "Which Anon" in stage.text()


async def test_a_button_may_be_squeezed_to_nothing(home: Home) -> None:
    async with opened(home) as stage:
        button = stage.app.screen.query(Button).first()
        for columns in (2, 1, 0):
            button.styles.width = columns
            await stage.settle()
        button.styles.width = "auto"
        await stage.settle()
        assert "Continue ⏎" in stage.text()


async def test_every_page_can_be_worked_in_the_least_window(home: Home) -> None:
    async with opened(home, (40, 12)) as stage:
        await by_keys(stage)
    assert ProfileStore(home).names() == ("local",)


async def test_every_key_of_the_home_screen_is_told_at_80_columns(home: Home) -> None:
    save(home)
    async with opened(home, SMALL) as stage:
        await stage.until(lambda: "acme" in stage.text(), "the list of profiles")
        told = " ".join(stage.text().splitlines()[-2:])
    assert all(f"{key} {does}" in told for key, does, _ in HOME_KEYS)


async def test_in_the_least_window_the_page_follows_the_choice(home: Home) -> None:
    async with opened(home, (40, 12)) as stage:
        for place in ("Rehearse production", "Another address"):
            await stage.press("down", "down")
            assert f"(•) {place}" in stage.text()


async def test_where_nothing_is_to_move_the_spinner_stands(home: Home) -> None:
    async with opened(home, LARGE) as stage:
        stage.app.animation_level = "none"
        await to_the_link(stage)
        busy = stage.app.screen.query_one("#link BusyLine", BusyLine)
        for seconds in (0.0, 0.3, 0.6):
            busy._began -= seconds
            busy._draw()
            await stage.settle()
            assert f"{stage.app.signs.spinner[0]} Waiting" in stage.text()


async def test_in_the_least_window_the_help_on_all_keys_is_told(home: Home) -> None:
    save(home)
    async with opened(home, (40, 12)) as stage:
        await stage.until(lambda: "acme" in stage.text(), "the list of profiles")
        assert stage.text().splitlines()[-1] == " enter Use  r Prove again  f1 Help"


@pytest.mark.parametrize("page", [*PAGES, "home", "keys"])
def test_every_page_has_a_sheet_of_help(page: str) -> None:
    assert read_text(f"help/{page}.md").startswith("### ")


async def test_help_tells_of_the_field_one_is_in(home: Home) -> None:
    async with opened(home, LARGE) as stage:
        await stage.press("tab", "f1")
        assert isinstance(stage.app.screen, HelpScreen)
        assert "Name of the profile" in stage.text()
        await stage.press("escape")
        assert stage.page() == "environment"


async def test_the_palette_has_our_commands_alone(home: Home) -> None:
    async with opened(home, LARGE) as stage:
        await stage.press("ctrl+p")
        await stage.until(lambda: "Help on this page" in stage.text(), "the palette")
        shown = stage.text()
        assert "Colours: light" in shown
        assert "Screenshot" not in shown
        await stage.type("light")
        await stage.press("enter")
        await stage.until(lambda: stage.app.theme == "light", "the light theme")


@pytest.mark.parametrize(("opens", "closes"), [("ctrl+p", "enter"), ("f1", "escape")])
async def test_what_lies_over_a_page_goes_away_alone_however_often_it_is_told_to(
    home: Home, opens: str, closes: str
) -> None:
    async with opened(home) as stage:
        page = stage.app.screen
        await stage.press(opens)
        await stage.until(lambda: stage.app.screen is not page, "what lies over it")
        for _ in range(3):
            stage.app.screen.post_message(Key(closes, None))
        await stage.until(lambda: page in stage.app.screen_stack, "the page")
        await stage.idle()
        assert page in stage.app.screen_stack
        assert stage.app.crash is None


async def test_the_links_address_is_a_qr_code_where_there_is_room(home: Home) -> None:
    async with opened(home, LARGE) as stage:
        await to_the_link(stage)
        await stage.pilot.press("tab", "tab", "enter")
        await stage.until(lambda: "Esc closes" in stage.text(), "the code")
        assert isinstance(stage.app.screen, QrScreen)
        assert "█" in stage.text()
        assert "another device cannot open it" in stage.text()
        await stage.pilot.resize_terminal(60, 14)
        await stage.until(lambda: "needs a window of" in stage.text(), "the word about its size")
        await stage.pilot.press("escape")
        await stage.until(lambda: stage.page() == "link", "the page again")
