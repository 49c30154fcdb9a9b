"""What Anon sent, taken over: named by a path or pasted, shown masked, used after a yes.

Knows: the three states of the form: closed, asking, and showing what was found.
Must never: put a pasted bundle into a widget, or keep one that was answered.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from screens.busy import BusyLine
from screens.button import Button
from screens.line import Line
from screens.plain import plain
from screens.problem import ProblemPanel
from screens.scroll import bring_into_sight
from screens.table import Table
from screens.ways import Ways
from wizard.model import ProblemError, Secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType

    from screens.signs import Signs
    from wizard.model import Problem
    from wizard.profiles.bundle import Bundle


class _PlaceLine(Line):
    """A line for a path; a document that is pasted is handed on, and never shown."""

    class Document(Message):
        """A whole document was pasted."""

        def __init__(self, text: Secret) -> None:
            super().__init__()
            self.text = text

    def _on_paste(self, event: events.Paste) -> None:
        from wizard.profiles.bundle import is_document

        if not is_document(event.text):
            super()._on_paste(event)
            return
        event.stop()
        event.prevent_default()
        self.post_message(self.Document(Secret(event.text)))


class _Read(Message):
    """The bundle was read; one of the two is there. ``turn``: which reading it was."""

    def __init__(self, turn: int, bundle: Bundle | None, trouble: Problem | None) -> None:
        super().__init__()
        self.turn = turn
        self.bundle = bundle
        self.trouble = trouble


class BundleForm(Vertical):
    """Asks where the bundle is, reads it in a thread, and shows what it holds."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False)]

    class Agreed(Message):
        """The person said yes to what was shown."""

        def __init__(self, bundle: Bundle) -> None:
            super().__init__()
            self.bundle = bundle

    class Closed(Message):
        """The form is closed, for whatever reason."""

    def __init__(self, signs: Signs) -> None:
        super().__init__(classes="bundle")
        self._signs = signs
        self._environment = ""
        self._bundle: Bundle | None = None
        self._turn = 0
        self.display = False

    def compose(self) -> ComposeResult:
        """Give the line, and the place for what is found."""
        yield Static("From what Anon sent you", classes="label", markup=False)
        yield Static(
            "A folder, a .env, a JSON file, or op://vault/item. Or paste the text itself: a .env, "
            "JSON, or what “op item get --format json” prints.",
            classes="explained",
            markup=False,
        )
        yield _PlaceLine(placeholder="~/Downloads/anon-credentials")
        yield Static(
            "This is what it holds. Enter uses it, Esc leaves it.", classes="holds", markup=False
        )
        yield Table("held")
        yield Static(classes="remarks", markup=False)
        yield Vertical(classes="notes")
        yield BusyLine(self._signs)
        with Ways("ways"):
            yield Button("Leave it", classes="no")
            yield Button("Read", classes="read", primary=True)
            yield Button("Use these values", classes="yes", primary=True)

    # --- asking ---

    def open(self, environment: str) -> None:
        """Ask for the bundle, in a setup of ``environment``."""
        self._environment = environment
        self._show(None)
        self.display = True
        self.query_one(Line).focus()

    def action_close(self) -> None:
        """Call off what is read, and forget what was found."""
        self._turn += 1
        self._show(None)
        self.query_one(BusyLine).stop()
        self.query_one(Line).fill("")
        self.display = False
        self.post_message(self.Closed())

    @on(Input.Submitted)
    @on(Button.Pressed, ".read")
    def _take_place(self, event: Message) -> None:
        event.stop()
        from wizard.profiles.bundle import is_document

        line = self.query_one(Line)
        place = line.value.strip()
        if is_document(place):  # typed, or pasted by a terminal that does not say so
            line.fill("")
            self._start(partial(_read_pasted, Secret(place)))
        elif place:
            self._start(partial(_read, place))

    @on(_PlaceLine.Document)
    def _take_document(self, event: _PlaceLine.Document) -> None:
        event.stop()
        self._start(partial(_read_pasted, event.text))

    # --- reading ---

    def _start(self, read: Callable[[], Bundle]) -> None:
        self._turn += 1
        self._show(None)
        busy = self.query_one(BusyLine)
        busy.stop()
        busy.start("Reading (1Password may ask you to unlock it)")
        self.run_worker(
            partial(self._read, self._turn, read),
            name="bundle",
            description="what Anon sent",
            thread=True,
        )

    def _read(self, turn: int, read: Callable[[], Bundle]) -> None:
        try:
            self.post_message(_Read(turn, read(), None))
        except ProblemError as stopped:
            self.post_message(_Read(turn, None, stopped.problem))

    @on(_Read)
    def _take(self, event: _Read) -> None:
        event.stop()
        if event.turn != self._turn:
            return
        self.query_one(BusyLine).stop()
        self._show(event.bundle)
        if event.trouble:
            self._note(self._panel(event.trouble))

    def _show(self, bundle: Bundle | None) -> None:
        self._bundle = bundle
        for place in (".label", ".explained", "Line", ".read"):
            self.query_one(place).display = bundle is None
        for place in (".holds", ".held", ".yes"):
            self.query_one(place).display = bundle is not None
        self._note()
        self.query_one(".remarks").display = False
        if bundle is None:
            return
        self.query_one(".held", Table).show(
            ((plain(label, "$muted"), plain(value), plain(where, "$muted")))
            for label, value, where in bundle.rows()
        )
        self._remark(bundle)
        self.query_one(".yes", Button).focus(scroll_visible=False)
        bring_into_sight(self, top=True)

    def _remark(self, bundle: Bundle) -> None:
        """Tell what is passed over, and what is to be known about the rest."""
        from wizard.profiles.bundle import other_environment

        remarks = self.query_one(".remarks", Static)
        remarks.update(plain(f"Not used: {', '.join(bundle.passed_over)}", "$muted"))
        remarks.display = bool(bundle.passed_over)
        elsewhere = other_environment(bundle, self._environment)
        notes = (*((elsewhere,) if elsewhere else ()), *bundle.notes)
        self._note(*(self._panel(note, noted=True) for note in notes))

    def _panel(self, trouble: Problem, *, noted: bool = False) -> ProblemPanel:
        panel = ProblemPanel(self._signs)
        panel.tell(trouble, noted=noted)
        return panel

    def _note(self, *panels: ProblemPanel) -> None:
        notes = self.query_one(".notes", Vertical)
        notes.remove_children()
        notes.mount(*panels)

    # --- answering ---

    @on(Button.Pressed, ".yes")
    def _agree(self, event: Button.Pressed) -> None:
        event.stop()
        if self._bundle:
            self.post_message(self.Agreed(self._bundle))
        self.action_close()

    @on(Button.Pressed, ".no")
    def _leave(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_close()


def _read(place: str) -> Bundle:
    from wizard.profiles.bundle import read

    return read(place)


def _read_pasted(text: Secret) -> Bundle:
    from wizard.profiles.bundle import read_pasted

    return read_pasted(text.reveal())
