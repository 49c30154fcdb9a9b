"""One profile: what it holds and where it lies; rename, copy, delete, use another client.

Knows: which facts are told, and that what is deleted is named and agreed to first.
Must never: show a secret, or do anything to Anon.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from screens.button import Button
from screens.frame import FrameScreen, Keys, Title
from screens.line import Line
from screens.plain import lines, plain
from screens.problem import ProblemPanel
from screens.scroll import Scroll
from screens.table import Table
from screens.ways import Ways
from wizard.model import ProblemError
from wizard.resources import assets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from screens.app import WizardApp
    from wizard.model import Field, Problem
    from wizard.profiles.facts import Facts
    from wizard.profiles.home import Home
    from wizard.profiles.lifecycle import Removal

_KEYS: Final = (
    ("v", "Variables", "screen.variables"),
    ("o", "Pools, clients", "screen.objects"),
    ("r", "Rename", "screen.ask('rename')"),
    ("c", "Copy", "screen.ask('copy')"),
    ("d", "Delete", "screen.ask('delete')"),
    ("esc", "Back", "screen.leave"),
    ("f1", "Help", "app.help"),
)


@dataclass(frozen=True, slots=True)
class _Ask:
    """One thing that wants a name typed: what is asked, and what the button says."""

    question: str
    button: str


_ASKS: Final = {
    "rename": _Ask("The new name", "Rename"),
    "copy": _Ask("The name of the copy", "Copy"),
    "delete": _Ask("Type the profile's name to delete it here", "Delete"),
}


class _Read(Message):
    """The profile was read; ``goes`` is what deleting it would mean."""

    def __init__(self, facts: Facts, rows: tuple[tuple[str, str], ...], goes: Removal) -> None:
        super().__init__()
        self.facts = facts
        self.rows = rows
        self.goes = goes


class _Done(Message):
    """Something was done to the profile, which has this name now; empty: it is gone."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__()
        self.name = name
        self.words = words


class _Failed(Message):
    """It could not be done."""

    def __init__(self, trouble: Problem) -> None:
        super().__init__()
        self.trouble = trouble


