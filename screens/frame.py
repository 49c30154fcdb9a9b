"""The frame around every screen: what this is, where one is, what keys do.

Knows: the title line, the line of keys, and the least window that can be worked in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual._compositor import Compositor
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Input

from screens.button import Button
from screens.plain import plain
from screens.rail import COLUMN_FROM, LINE_FROM, SPACED
from screens.scroll import bring_into_sight
from wizard.environments import environment
from wizard.model import ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import App, ComposeResult
    from textual.events import Resize, ScreenResume
    from textual.geometry import Region, Size
    from textual.strip import Strip

    from wizard.model import Field

LEAST: Final = (40, 12)
"""Columns and rows of the least window."""

_HELP: Final = "app.help"
_ENTER: Final = "enter"
_GAP: Final = 2  # cells between two keys' hints
MIDDLE: Final = 20
"""Rows from which there is room for more than what is needed."""

TALL: Final = 34
"""Rows from which all help has room."""


class Title(Widget):
    """The top line: the program, the environment and the profile.

    Where the window is too small to work in, it is all there is, and says what is needed.
    """

    def __init__(self) -> None:
        super().__init__(id="title")
        self._shown = ("", "")
        self._place = self._short = Content()

    def show(self, environment_name: str, profile: str) -> None:
        """Show where one works; production is a word and a colour of its own."""
        if self._shown == (environment_name, profile):  # each key that is typed asks for it
            return
        self._shown = (environment_name, profile)
        self._place = _place(environment_name, _PROFILE + plain(profile))
        self._short = _place(environment_name, plain(f"  {profile}", "$muted"))
        self.refresh()

    def render(self) -> Content:
        """Draw the program's name at the left and the place at the right."""
        columns, rows = self.app.size
        if columns < LEAST[0] or rows < LEAST[1]:
            return Content(_TOO_SMALL)
        name = plain(" anon-wizard", "bold $accent")
        room = max(1, self.size.width - name.cell_length - 1)
        fits = self._place.cell_length < room
        place = (self._place if fits else self._short).truncate(room - 1, ellipsis=True)
        return Content.assemble(name, " " * (room - place.cell_length), place, " ")


_TOO_SMALL: Final = f"needs {LEAST[0]}\N{MULTIPLICATION SIGN}{LEAST[1]}"
_PROFILE: Final = plain("  profile ", "$muted")


def _place(environment_name: str, profile: Content) -> Content:
    if not environment_name:
        return Content()
    try:
        place = environment(environment_name)
    except ProblemError:  # a profile written by hand may name anything
        return plain(environment_name) + profile
    if place.prod:
        return Content.assemble(plain(f" {place.label} ", "bold $on-accent on $danger"), profile)
    return plain(place.label) + profile


