"""The home screen: the saved profiles, one of them active; one key for each thing to do.

Knows: what is told of a profile in one line.
Must never: show a profile's secrets, or fail for one that cannot be read.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Button, Static

from screens.choices import ChoiceList
from screens.frame import FrameScreen, Keys, Title
from screens.plain import plain
from screens.problem import ProblemPanel
from screens.rooms import ROOMS
from screens.setup import SetupScreen
from wizard.environments import environment
from wizard.flow import Progress
from wizard.model import Choice, ProblemError, Profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.binding import BindingType
    from textual.widget import Widget

    from screens.app import WizardApp
    from wizard.model import Field, Problem
    from wizard.profiles.home import Home

_KEYS: Final = (
    ("enter", "Use", "screen.use"),
    ("r", "Prove again", "screen.prove"),
    ("n", "Set up another", "screen.new"),
    ("d", "Doctor", "screen.room('doctor')"),
    ("p", "More", "screen.profile"),
    ("j", "Judge", "screen.judge"),
    ("f1", "Help", "app.help"),
    ("^p", "Commands", "app.command_palette"),
    ("^q", "Leave", "app.quit"),
)


@dataclass(frozen=True, slots=True)
class Card:
    """One profile as the list tells it; ``profile`` None: it cannot be read."""

    name: str
    told: str
    profile: Profile | None


class _Listed(Message):
    """The profiles were read."""

    def __init__(self, cards: tuple[Card, ...], active: str | None) -> None:
        super().__init__()
        self.cards = cards
        self.active = active


class _Switched(Message):
    """Another profile is active, or (with a problem) it could not be made so."""

    def __init__(self, name: str, trouble: Problem | None) -> None:
        super().__init__()
        self.name = name
        self.trouble = trouble


class HomeScreen(FrameScreen):
    """Profiles, and what can be done with them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "use", "Use"),
        Binding("r", "prove", "Prove again"),
        Binding("n", "new", "Set up another"),
        Binding("d", "room('doctor')", "Doctor"),
        Binding("p", "profile", "More"),
        Binding("j", "judge", "Judge"),
    ]
    COMMAND_LIST: ClassVar = (
        ("Use this profile", "make it the active one", "use"),
        ("Prove this profile again", "each link of its chain", "prove"),
        ("Set up another profile", "", "new"),
        ("Doctor", "find the broken link of this profile's chain", "room('doctor')"),
        ("More about this profile", "show, rename, copy, delete", "profile"),
        ("Judge a key set and a token", "would Anon accept them?", "judge"),
    )

    def __init__(self) -> None:
        super().__init__()
        self._cards: tuple[Card, ...] = ()

    @property
    def wizard(self) -> WizardApp:
        """The app this screen belongs to."""
        return cast("WizardApp", self.app)

    def body(self) -> Iterable[Widget]:
        """Give the list and the ways."""
        signs = self.wizard.signs
        with Vertical(classes="page"):
            with VerticalScroll(classes="scroll", can_focus=False):
                yield Static("Profiles", classes="heading", markup=False)
                yield Static("The active one is used unless you name another.", classes="purpose")
                yield ChoiceList(signs)
                yield Static(classes="told", markup=False)
                yield ProblemPanel(signs)
            with Horizontal(classes="actions"):
                yield Button("Use", classes="use", variant="primary", compact=True)
                yield Button("Prove again", classes="prove", compact=True)
                yield Button("Set up another", classes="new", compact=True)

    def on_mount(self) -> None:
        """Show the keys."""
        self.query_one(Keys).show(_KEYS)

    def on_screen_resume(self) -> None:
        """Read the profiles, now and whenever one comes back here."""
        self._list_them()

    def help_on(self) -> tuple[str, Field | None]:
        """Give the topic."""
        return "home", None

    # --- what is there ---

    def _list_them(self) -> None:
        home = self.wizard.home
        if home:
            self.run_worker(
                partial(self._read, home), name="list", description="the profiles", thread=True
            )

    def _read(self, home: Home) -> None:
        from wizard.profiles.store import ProfileStore

        store = ProfileStore(home)
        try:
            active, names = store.active(), store.names()
        except ProblemError as stopped:
            self.post_message(_Switched("", stopped.problem))
            return
        self.post_message(_Listed(tuple(_card(home, name) for name in names), active))

    @on(_Listed)
    def _show_list(self, event: _Listed) -> None:
        self._cards = event.cards
        names = [card.name for card in event.cards]
        here = names.index(event.active) if event.active in names else 0
        choices = tuple(_choice(card, active=card.name == event.active) for card in event.cards)
        self.query_one(ChoiceList).show(choices, here)
        self.query_one(ChoiceList).focus()
        active = event.cards[here].profile if event.active else None
        self.query_one(Title).show(active.environment if active else "", event.active or "")

    # --- what can be done ---

    def _card(self) -> Card | None:
        chosen = self.query_one(ChoiceList).chosen
        return self._cards[chosen] if chosen < len(self._cards) else None

    def action_use(self) -> None:
        """Make the chosen profile the active one."""
        card, home = self._card(), self.wizard.home
        if card and home:
            self.run_worker(
                partial(self._use, home, card.name), name="use", description="switch", thread=True
            )

    def _use(self, home: Home, name: str) -> None:
        from wizard.profiles.store import ProfileStore

        try:
            ProfileStore(home).use(name)
        except ProblemError as stopped:
            self.post_message(_Switched(name, stopped.problem))
        else:
            self.post_message(_Switched(name, None))

    @on(_Switched)
    def _tell_switched(self, event: _Switched) -> None:
        if event.trouble:
            self.query_one(ProblemPanel).show(event.trouble)
            return
        self.query_one(ProblemPanel).clear()
        self.query_one(".told", Static).update(plain(f"“{event.name}” is the active profile now."))
        self._list_them()

    def action_prove(self) -> None:
        """Go through the chosen profile's chain again; nothing is made twice."""
        card = self._card()
        if card and card.profile:
            from wizard import answering
            from wizard.steps import STEPS

            fields = [field for step in STEPS for field in step.fields]
            earlier = answering.from_profile(card.profile)
            answers = answering.collect(fields, answering.Sources(earlier=earlier))
            self.app.push_screen(SetupScreen(Progress(answers), proves=True))

    def action_new(self) -> None:
        """Set up another profile."""
        self.app.push_screen(SetupScreen(self.wizard.fresh))

    def action_profile(self) -> None:
        """Show all about the chosen profile."""
        card, home = self._card(), self.wizard.home
        if card and card.profile and home:
            from screens.profile import ProfileScreen

            self.app.push_screen(ProfileScreen(home, card.name))

    def action_judge(self) -> None:
        """Judge any key set and token."""
        from screens.judge import JudgeScreen

        self.app.push_screen(JudgeScreen())

    def action_room(self, name: str) -> None:
        """Go to a room with the chosen profile."""
        card, home = self._card(), self.wizard.home
        if card and home:
            place = card.profile.environment if card.profile else ""
            self.app.push_screen(ROOMS[name]()(home, card.name, place))

    @on(Button.Pressed)
    def _press(self, event: Button.Pressed) -> None:
        for name in ("use", "prove", "new"):
            if event.button.has_class(name):
                getattr(self, f"action_{name}")()


def _choice(card: Card, *, active: bool) -> Choice:
    return Choice(card.name, card.name, f"{card.told}{', active' if active else ''}")


def _card(home: Home, name: str) -> Card:
    from wizard.profiles import proofs
    from wizard.profiles.store import ProfileStore

    try:
        profile = ProfileStore(home).load(name)
    except ProblemError as stopped:
        return Card(name, stopped.problem.symptom, None)
    return Card(name, _told(profile, proofs.read(home, name)), profile)


def _told(profile: Profile, proof: Mapping[str, object]) -> str:
    try:
        place = environment(profile.environment).label
    except ProblemError:
        place = profile.environment
    words = {"active": "linked", "skipped": "link skipped", "unproven": "link not proven"}
    link = words.get(str(proof.get("link")), "not linked")
    at = proof.get("proven_at")
    day = time.strftime("%d %b %H:%M", time.localtime(at)) if isinstance(at, int) else ""
    return f"{place}, {link}{f', proven {day}' if day else ''}"