class ProfileScreen(FrameScreen):
    """All that this machine knows about one profile.

    ``parting`` is what is left to be said where one goes back to.
    """

    CSS_PATH = assets() / "later.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back"),
        Binding("v", "variables", "Variables"),
        Binding("o", "objects", "Pools and clients"),
        Binding("r", "ask('rename')", "Rename"),
        Binding("c", "ask('copy')", "Copy"),
        Binding("d", "ask('delete')", "Delete"),
    ]
    COMMAND_LIST: ClassVar = (
        ("Variables and code", "for your app, shown, copied or written", "variables"),
        ("Pools and clients", "add another, use another", "objects"),
        ("Rename this profile", "with all that belongs to it", "ask('rename')"),
        ("Copy this profile", "same ids, same secrets", "ask('copy')"),
        ("Delete this profile", "on this machine", "ask('delete')"),
    )

    def __init__(self, home: Home, name: str) -> None:
        super().__init__()
        self._home = home
        self._profile = name
        self.parting = ""
        self._environment = ""
        self._goes: Removal | None = None
        self._asks = ""

    def body(self) -> Iterable[Widget]:
        """Give the facts, and below them what can be done."""
        signs = cast("WizardApp", self.app).signs
        with Vertical(classes="page"):
            with Scroll(classes="scroll", can_focus=True):
                yield Static(plain(self._profile), classes="heading")
                yield Static(classes="told", markup=False)
                yield Table("facts")
                yield ProblemPanel(signs)
                with Vertical(classes="asked"):
                    yield Static(classes="goes", markup=False)
                    yield Static(classes="label", markup=False)
                    yield Line()
            with Ways("actions"):
                yield Button("Back", classes="back")
                yield Button("Variables", classes="variables")
                yield Button("Pools and clients", classes="objects")
                for does, ask in _ASKS.items():
                    yield Button(ask.button, classes=does)

    def on_mount(self) -> None:
        """Show the keys, and read the profile."""
        self.query_one(Keys).show(_KEYS)
        self.query_one(".asked").display = False
        self.query_one(Scroll).focus()

    def on_screen_resume(self) -> None:
        """Read the profile, now and whenever one comes back here."""
        self._do(self._read)

    def help_on(self) -> tuple[str, Field | None]:
        """Give the topic."""
        return "profile", None

    # --- what is known ---

    def _do(self, work: Callable[[], Message]) -> None:
        self.run_worker(
            partial(self._tell, work), name="profile", description="a profile", thread=True
        )

    def _tell(self, work: Callable[[], Message]) -> None:
        try:
            self.post_message(work())
        except ProblemError as stopped:
            self.post_message(_Failed(stopped.problem))

    def _read(self) -> Message:
        from wizard.profiles.facts import facts
        from wizard.profiles.lifecycle import removal
        from wizard.profiles.telling import rows

        known = facts(self._home, self._profile)
        return _Read(known, tuple(rows(known)), removal(self._home, self._profile))

    @on(_Read)
    def _show(self, event: _Read) -> None:
        event.stop()
        self._goes = event.goes
        profile = event.facts.profile
        self._environment = profile.environment
        self.query_one(".heading", Static).update(plain(profile.name))
        self.query_one(Title).show(profile.environment, profile.name)
        shown = ((plain(name, "$muted"), plain(value)) for name, value in event.rows if value)
        self.query_one(".facts", Table).show(shown)
        if event.facts.trouble:
            self.query_one(ProblemPanel).tell(event.facts.trouble)

    # --- what can be done ---

    def action_variables(self) -> None:
        """Show what an app needs of this profile."""
        if self._environment:
            from screens.variables import VariablesScreen

            self.go_to(VariablesScreen(self._home, self._profile, self._environment))

    def action_objects(self) -> None:
        """Show its pools and clients."""
        if self._environment:
            from screens.objects import ObjectsScreen

            self.go_to(ObjectsScreen(self._home, self._profile, self._environment))

    def action_ask(self, does: str) -> None:
        """Ask for the name that this wants."""
        self._asks = does
        self.query_one(ProblemPanel).clear()
        self.query_one(".asked .label", Static).update(plain(_ASKS[does].question, "bold"))
        goes = self.query_one(".goes", Static)
        goes.display = does == "delete" and self._goes is not None
        if does == "delete" and self._goes:
            goes.update(lines(plain(line) for line in _what_goes(self._goes)))
        self.query_one(".asked").display = True
        line = self.query_one(Line)
        line.fill(self._profile if does == "rename" else "")
        line.focus(scroll_visible=False)
        self.query_one(Scroll).reveal(self.query_one(".asked"), line)

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        given = self.query_one(Line).value.strip()
        if not given or not self._asks:
            return
        if self._asks == "delete" and given != self._profile:
            label = self.query_one(".asked .label", Static)
            label.update(
                plain(f"That is not “{self._profile}”. {_ASKS['delete'].question}", "bold")
            )
            return
        self._do(partial(_WAYS[self._asks], self._home, self._profile, given))

    @on(_Done)
    def _after(self, event: _Done) -> None:
        event.stop()
        if not event.name:
            self.parting = event.words
            while self in self.app.screen_stack:  # help may lie over it by now
                self.app.screen.dismiss()
            return
        self._profile = event.name
        self._close()
        self.query_one(".told", Static).update(plain(event.words))
        self._do(self._read)

    @on(_Failed)
    def _fail(self, event: _Failed) -> None:
        event.stop()
        panel = self.query_one(ProblemPanel)
        panel.tell(event.trouble)
        self.query_one(Scroll).reveal(self.query_one(".asked"), panel)

    def _close(self) -> None:
        self._asks = ""
        self.query_one(".asked").display = False
        self.query_one(Scroll).focus()

    def action_leave(self) -> None:
        """Close the question, else go back."""
        if self._asks:
            self._close()
        else:
            self.go_back()

    @on(Button.Pressed)
    async def _press(self, event: Button.Pressed) -> None:
        event.stop()
        for does in _ASKS:
            if event.button.has_class(does):
                self.action_ask(does)
        for way, action in (("variables", "variables"), ("objects", "objects"), ("back", "leave")):
            if event.button.has_class(way):
                await self.run_action(action)


def _what_goes(removal: Removal) -> list[str]:
    """Say what deleting means, before it is done."""
    told = ["Its file, its secrets and its journal on this machine go."]
    if removal.remote:
        kept = ", ".join(f"{each.kind} {each.id or each.name}" for each in removal.remote)
        local = removal.stays_local
        where = "in the local sandbox" if local else "at Anon, which documents no delete"
        told.append(f"These stay {where}: {kept}.")
    if removal.folders:
        told.append(
            f"These folders are bound to it, and no longer then: {_listed(removal.folders)}."
        )
    if removal.active:
        told.append("It is the active one; none is afterwards.")
    if removal.filled:
        told.append(f"These files of your apps keep their values: {_listed(removal.filled)}.")
    return told


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _rename(home: Home, name: str, given: str) -> Message:
    from wizard.profiles.lifecycle import rename

    rename(home, name, given)
    return _Done(given, f"Renamed from “{name}”.")


def _copy(home: Home, name: str, given: str) -> Message:
    from wizard.profiles.lifecycle import copy

    copy(home, name, given)
    return _Done(name, f"Copied to “{given}”.")


def _delete(home: Home, name: str, _given: str) -> Message:
    from wizard.profiles.lifecycle import delete

    delete(home, name)
    return _Done("", f"“{name}” was deleted on this machine.")


_WAYS: Final = {"rename": _rename, "copy": _copy, "delete": _delete}
