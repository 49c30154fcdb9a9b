"""The home screen: the saved profiles, one of them active; one key for each thing to do.

Knows: that a profile is read when its row is in sight, so that a thousand cost what ten cost.
Must never: show a profile's secrets, or fail for one that cannot be read.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import on
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from screens.button import Button
from screens.finder import MANY, ProfileFinder
from screens.frame import FrameScreen, Keys, Title
from screens.plain import plain
from screens.problem import ProblemPanel
from screens.rooms import ROOMS
from screens.scroll import Scroll
from screens.setup import SetupScreen
from screens.ways import Ways
from wizard.flow import Progress
from wizard.model import Answers, ProblemError
from wizard.resources import assets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from screens.app import WizardApp
    from wizard.model import Field, Problem
    from wizard.profiles.cards import Card
    from wizard.profiles.home import Home

_SEARCH: Final = ("/", "Search", "screen.search")
_KEYS: Final = (
    ("enter", "Use", "screen.use"),
    ("r", "Prove again", "screen.prove"),
    ("n", "Set up another", "screen.new"),
    ("d", "Doctor", "screen.room('doctor')"),
    ("l", "Lab", "screen.room('lab')"),
    ("h", "Hand-off", "screen.room('handoff')"),
    ("p", "More", "screen.profile"),
    ("j", "Judge", "screen.judge"),
    ("f1", "Help", "app.help"),
    ("^p", "Commands", "app.command_palette"),
    ("^q", "Leave", "app.quit"),
)


_ACTIVE_COUNTS: Final = "The active one is used unless you name another."
_ELSEWHERE: Final = "Elsewhere the active one is used."


class _Listed(Message):
    """The profiles were read. ``used`` is the one that counts here; ``why`` says what decided."""

    def __init__(
        self, names: tuple[str, ...], active: Card | None, used: Card | None, why: str
    ) -> None:
        super().__init__()
        self.names = names
        self.active = active
        self.used = used
        self.why = why


class _Switched(Message):
    """Another profile is active, or (with a problem) it could not be made so."""

    def __init__(self, told: str, trouble: Problem | None) -> None:
        super().__init__()
        self.told = told
        self.trouble = trouble


class HomeScreen(FrameScreen):
    """Profiles, and what can be done with them."""

    CSS_PATH = [assets() / "common.tcss", assets() / "home.tcss"]  # noqa: RUF012 — Textual's way
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "use", "Use"),
        Binding("r", "prove", "Prove again"),
        Binding("n", "new", "Set up another"),
        Binding("d", "room('doctor')", "Doctor"),
        Binding("l", "room('lab')", "Lab"),
        Binding("h", "room('handoff')", "Hand-off"),
        Binding("p", "profile", "More"),
        Binding("j", "judge", "Judge"),
        Binding("slash", "search", "Search"),
    ]
    COMMAND_LIST: ClassVar = (
        ("Use this profile", "make it the active one", "use"),
        ("Prove this profile again", "each link of its chain", "prove"),
        ("Set up another profile", "", "new"),
        ("Search", "a profile by a part of its name", "search"),
        ("Doctor", "find the broken link of this profile's chain", "room('doctor')"),
        ("Hand-off", "what must be so before production", "room('handoff')"),
        ("Troubleshooting lab", "Anon's errors, made on purpose and simulated", "room('lab')"),
        ("More about this profile", "show, rename, copy, delete", "profile"),
        ("Judge a key set and a token", "would Anon accept them?", "judge"),
    )

    @property
    def wizard(self) -> WizardApp:
        """The app this screen belongs to."""
        return cast("WizardApp", self.app)

    def body(self) -> Iterable[Widget]:
        """Give the list and the ways."""
        signs = self.wizard.signs
        with Vertical(classes="page"):
            with Scroll(classes="scroll"):
                yield Static("Profiles", classes="heading", markup=False)
                yield Static(_ACTIVE_COUNTS, classes="purpose", markup=False)
                yield ProfileFinder(self.wizard.home, signs)
                yield Static(classes="told", markup=False)
                yield ProblemPanel(signs)
            with Ways("actions"):
                yield Button("Use", classes="use", primary=True)
                yield Button("Prove again", classes="prove")
                yield Button("Set up another", classes="new")

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
        from wizard.profiles.cards import card
        from wizard.profiles.store import ProfileStore

        store = ProfileStore(home)
        try:
            active, names, decided = store.active(), store.names(), self.wizard.in_use()
        except ProblemError as stopped:
            self.post_message(_Switched("", stopped.problem))
            return
        here = card(home, active) if active else None
        if decided is None or decided.by == "active":
            self.post_message(_Listed(names, here, here, ""))
            return
        used = card(home, decided.name) if decided.name in names else None
        missing = "" if used else ", and no such profile is saved"
        self.post_message(_Listed(names, here, used, f"{decided.why()}{missing}."))

    @on(_Listed)
    def _show_list(self, event: _Listed) -> None:
        used = event.used
        chosen = used or event.active
        self._finder().show(event.names, event.active, chosen.name if chosen else "")
        place = used.profile.environment if used and used.profile else ""
        self.query_one(Title).show(place, used.name if used else "")
        purpose = f"{event.why} {_ELSEWHERE}" if event.why else _ACTIVE_COUNTS
        self.query_one(".purpose", Static).update(plain(purpose))
        many = len(event.names) >= MANY
        self.query_one(Keys).show((_KEYS[0], _SEARCH, *_KEYS[1:]) if many else _KEYS)

    def _finder(self) -> ProfileFinder:
        return self.query_one(ProfileFinder)

    # --- what can be done ---

    def action_search(self) -> None:
        """Filter the list by a part of the name."""
        self._finder().search()

    def action_use(self) -> None:
        """Make the chosen profile the active one."""
        name, home = self._finder().here, self.wizard.home
        if name and home:
            self.run_worker(
                partial(self._use, home, name), name="use", description="switch", thread=True
            )

    def _use(self, home: Home, name: str) -> None:
        from wizard.profiles.store import ProfileStore

        try:
            ProfileStore(home).use(name)
            decided = self.wizard.in_use()
        except ProblemError as stopped:
            self.post_message(_Switched("", stopped.problem))
            return
        told = f"“{name}” is the active profile now."
        if decided and decided.name != name:
            told += f" Not here, though. {decided.why()}."
        self.post_message(_Switched(told, None))

    @on(_Switched)
    def _tell_switched(self, event: _Switched) -> None:
        if event.trouble:
            self.query_one(ProblemPanel).tell(event.trouble)
            return
        self.query_one(ProblemPanel).clear()
        self._say(event.told)
        self._list_them()

    def _say(self, words: str) -> None:
        self.query_one(".told", Static).update(plain(words))

    def action_prove(self) -> None:
        """Go through the chosen profile's chain again; nothing is made twice."""
        card, home = self._finder().card, self.wizard.home
        if card and card.profile and home:
            from wizard.earlier import completed, from_profile, ground_of

            answers = completed(Answers(), from_profile(card.profile))
            proves = ground_of(home, card.profile).draft
            self.go_to(SetupScreen(Progress(answers, proves=proves)))

    def action_new(self) -> None:
        """Set up another profile."""
        self.go_to(self.wizard.another_setup())

    def action_profile(self) -> None:
        """Show all about the chosen profile."""
        name, home = self._finder().here, self.wizard.home
        if name and home:
            from screens.profile import ProfileScreen

            screen = ProfileScreen(home, name)
            self.go_to(screen, lambda _left: self._say(screen.parting))

    def action_judge(self) -> None:
        """Judge any key set and token."""
        from screens.judge import JudgeScreen

        self.go_to(JudgeScreen())

    def action_room(self, name: str) -> None:
        """Go to a room with the chosen profile."""
        card, home = self._finder().card, self.wizard.home
        if card and home:
            place = card.profile.environment if card.profile else ""
            room = ROOMS[name]
            if room.fits(place):
                self.go_to(room.enter(home, card.name, place))
            else:
                self._say(room.elsewhere)

    @on(Button.Pressed)
    def _press(self, event: Button.Pressed) -> None:
        for name in ("use", "prove", "new"):
            if event.button.has_class(name):
                getattr(self, f"action_{name}")()