class Keys(Widget):
    """The last lines: which key does what now. Each can be clicked."""

    def __init__(self, not_in_lines: frozenset[str]) -> None:
        super().__init__(id="keys")
        self._not_in_lines = not_in_lines
        self._keys: tuple[tuple[str, str, str], ...] = ()
        self._presses = ""
        self._types = False

    def show(self, keys: Iterable[tuple[str, str, str]]) -> None:
        """Show ``(key, what it does, action)`` for each.

        Where there is no room for all of them, the last ones give way first, but never the help:
        it names them.
        """
        if (shown := tuple(keys)) != self._keys:
            self._keys = shown
            self.refresh(layout=True)

    def heed(self, presses: str, *, types: bool) -> None:
        """Say that Enter presses the button of this name; empty: it does what it always does.

        ``types``: one is in a line of text, where letters do nothing but stand there.
        """
        if (presses, types) != (self._presses, self._types):
            self._presses, self._types = presses, types
            self.refresh(layout=True)

    def _shown(self) -> list[tuple[str, str, str]]:
        keys = list(self._keys)
        if self._types:
            keys = [key for key in keys if len(key[0]) > 1 and key[2] not in self._not_in_lines]
        if not self._presses:
            return keys
        others = (key for key in keys if key[0] != _ENTER)
        return [(_ENTER, self._presses, "screen.press"), *others]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Give the lines that the keys take: a second one only where the window can spare it."""
        del container, viewport
        return max(1, len(self._placed(width)))

    def render(self) -> Content:
        """Draw as many as fit, whole ones only."""
        rows = self._placed(self.size.width)
        return Content("\n").join(Content(" ") + Content("  ").join(row) for row in rows)

    def _placed(self, width: int) -> list[list[Content]]:
        """Give the hints of each line."""
        keys = self._shown()
        most = 2 if self.app.size.height >= MIDDLE else 1
        if self._presses:  # in the room that there is without it: nothing jumps
            most = min(most, len(_folded(map(_hint, self._keys), width - 2)))
        while len(rows := _folded(map(_hint, keys), width - 2)) > most:
            keys.pop(-2 if keys[-1][2] == _HELP else -1)
        return rows


def _hint(shown: tuple[str, str, str]) -> Content:
    key, does, action = shown
    click = Style.from_meta({"@click": action})
    return Content.assemble((key, Style(bold=True) + click), (f" {does}", click))


def _folded(hints: Iterable[Content], width: int) -> list[list[Content]]:
    """Give the hints in lines, each line full before the next."""
    rows: list[list[Content]] = []
    room = 0
    for hint in hints:
        if not rows or hint.cell_length > room:
            rows.append([])
            room = width
        rows[-1].append(hint)
        room -= hint.cell_length + _GAP
    return rows


class _Picture(Compositor):
    """What puts the widgets together; only those are asked that a change touches, and that draw.

    Textual's own asks each widget whose parent it touches, and all that only hold others: on a
    form, three times as many.
    """

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if seen and (crop is None or crop.overlaps(seen)) and not _only_holds(widget):
                yield region, clip, widget.render_lines(seen.translate(-region.offset))


_DRAWN: Final = (
    "background_tint",
    "border_bottom",
    "border_left",
    "border_right",
    "border_top",
    "hatch",
    "keyline",
    "outline_bottom",
    "outline_left",
    "outline_right",
    "outline_top",
    "tint",
)
"""The style rules, beside a background, by which a container is more than what it holds."""


def _only_holds(widget: Widget) -> bool:
    """Tell whether of a widget itself nothing is seen: what lies below it looks the same."""
    return (
        type(widget).render is Widget.render
        and widget.is_container
        and not widget.styles.background.a
        and not widget.styles.has_any_rules(*_DRAWN)
    )


def _pressed(focused: Widget | None) -> str:
    """Give the name of the button that Enter presses, where it is not the page's own way on.

    A key that stands behind the name is left out.
    """
    if isinstance(focused, Button) and not focused.has_class("-primary"):
        return focused.label.plain.partition("  ")[0]
    return ""


class FrameScreen(Screen[None], inherit_css=False):
    """A screen inside the frame; ``body()`` gives what it shows."""

    # What Textual says, without what is for apps among a terminal's lines.
    DEFAULT_CSS = """
    FrameScreen {
        layout: vertical;
        overflow-y: auto;
        & > .screen--selection {
            background: $screen-selection-background;
            color: $screen-selection-foreground;
        }
        &.-screen-suspended:ansi {
            text-style: dim;
            ScrollBar { text-style: not dim; }
        }
    }
    """

    # Textual declares the next two so, and reads them alone.
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-tiny"),
        (LEAST[0], "-narrow"),
        (LINE_FROM, "-line"),
        (COLUMN_FROM, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-flat"),
        (LEAST[1], "-low"),
        (MIDDLE, "-middle"),
        (SPACED, "-spaced"),
        (TALL, "-tall"),
    ]

    NOT_IN_LINES: ClassVar[frozenset[str]] = frozenset()
    """The actions that no key has while one is in a line of text, beside those of letters."""

    _is_new = True
    _rows = 0  # of the window, as it was drawn for

    def __init__(self) -> None:
        super().__init__()
        self._compositor = _Picture()

    def _post_register(self, app: App[object]) -> None:
        """Have the shape that fits the window before anything is styled.

        Textual finds it only after the first picture, and styles and draws all of it again.
        """
        super()._post_register(app)
        columns, rows = app.size
        self.add_class(
            *self._get_breakpoint_classes(columns, self.HORIZONTAL_BREAKPOINTS),
            *self._get_breakpoint_classes(rows, self.VERTICAL_BREAKPOINTS),
            update=False,
        )

    def compose(self) -> ComposeResult:
        """Give the frame, and what is in it."""
        yield Title()
        yield from self.body()
        yield Keys(self.NOT_IN_LINES)

    def _on_screen_resume(self, event: ScreenResume) -> None:
        """Spare the first time what Textual does each time: all of it has just been styled."""
        event.refresh_styles = event.refresh_styles and not self._is_new
        self._is_new = False

    def on_resize(self, event: Resize) -> None:
        """Have all of it drawn anew where the window has other rows.

        Textual asks a widget again where its own size changes; many show more in a taller window.
        """
        if self._rows not in {0, event.size.height}:
            for each in self.walk_children(Widget):
                each.refresh(layout=True)
        self._rows = event.size.height

    def _update_auto_focus(self) -> None:
        """Give the keys to the first control that is shown, where none has them.

        Textual's own takes the first one at all, be it on a page that is hidden.
        """
        if self.app.app_focus and self.focused is None:
            self.set_focus(next(iter(self.focus_chain), None))

    def set_focus(
        self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False
    ) -> None:
        """Give a control the keys; it is in sight then, however late it is laid out."""
        super().set_focus(widget, scroll_visible=False, from_app_focus=from_app_focus)
        for keys in self.query(Keys):  # none is left where the screen is going
            keys.heed(_pressed(self.focused), types=isinstance(self.focused, Input))
        if widget and scroll_visible and not from_app_focus:
            bring_into_sight(widget)

    def action_press(self) -> None:
        """Press the button that has the keys."""
        if isinstance(self.focused, Button):
            self.focused.press()

    def go_to(self, screen: Screen[Any], then: Callable[[Any], None] | None = None) -> None:
        """Lay another screen over this one, once, however often it is asked for."""
        if self.is_active:
            self.app.push_screen(screen, then)

    @property
    def lies_above(self) -> bool:
        """Whether there is a screen below this one, to go back to."""
        return self.app.screen_stack[0] is not self

    def go_back(self) -> None:
        """Give way to the screen below, once, however often it is asked for.

        Nobody waits for it: a screen that hears its own button would wait for its own end.
        """
        if self.is_active and self.lies_above:
            self.dismiss()

    def body(self) -> Iterable[Widget]:
        """Give the widgets between title and keys."""
        return ()

    def help_on(self) -> tuple[str, Field | None]:
        """Give the topic of the page, and the field that has the focus."""
        raise NotImplementedError
