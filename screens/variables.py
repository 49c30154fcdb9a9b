"""What an app needs of a profile: variables for a framework, and code that uses them.

Knows: what is shown, that it is what is copied, and that a file is shown as a diff before it is
written.
Must never: show a secret for longer than ten seconds, or unasked.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Static

from screens.busy import BusyLine
from screens.button import Button
from screens.choices import ChoiceList
from screens.filling import FillingScreen
from screens.frame import Keys
from screens.line import Line
from screens.plain import lines, plain
from screens.problem import ProblemPanel
from screens.secret import REVEALED
from screens.ways import Ways
from wizard.model import Choice, Record
from wizard.profiles.frameworks import FRAMEWORKS, PLAIN, assignments, unknown
from wizard.profiles.snippets import SNIPPETS, snippet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.timer import Timer
    from textual.widget import Widget

    from screens.room import Task
    from wizard.model import Profile
    from wizard.profiles.frameworks import Framework
    from wizard.profiles.variables import Values

_KEYS: Final = (
    ("1-4", "View", "screen.turn"),
    ("^r", "Reveal", "screen.reveal"),
    ("c", "Copy", "screen.copy"),
    ("w", "Write", "screen.write"),
    ("esc", "Back", "screen.back"),
    ("f1", "Help", "app.help"),
)
_VARIABLES: Final = "variables"
_VIEWS: Final = (_VARIABLES, *SNIPPETS)
_TABS: Final = ("Variables", "Web", "Node", "curl")
_FRAMEWORKS: Final = (PLAIN, *FRAMEWORKS.values())
_CHOICES: Final = tuple(
    Choice(each.name, each.label if each.name else "All, plain names") for each in _FRAMEWORKS
)


class _Read(Record):
    """The profile and its values; secrets that lie in 1Password are references in them."""

    profile: Profile
    values: Values
    remarks: tuple[str, ...]


class VariablesScreen(FillingScreen):
    """Variables and code of one profile."""

    TOPIC = "variables"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"view('{view}')", show=False) for n, view in enumerate(_VIEWS, 1)),
        Binding("ctrl+r", "reveal", "Show secrets for ten seconds"),
        Binding("c", "copy", "Copy"),
        Binding("w", "write", "Write into a file"),
    ]
    COMMAND_LIST: ClassVar = (
        ("Show secrets", "for ten seconds", "reveal"),
        ("Copy what is shown", "", "copy"),
        ("Write into a file", "shown first", "write"),
        *((f"View: {tab}", "", f"view('{view}')") for tab, view in zip(_TABS, _VIEWS, strict=True)),
    )

    _view = _VARIABLES
    _read: _Read | None = None
    _revealed: Values | None = None
    _hides: Timer | None = None

    def body(self) -> Iterable[Widget]:
        """Give the framework, the views, and below them the text."""
        with Vertical(classes="page"):
            yield Static("Variables", classes="heading", markup=False)
            yield ChoiceList(self.wizard.signs)
            with Horizontal(classes="tabs"):
                for tab, view in zip(_TABS, _VIEWS, strict=True):
                    yield Button(tab, classes=f"tab {view}")
            with VerticalScroll(classes="text"):
                yield Static(classes="code", markup=False)
            yield Static(classes="told", markup=False)
            yield ProblemPanel(self.wizard.signs, "failed")
            yield Line(placeholder="a file of your app, such as ~/app/.env, then Enter")
            yield BusyLine(self.wizard.signs)
            with Ways("actions"):
                yield Button("Back", classes="back")
                yield Button("Reveal", classes="reveal")
                yield Button("Copy", classes="copy")
                yield Button("Write into a file", classes="write", primary=True)

    def on_mount(self) -> None:
        """Read the profile."""
        super().on_mount()
        self.query_one(Keys).show(_KEYS)
        self.query_one(Line).display = False
        self.query_one(ChoiceList).show(_CHOICES, 0)
        self.query_one(ChoiceList).focus()
        self.start("Reading the profile", self._look, self._show)

    async def leave(self) -> None:
        """Keep no secret."""
        self._revealed = None

    # --- what is shown ---

    def _look(self, _task: Task) -> _Read:
        from wizard.profiles.coherence import refuse_mixture
        from wizard.profiles.effects import stored_values
        from wizard.profiles.store import ProfileStore

        profile = ProfileStore(self.home).load(self.profile)
        values = stored_values(self.home, profile)
        return _Read(profile, values, refuse_mixture(self.home, profile, values.token))

    def _show(self, read: _Read) -> None:
        self._read = read
        self._draw()

    @property
    def framework(self) -> Framework:
        """The one that is chosen."""
        return _FRAMEWORKS[self.query_one(ChoiceList).chosen]

    def _text(self, read: _Read) -> str:
        """Give what is shown: code, or variables with their secrets masked, or not."""
        if self._view != _VARIABLES:
            return snippet(self._view, read.profile, read.values, self.framework).rstrip("\n")
        given = assignments(self._revealed or read.values, self.framework)
        return "\n".join(
            f"{each.name}={each.text if self._revealed else each.masked}" for each in given
        )

    def _draw(self) -> None:
        for tab in self.query(".tab").results(Button):
            tab.set_class(tab.has_class(self._view), "-here")
        self.query_one(".reveal").display = self._view == _VARIABLES
        if self._read:
            rows = self._text(self._read).split("\n")
            self.query_one(".code", Static).update(lines(plain(row) for row in rows))
            self.say(*self._read.remarks, *self._missing(self._read.values))

    def _missing(self, values: Values) -> tuple[str, ...]:
        names = unknown(values, self.framework)
        return (f"The profile has no value for {', '.join(names)}.",) if names else ()

    @on(ChoiceList.Chosen)
    def _choose(self, event: ChoiceList.Chosen) -> None:
        event.stop()
        self._draw()

    def action_view(self, view: str) -> None:
        """Show the variables, or one of the pieces of code."""
        self._view = view
        self._draw()

    def action_turn(self) -> None:
        """Show the next view."""
        self.action_view(_VIEWS[(_VIEWS.index(self._view) + 1) % len(_VIEWS)])

    # --- secrets ---

    def action_reveal(self) -> None:
        """Show the secrets for ten seconds, or hide them again at once."""
        if self._revealed:
            self._hide()
        elif self._read and self._view == _VARIABLES:
            self.start("Reading the secrets", self.values, self._show_secrets)

    def _show_secrets(self, values: Values) -> None:
        self._revealed = values
        self._hides = self.set_timer(REVEALED, self._hide, name="hide secrets")
        self._draw()

    def _hide(self) -> None:
        self._revealed = None
        if self._hides:
            self._hides.stop()
        self._draw()

    # --- taking it along ---

    def action_copy(self) -> None:
        """Copy exactly what is shown."""
        if self._read:
            self.app.copy_to_clipboard(self._text(self._read))
            secrets = "" if self._revealed or self._view != _VARIABLES else ", secrets masked"
            self.say(
                f"Sent to the terminal's clipboard as it stands here{secrets}.",
                "Not every terminal takes it.",
            )

    def action_write(self) -> None:
        """Ask for a file."""
        if self._read and not self.busy:
            self.query_one(Line).display = True
            self.query_one(Line).focus()

    @on(Input.Submitted)
    def _take_path(self, event: Input.Submitted) -> None:
        event.stop()
        read, given = self._read, event.value.strip()
        if not (read and given):
            return
        if self._view == _VARIABLES:
            self.look_at(given, self.framework)
        else:
            work = partial(self._write_code, given, self._text(read) + "\n")
            self.start("Writing", work, self.written)

    def _write_code(self, name: str, code: str, _task: Task) -> str:
        from wizard.profiles.app_files import place_of
        from wizard.profiles.guard import write_new

        path = place_of(name)
        write_new(path, code, "env.file_exists")
        return f"Written to {path}."

    def written(self, words: str) -> None:
        """Say that it was written; the line for its name has done its work."""
        self.query_one(Line).display = False
        self.query_one(ChoiceList).focus()
        self.say(words)

    def action_back(self) -> None:
        """Close the line for a file, else leave."""
        if self.query_one(Line).display and not self.busy:
            self.query_one(Line).display = False
            self.query_one(ChoiceList).focus()
        else:
            super().action_back()

    @on(Button.Pressed)
    async def _press(self, event: Button.Pressed) -> None:
        event.stop()
        for name in ("back", "reveal", "copy", "write"):
            if event.button.has_class(name):
                await self.run_action(name)
        for view in _VIEWS:
            if event.button.has_class(view):
                self.action_view(view)
