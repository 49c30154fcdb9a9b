"""The first screen after a setup that was interrupted: how far it came, and an offer to go on.

Must never: go on, or forget it, unasked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from screens.button import Button
from screens.choices import ChoiceList
from screens.frame import FrameScreen, Keys, Title
from screens.plain import plain
from screens.save import chain_rows
from screens.scroll import Scroll
from screens.setup import SetupScreen
from screens.table import Table
from wizard.flow import Progress
from wizard.model import Choice
from wizard.resources import assets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.binding import BindingType
    from textual.widget import Widget

    from screens.app import WizardApp
    from wizard.model import Field
    from wizard.profiles.drafts import Interrupted

_KEYS: Final = (
    ("enter", "Choose", "screen.choose"),
    ("f1", "Help", "app.help"),
    ("^p", "Commands", "app.command_palette"),
    ("^q", "Leave (nothing is lost)", "app.quit"),
)
_GO_ON: Final = Choice("on", "Go on", "what was proven is checked again, and nothing made twice")
_PROFILES: Final = Choice("profiles", "Show the saved profiles", "this can go on later")
_ANOTHER: Final = Choice("another", "Begin another setup", "this can go on later")


class GoingOnScreen(FrameScreen):
    """Offers to go on with the setup that was interrupted last."""

    CSS_PATH = [assets() / "common.tcss", assets() / "home.tcss"]  # noqa: RUF012 — Textual's way
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Choose")]

    def __init__(self, interrupted: Interrupted) -> None:
        super().__init__()
        self._interrupted = interrupted

    @property
    def wizard(self) -> WizardApp:
        """The app this screen belongs to."""
        return cast("WizardApp", self.app)

    def body(self) -> Iterable[Widget]:
        """Give how far it came, and the ways on."""
        signs, draft = self.wizard.signs, self._interrupted.draft
        with Vertical(classes="page"):
            with Scroll(classes="scroll"):
                yield Static(plain("A setup was interrupted"), classes="heading")
                told = plain("Profile ") + plain(draft.profile, "bold")
                yield Static(told + plain(" came this far:"), classes="purpose")
                yield Table("chain")
                yield ChoiceList(signs)
            with Horizontal(classes="actions"):
                yield Button(plain(f"Choose {signs.enter}"), classes="next", primary=True)

    def on_mount(self) -> None:
        """Offer the ways."""
        self.query_one(Keys).show(_KEYS)
        saved = (_PROFILES,) if self.wizard.has_profiles() else ()
        self.query_one(ChoiceList).show((_GO_ON, *saved, _ANOTHER), 0)
        self.query_one(ChoiceList).focus()

    def on_screen_resume(self) -> None:
        """Show how far it came, now and whenever one comes back; the profiles, once it is saved."""
        from wizard.profiles.drafts import load

        home, draft = self.wizard.home, self._interrupted.draft
        if home and (found := load(home, draft.profile)):
            self._interrupted, draft = found, found.draft
        elif self.wizard.has_profiles():
            from screens.home import HomeScreen

            self.go_to(HomeScreen())
            return
        self.query_one(Title).show(draft.environment, draft.profile)
        self.query_one(Table).show(chain_rows(draft, self.wizard.signs))

    def help_on(self) -> tuple[str, Field | None]:
        """Give the topic."""
        return "going_on", None

    def action_choose(self) -> None:
        """Do what is chosen; the interrupted setup stays until it is finished."""
        answers, draft = self._interrupted.answers, self._interrupted.draft
        chosen = self.query_one(ChoiceList).choice
        if chosen is _GO_ON:
            from wizard.changing import Ground

            progress = Progress(answers, ground=Ground(draft, answers))
            self.go_to(SetupScreen(progress, reached=draft))
        elif chosen is _PROFILES:
            from screens.home import HomeScreen

            self.go_to(HomeScreen())
        else:
            self.go_to(self.wizard.another_setup())

    @on(Button.Pressed)
    def _on_pressed(self) -> None:
        self.action_choose()
